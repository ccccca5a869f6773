/** As much of JSON Schema as our endpoints are described with. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
}

const id = '019aa3f0-5a1e-7c3a-9d61-1f2f0e8b7c55';

/** What stands under a name, wherever it is: a text is an example of anything that it fits. */
const known: Readonly<Record<string, string | number>> = {
  actor: 'kim',
  auditId: id,
  batchId: id,
  by: 'kim',
  count: 2,
  createdBy: 'kim',
  customer: 'KDKK',
  customerName: '관동화학',
  customerNames: '관동화학',
  cursor: 'WyI1ZjBjNmY3ZTdkMGEiLCI0MSJd',
  docNo: 'FP25000001',
  host: 'srv1',
  id,
  into: id,
  key: 'po_management',
  limit: 50,
  maintenanceText: '오후 3시까지 점검합니다.',
  memo: '2층 창고로',
  name: 'kim',
  note: '고객에게 확인함',
  notice: '오후 3시에 점검합니다.',
  packing: '47L CGA330',
  password: 'correct horse battery staple',
  percent: 12.5,
  po: id,
  poId: id,
  poIds: id,
  poNo: 'ABC-2024-001',
  product: 'KF001',
  productName: 'COS',
  qty: 30,
  requestId: '5f0c6f7e-7d0a-4f5c-8a44-0a8a4fd7a9b2',
  runId: id,
  subject: `po:${id}`,
  subjects: `po:${id}`,
  undid: id,
  user: 'kim',
  users: 'kim',
  version: 3,
  why: '시험 출하',
};

const days: readonly [RegExp, string][] = [
  [/At$|^at$|since$|asOf$/i, '2025-11-22T03:00:00.000Z'],
  [/On$|date$|day$|until$/i, '2025-11-22'],
];

const textFor = ({ format, pattern, minLength = 0, maxLength = 1000 }: JsonSchema, name: string): string => {
  if (format === 'date') return '2025-11-22';
  if (format === 'date-time') return '2025-11-22T03:00:00.000Z';
  const dated = days.find(([names]) => names.test(name))?.[1];
  const fits = [String(known[name] ?? ''), dated ?? '', '1', 'text', '"3"', id].filter(
    (text) =>
      text !== '' &&
      text.length >= minLength &&
      text.length <= maxLength &&
      (pattern === undefined || new RegExp(pattern, 'u').test(text)),
  );
  return fits[0] ?? 'x'.repeat(minLength);
};

const numberFor = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema, name: string): number =>
  Math.min(maximum, Math.max(minimum, Number(known[name] ?? 1) || minimum));

const membersFor = (schema: JsonSchema): Readonly<Record<string, unknown>> => {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const declared = Object.entries(properties).filter(([name]) => required.includes(name));
  const keyed =
    typeof additionalProperties === 'object'
      ? (propertyNames?.enum ?? [])
          .map(String)
          .filter((name) => required.includes(name))
          .map((name): [string, JsonSchema] => [name, additionalProperties])
      : [];
  return Object.fromEntries([...declared, ...keyed].map(([name, each]) => [name, exampleOf(each, name)]));
};

/** A value that the schema allows, and that means something to who reads it; `name`: what it stands under. */
export const exampleOf = (schema: JsonSchema, name = ''): unknown => {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choices = (schema.anyOf ?? schema.oneOf)?.filter(({ type }) => type !== 'null');
  if (choices?.[0] !== undefined) return exampleOf(choices[0], name);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.find((each) => each !== 'null');
  switch (type) {
    case 'string':
      return textFor(schema, name);
    case 'integer':
      return Math.round(numberFor(schema, name));
    case 'number':
      return numberFor(schema, name);
    case 'boolean':
      return false;
    case 'array':
      return [exampleOf(schema.items ?? {}, name)];
    case 'object':
      return membersFor(schema);
    default:
      return null;
  }
};
