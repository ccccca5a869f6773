import stringWidth from 'string-width';

/** Lines of a table: columns as wide as their widest cell, which for Hangul is two columns a syllable; numbers on the right. */
export const table = (rows: readonly (readonly string[])[], numeric: readonly number[] = []): readonly string[] => {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, stringWidth(cell));
  }
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat((widths[i] ?? 0) - stringWidth(cell));
        return numeric.includes(i) ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
};
