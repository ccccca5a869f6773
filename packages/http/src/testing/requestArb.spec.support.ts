import fc from 'fast-check';

/** As much of JSON Schema as our requests are described with. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

/** Letters that are one unit in every way of counting, some of which mean something elsewhere. */
const unit = fc.constantFrom(...'aZ09 -_\'"<>;%&=/\\.,:{}$()|*?#+~`\n\t수주é한①'.split(''));

const hostile = [
  "'; DROP TABLE po.po; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00',
  '{{7*7}}',
  '\r\nX: y',
];

const textArb = ({ minLength = 0, maxLength = 40 }: Schema, known: readonly string[]): fc.Arbitrary<string> => {
  const most = Math.min(maxLength, 40);
  const fits = (text: string): boolean => text.length >= minLength && text.length <= maxLength;
  const given = [...known, ...hostile].filter(fits);
  const free = fc.string({ unit, minLength, maxLength: Math.max(most, minLength) });
  return given.length === 0 ? free : fc.oneof(fc.constantFrom(...given), free);
};

const dayArb = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** What a schema allows. `known`: texts that mean something where the requests go. */
export const valueArb = (schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> => {
  const { type, anyOf, oneOf, properties = {}, required = [], minimum, maximum } = schema;
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((each) => valueArb(each, known)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (type) {
    case 'string':
      if (schema.format === 'date') return dayArb;
      if (schema.format === 'date-time') return dayArb.map((day) => `${day}T00:00:00Z`);
      return schema.pattern === undefined
        ? textArb(schema, known)
        : fc.stringMatching(new RegExp(schema.pattern), { maxLength: 60 });
    case 'integer':
      return fc.integer({ min: Math.max(minimum ?? 0, -1000), max: Math.min(maximum ?? 1000, 100_000) });
    case 'number':
      return fc.double({ min: minimum ?? 0, max: maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueArb(schema.items ?? {}, known), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)),
      });
    case 'object': {
      const members = Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, valueArb(each, known)]),
      );
      return fc.record(members, { requiredKeys: [...required] });
    }
    default:
      return fc.jsonValue();
  }
};

/** Bodies that no schema of ours allows: another type, something unknown, something missing, something of a wrong type. */
export const wrongBodyArb = (schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> => {
  const rubbish = fc.constantFrom<unknown>(null, 1, 'text', true, [], [{}], { nobodyKnows: 1 });
  const valid = valueArb(schema, known).filter((value) => typeof value === 'object' && value !== null);
  const more = valid.map((value) => ({ ...(value as object), nobodyKnows: true }));
  const other = valid
    .filter((value) => Object.keys(value as object).length > 0)
    .chain((value) =>
      fc
        .constantFrom(...Object.keys(value as object))
        .map((name) => ({ ...(value as object), [name]: { not: ['this'] } })),
    );
  return fc.oneof(rubbish, more, other);
};
