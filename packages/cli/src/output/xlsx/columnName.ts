/** The letters over a column, the first being 0: `A`, …, `Z`, `AA`. */
export const columnName = (index: number): string => {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (index % 26));
};

/** The columns that a sheet of Excel can have. */
export const mostColumns = 16_384;

/** The number of the column in an address such as `C12`, the first being 0; null when it is no address in a sheet. */
export const columnIndex = (address: string): number | null => {
  const letters = /^([A-Z]{1,3})[1-9]\d{0,6}$/.exec(address)?.[1];
  if (letters === undefined) return null;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index <= mostColumns ? index - 1 : null;
};
