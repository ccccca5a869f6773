import fc from 'fast-check';
import type { JsonSchema } from '../api/exampleOf.ts';
import type { ApiParameter } from '../api/openApi.ts';
import { bodySchema, type Check, type Operation } from './apiDocument.spec.support.ts';
import type { KnownThings } from './KnownThings.spec.support.ts';

/** Letters that are one unit in every way of counting, some of which mean something elsewhere. */
const unit = fc.constantFrom(...'aZ09 -_\'"<>;%&=/\\.,:{}$()|*?#+~`\n\t수주é한①'.split(''));

const hostileTexts = [
  "'; DROP TABLE po.po; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00',
  '{{7*7}}',
  '\r\nX: y',
  '__proto__',
];

/** A text that is chosen when the request is sent, from what answers have named by then. */
class Known {
  readonly name: string;
  readonly pick: number;
  readonly otherwise: string;
  readonly fits: (text: string) => boolean;

  constructor(name: string, pick: number, otherwise: string, fits: (text: string) => boolean) {
    this.name = name;
    this.pick = pick;
    this.otherwise = otherwise;
    this.fits = fits;
  }

  [fc.toStringMethod](): string {
    return `known ${this.name} ${this.pick}, else ${JSON.stringify(this.otherwise)}`;
  }
}

const textArb = (schema: JsonSchema, name: string): fc.Arbitrary<unknown> => {
  const { minLength = 0, maxLength = 40, pattern, format } = schema;
  const wanted = pattern === undefined ? null : new RegExp(pattern, 'u');
  const fits = (text: string): boolean =>
    text.length >= minLength && text.length <= maxLength && (wanted === null || wanted.test(text));
  const free = (): fc.Arbitrary<string> => {
    if (format === 'date') return dayArb;
    if (format === 'date-time') return dayArb.map((day) => `${day}T00:00:00Z`);
    if (wanted !== null) return fc.stringMatching(wanted, { maxLength: 60 }).filter(fits);
    const hostile = hostileTexts.filter(fits);
    const any = fc.string({ unit, minLength, maxLength: Math.max(Math.min(maxLength, 40), minLength) });
    return hostile.length === 0 ? any : fc.oneof(any, fc.constantFrom(...hostile));
  };
  const known = fc.tuple(fc.nat(), free()).map(([pick, otherwise]) => new Known(name, pick, otherwise, fits));
  return fc.oneof({ arbitrary: known, weight: 3 }, { arbitrary: free(), weight: 1 });
};

const dayArb = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** What a schema allows; `name`: what it stands under. */
const valueArb = (schema: JsonSchema, name: string): fc.Arbitrary<unknown> => {
  const { anyOf, oneOf, properties = {}, required = [], minimum, maximum } = schema;
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((each) => valueArb(each, name)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (typeof schema.type === 'object') {
    return fc.oneof(...schema.type.map((type) => valueArb({ ...schema, type }, name)));
  }
  switch (schema.type) {
    case 'string':
      return textArb(schema, name);
    case 'integer':
      return fc.integer({ min: Math.max(minimum ?? 0, -1000), max: Math.min(maximum ?? 1000, 100_000) });
    case 'number':
      return fc.double({ min: minimum ?? 0, max: maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueArb(schema.items ?? {}, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)),
      });
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, valueArb(each, key)])),
        { requiredKeys: [...required] },
      );
    default:
      return fc.jsonValue();
  }
};

type Values = Readonly<Record<string, unknown>>;

/** A request before it is put together; `what`: what is wrong with it, null: nothing. */
export interface Draft {
  readonly operation: Operation;
  readonly params: Values;
  readonly query: Values;
  readonly headers: Values;
  readonly body: unknown;
  readonly what: string | null;
}

const placed = ({ parameters }: Operation, place: ApiParameter['in']) => parameters.filter((each) => each.in === place);

/** Requests that are as the document says. */
export const validDraft = (operation: Operation): fc.Arbitrary<Draft> => {
  const record = (of: readonly ApiParameter[]) =>
    fc.record(
      Object.fromEntries(
        of.map(({ name, in: place, schema }) => [
          name,
          // A version that is the present one is hard to hit. What stands in a header is ASCII.
          name === 'If-Match'
            ? fc.constantFrom('*', '*', '*', '"1"', '"3"')
            : valueArb(place === 'header' ? { pattern: '^[!-~]{0,40}$', ...schema } : schema, name),
        ]),
      ),
      { requiredKeys: of.filter(({ required }) => required).map(({ name }) => name) },
    );
  const body = bodySchema(operation);
  return fc.record({
    operation: fc.constant(operation),
    params: record(placed(operation, 'path')),
    query: record(placed(operation, 'query')),
    headers: record(placed(operation, 'header')),
    body: body === undefined ? fc.constant(undefined) : valueArb(body, ''),
    what: fc.constant(null),
  }) as fc.Arbitrary<Draft>;
};

/** The draft with what it leaves open filled in from what is known by now. */
export const settled = (draft: Draft, things: KnownThings): Draft => {
  const { path } = draft.operation;
  const fill = (value: unknown): unknown => {
    if (value instanceof Known) {
      const fitting = things.named(path, value.name).filter(value.fits);
      return fitting[value.pick % Math.max(fitting.length, 1)] ?? value.otherwise;
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fill(member)]));
  };
  const [params, query, headers] = [draft.params, draft.query, draft.headers].map((each) => fill(each) as Values);
  return { ...draft, params: params!, query: query!, headers: headers!, body: fill(draft.body) };
};

/** One thing that is wrong in a value: where, what, and the value that has it. */
interface Flaw {
  readonly what: string;
  readonly value: unknown;
}

const wrongTypes: readonly unknown[] = [null, 12.5, 'text', true, [], {}, { not: ['this'] }];

const flawsOf = (schema: JsonSchema, value: unknown, check: Check, at = ''): readonly Flaw[] => {
  const flaws: Flaw[] = wrongTypes.map((wrong) => ({ what: `${at} is ${JSON.stringify(wrong)}`, value: wrong }));
  const add = (what: string, wrong: unknown): void => void flaws.push({ what: `${at} ${what}`, value: wrong });
  const { minLength, maxLength = Number.POSITIVE_INFINITY, minimum, maximum, minItems, maxItems } = schema;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const taken = choices.filter((each) => check(each, value) === null);
    return [...flaws, ...taken.flatMap((each) => flawsOf(each, value, check, at))];
  }
  if (typeof value === 'string') {
    if (maxLength < 10_000) add('is too long', 'x'.repeat(maxLength + 1));
    if (minLength !== undefined && minLength > 0) add('is too short', '');
    if (schema.enum !== undefined) add('is none of the list', `${value}x`);
    if (schema.format !== undefined || schema.pattern !== undefined) {
      for (const wrong of ['yesterday', '2025-13-45', '\n']) add(`is ${JSON.stringify(wrong)}`, wrong);
    }
  }
  if (typeof value === 'number') {
    if (minimum !== undefined) add('is too small', minimum - 1);
    if (maximum !== undefined && maximum < 2 ** 53 - 1) add('is too great', maximum + 1);
    add('is no whole number', value + 0.5);
  }
  if (Array.isArray(value)) {
    if (minItems !== undefined && minItems > 0) add('has too few', []);
    if (maxItems !== undefined && maxItems <= 1000 && value.length > 0) {
      add('has too many', Array(maxItems + 1).fill(value[0]));
    }
    for (const [i, item] of value.entries()) {
      for (const flaw of flawsOf(schema.items ?? {}, item, check, `${at}/${i}`)) {
        flaws.push({ ...flaw, value: value.with(i, flaw.value) });
      }
    }
    return flaws;
  }
  if (typeof value === 'object' && value !== null) {
    add('has a member that nobody knows', { ...value, nobodyKnows: true });
    for (const [key, member] of Object.entries(value)) {
      const { [key]: _left, ...rest } = value as Record<string, unknown>;
      if (schema.required?.includes(key) === true) add(`has no ${key}`, rest);
      for (const flaw of flawsOf(schema.properties?.[key] ?? {}, member, check, `${at}/${key}`)) {
        flaws.push({ ...flaw, value: { ...value, [key]: flaw.value } });
      }
    }
  }
  return flaws;
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What the text of a parameter is read as; texts of numbers are numbers where numbers are meant. */
const asRead = ({ type }: JsonSchema, text: string): unknown =>
  (type === 'integer' || type === 'number') && /^\d{1,15}$/.test(text) ? Number(text) : text;

/** Drafts with exactly one thing that the document does not allow. */
export const flawedDrafts = (draft: Draft, check: Check): readonly Draft[] => {
  const { operation, params, query, headers } = draft;
  const body = bodySchema(operation);
  const inBody =
    body === undefined
      ? []
      : flawsOf(body, draft.body, check)
          .filter(({ value }) => check(body, value) !== null)
          .map(({ what, value }) => ({ ...draft, body: value, what: `body ${what}` }));
  const flawed = (place: ApiParameter['in'], given: Values, taken: (values: Values) => Partial<Draft>) =>
    placed(operation, place).flatMap(({ name, schema }) =>
      flawsOf(schema, given[name] ?? 'text', check)
        .map(({ value }) => asText(value))
        // An empty part of a path is another path.
        .filter((text) => place !== 'path' || text !== '')
        .filter((text) => !(place === 'header' && /[^ -~]/.test(text)))
        .filter((text) => check(schema, asRead(schema, text)) !== null)
        .map((text) => ({
          ...draft,
          ...taken({ ...given, [name]: text }),
          what: `${place} ${name} ${JSON.stringify(text)}`,
        })),
    );
  const required = placed(operation, 'query').filter(({ required: needed }) => needed);
  return [
    ...inBody,
    ...flawed('path', params, (values) => ({ params: values })),
    ...flawed('query', query, (values) => ({ query: values })),
    ...flawed('header', headers, (values) => ({ headers: values })),
    { ...draft, query: { ...query, nobodyKnows: '1' }, what: 'query nobodyKnows' },
    ...required.map(({ name }) => ({
      ...draft,
      query: Object.fromEntries(Object.entries(query).filter(([each]) => each !== name)),
      what: `query without ${name}`,
    })),
  ];
};

/** The address of a draft: path and query. */
export const addressOf = ({ operation, params, query }: Draft): string => {
  const path = operation.path.replaceAll(/\{([^}]*)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
};
