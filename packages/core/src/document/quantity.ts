const number = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** One spelling for equal decimals: `30`, `30.0` and `3e1` are `30`; what is no number stays as it is. */
export const canonicalDecimal = (raw: string | null): string | null => {
  const trimmed = raw?.trim() ?? '';
  if (trimmed === '') return null;
  const match = number.exec(trimmed);
  if (match === null) return trimmed;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return trimmed;
  const shift = Number(exponent);
  const digits = whole + fraction + '0'.repeat(Math.max(0, shift - fraction.length));
  const point = whole.length + shift;
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits;
  const cut = Math.max(0, point);
  const integer = padded.slice(0, cut).replace(/^0+/, '') || '0';
  const decimals = padded.slice(cut).replace(/0+$/, '');
  const value = decimals === '' ? integer : `${integer}.${decimals}`;
  return sign === '-' && value !== '0' ? `-${value}` : value;
};

/** The greatest quantity that is believed, in cylinders. */
export const maxQuantity = 1_000_000;

/** Cylinders of a canonical decimal: whole, above 0, at most 1,000,000; else null (`INVALID_QTY`). */
export const quantity = (canonical: string | null): number | null => {
  if (canonical === null || !/^[1-9]\d{0,6}$/.test(canonical)) return null;
  const cylinders = Number(canonical);
  return cylinders <= maxQuantity ? cylinders : null;
};
