import type { RefusalCode } from './Refusal.ts';
import { asFields, asList, type Fields, namesIn } from './syntaxTree.ts';

/** One statement under inspection. */
interface Inspection {
  /** The only schema in which anything may be named. */
  readonly schema: string;
  refuse(code: RefusalCode, subject: string): void;
}

/** Looks at one part of a statement and refuses what is not on the list. */
export type Check = (value: unknown, at: Inspection) => void;

export const anything: Check = () => undefined;

/** Where something stands in the text; in every node, and without meaning. */
const positions: ReadonlySet<string> = new Set([
  'location',
  'rexpr_list_start',
  'rexpr_list_end',
  'list_start',
  'list_end',
]);

/**
 * A node with these clauses. The parser leaves out the clauses that a statement does not have, so that a field that is
 * not named here is a clause nobody thought of, and is refused.
 */
export const clauses =
  (node: string, allowed: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    for (const [field, part] of Object.entries(asFields(value))) {
      if (positions.has(field)) continue;
      const check = Object.hasOwn(allowed, field) ? allowed[field] : undefined;
      if (check) check(part, at);
      else at.refuse('clause', `${node}.${field}`);
    }
  };

/** A node of one of these kinds. */
export const oneOf =
  (allowed: Readonly<Record<string, Check>>, code: RefusalCode = 'clause'): Check =>
  (value, at) => {
    const entries = Object.entries(asFields(value));
    const [kind, fields] = entries[0] ?? ['nothing', undefined];
    const check = Object.hasOwn(allowed, kind) ? allowed[kind] : undefined;
    if (check && entries.length === 1) check(fields, at);
    else at.refuse(code, kind);
  };

export const each =
  (check: Check): Check =>
  (value, at) => {
    for (const item of asList(value)) check(item, at);
  };

/** One of these literal values. */
export const only =
  (node: string, ...allowed: readonly unknown[]): Check =>
  (value, at) => {
    if (!allowed.includes(value)) at.refuse('clause', `${node} ${String(value)}`);
  };

/** A name of something that PostgreSQL brings along: bare, or qualified with pg_catalog. */
export const builtIn =
  (code: RefusalCode, known?: ReadonlySet<string>): Check =>
  (value, at) => {
    const names = namesIn(value) ?? [];
    const name = names.at(-1) ?? '';
    const inCatalog = names.length === 1 || (names.length === 2 && names[0] === 'pg_catalog');
    if (!inCatalog || (known !== undefined && !known.has(name))) at.refuse(code, names.join('.'));
  };

/** A list of names that leads to something of ours: the schema, then `depth` names. */
export const ownNames =
  (depth: number): Check =>
  (value, at) => {
    const names = namesIn(value) ?? [];
    if (names.length === depth + 1 && names[0] === at.schema) return;
    at.refuse(names.length <= depth ? 'unqualified' : 'outside', names.join('.'));
  };

/** The table in which the engine keeps what was applied. */
export const bookkeepingTable = 'schema_version';

/** A relation of ours, written with its schema. */
export const ownRelation: Check = (value, at) => {
  const relation: Fields = asFields(value);
  const name = String(relation.relname ?? '');
  const written = [relation.catalogname, relation.schemaname, name].filter((part) => part !== undefined).join('.');
  if (relation.schemaname === undefined) at.refuse('unqualified', name);
  else if (relation.catalogname !== undefined || relation.schemaname !== at.schema) at.refuse('outside', written);
  else if (name === bookkeepingTable) at.refuse('bookkeeping', written);
  relationClauses(relation, at);
};

const relationClauses = clauses('RangeVar', {
  catalogname: anything,
  schemaname: anything,
  relname: anything,
  inh: anything,
  relpersistence: only('relpersistence', 'p'),
});
