/** One form for what different keyboards and systems send for the same characters. */
export const normalPassword = (typed: string): string => typed.normalize('NFKC');
