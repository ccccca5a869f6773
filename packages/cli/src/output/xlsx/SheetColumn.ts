/** A column of an exported table, whatever the format. */
export interface SheetColumn<Name extends string = string> {
  readonly name: Name;
  /** `day`: texts `YYYY-MM-DD`; `moment`: instants; `json`: anything, long. */
  readonly kind: 'text' | 'number' | 'flag' | 'day' | 'moment' | 'json';
}
