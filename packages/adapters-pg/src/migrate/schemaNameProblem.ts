/** Why a name cannot be our schema's. */
export type SchemaNameProblem = 'empty' | 'control-character' | 'too-long' | 'reserved';

/** PostgreSQL cuts identifiers after so many bytes of UTF-8. */
const maxBytes = 63;

/** Names the reason why `schema` cannot be ours; undefined when it can. `public` belongs to everybody. */
export function schemaNameProblem(schema: string): SchemaNameProblem | undefined {
  if (schema === '') return 'empty';
  if (/\p{Cc}/u.test(schema)) return 'control-character';
  if (Buffer.byteLength(schema) > maxBytes) return 'too-long';
  return schema === 'public' || schema === 'information_schema' || schema.startsWith('pg_') ? 'reserved' : undefined;
}
