/** The fields of one node of a parsed statement, as the parser writes them: absent where a clause is absent. */
export type Fields = Readonly<Record<string, unknown>>;

export const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The names in a list of the parser's strings, `["po", "x"]` of `po.x`; undefined when anything else is in it. */
export function namesIn(value: unknown): readonly string[] | undefined {
  const names = asList(value).map((item) => asFields(asFields(item).String).sval ?? '');
  const strings = names.filter((name) => typeof name === 'string');
  return strings.length > 0 && strings.every((name) => name !== '') ? strings : undefined;
}
