import type { Check } from './checks.ts';
import { parseStatements } from './parseStatements.ts';
import type { Refusal } from './Refusal.ts';
import { creations, removals } from './statements.ts';

/**
 * Reads a text with PostgreSQL's own grammar and gives every reason not to run it; an empty answer means that each
 * statement only creates (with `zero`: drops) something inside `schema`, by its qualified name.
 *
 * It is a list of what may be done: kinds of statements, their clauses, kinds of expressions, built-in types and
 * functions. What is not on the list is refused, also what a later PostgreSQL brings. Bare names of types, functions
 * and operators count as built-in, because the engine runs the text with `search_path` set to pg_catalog alone.
 */
export async function inspectMigration(
  sql: string,
  schema: string,
  mode: 'up' | 'zero' = 'up',
): Promise<readonly Refusal[]> {
  const odd = /[^\P{Cc}\t\n\r]/u.exec(sql);
  if (odd) {
    const line = sql.slice(0, odd.index).split('\n').length;
    const subject = `U+${odd[0].charCodeAt(0).toString(16).padStart(4, '0')}`;
    return [{ statement: 0, line, kind: 'text', code: 'control-character', subject }];
  }
  const parsed = await parseStatements(sql);
  if ('message' in parsed) {
    return [{ statement: 0, line: parsed.line, kind: 'text', code: 'syntax', subject: parsed.message }];
  }
  if (parsed.statements.length === 0) {
    return [{ statement: 0, line: 1, kind: 'text', code: 'empty', subject: '' }];
  }
  const allowed: Readonly<Record<string, Check>> = mode === 'up' ? creations : removals;
  const refusals: Refusal[] = [];
  for (const { number, line, kind, fields } of parsed.statements) {
    const refuse = (code: Refusal['code'], subject: string): void => {
      refusals.push({ statement: number, line, kind, code, subject });
    };
    const check = Object.hasOwn(allowed, kind) ? allowed[kind] : undefined;
    if (check) check(fields, { schema, refuse });
    else refuse('statement', kind);
  }
  return refusals;
}
