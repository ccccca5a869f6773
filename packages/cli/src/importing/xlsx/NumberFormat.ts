/** How a sheet shows a number, as far as reading depends on it. */
export interface NumberFormat {
  /** It shows a date or a time. */
  readonly isDate: boolean;
  /** The number as it is shown, where that is beyond doubt; else null. */
  shown(value: number): string | null;
}

/** Excel keeps 15 digits. */
const mostExact = 1e15;

const integerText = (value: number): string | null =>
  Number.isInteger(value) && Math.abs(value) < mostExact ? String(value) : null;

const date: NumberFormat = { isDate: true, shown: () => null };
/** As typed: no format at all, or text. */
const plain: NumberFormat = {
  isDate: false,
  shown: (value) => integerText(value) ?? (/^-?\d{1,9}\.\d{1,6}$/.test(String(value)) ? String(value) : null),
};
const integer: NumberFormat = { isDate: false, shown: integerText };
const other: NumberFormat = { isDate: false, shown: () => null };

/** `00000` fills with zeros: 42 is shown as 00042. */
const padded = (digits: number): NumberFormat => ({
  isDate: false,
  shown: (value) => (value < 0 ? null : (integerText(value)?.padStart(digits, '0') ?? null)),
});

/** Quoted and escaped characters, and what stands in brackets: colours, conditions, languages. */
const literal = /"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]/gi;

const ofCode = (code: string): NumberFormat => {
  if (/^(general|@)$/i.test(code)) return plain;
  if (/[ymdhs]/i.test(code.replace(literal, ''))) return date;
  if (/^[0#]$/.test(code)) return integer;
  return /^0+$/.test(code) ? padded(code.length) : other;
};

/** Formats that have a number and no code in the file: those of dates and times, East Asian ones among them. */
const isDateId = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** The format with this number, whose code the file gives unless it is a built-in one. */
export const numberFormat = (id: number, code: string | undefined): NumberFormat => {
  if (code !== undefined) return ofCode(code);
  if (isDateId(id)) return date;
  if (id === 1) return integer;
  return id === 0 || id === 49 ? plain : other;
};
