/** Lets what waits for the event loop go first: statements on their way, above all. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
