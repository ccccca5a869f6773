/** `30` and `1,204` as numbers; anything else stays text, which is no number. */
export const numberOf = (text: string): number | string =>
  /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : text;
