/** Words as a command line of which a shell makes these words again. */
export const shellWords = (words: readonly string[]): string =>
  words
    .map((word) => (/^[\p{L}\p{N}_./:@%+=,-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
