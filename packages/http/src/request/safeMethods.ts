const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Whether a request by this method changes nothing. */
export const isSafeMethod = (method: string): boolean => safeMethods.has(method);
