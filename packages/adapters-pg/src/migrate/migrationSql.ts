import { escapeIdentifier } from 'pg';

/**
 * Exactly the text that is executed for a migration: each `:schema` outside of comments, strings and quoted names is
 * replaced by the quoted name of the schema.
 */
export async function migrationSql({ sql }: { readonly sql: string }, schema: string): Promise<string> {
  const { scan } = await import('libpg-query');
  if (sql === '') return sql;
  const tokens = await scan(sql).then(
    ({ tokens }) => tokens,
    // The scanner rejects what is no SQL without saying why. The text stays as it is; the inspection says it.
    () => [],
  );
  const bytes = Buffer.from(sql);
  const parts: string[] = [];
  let copied = 0;
  for (const [index, { start, end, text }] of tokens.entries()) {
    const colon = tokens[index - 1];
    if (text !== 'schema' || colon?.text !== ':' || colon.end !== start) continue;
    parts.push(bytes.toString('utf8', copied, colon.start), escapeIdentifier(schema));
    copied = end;
  }
  parts.push(bytes.toString('utf8', copied));
  return parts.join('');
}
