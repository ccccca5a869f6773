import { asFields, type Fields } from './syntaxTree.ts';

/** One statement of a text as PostgreSQL's own grammar reads it. */
interface ParsedStatement {
  /** From 1. */
  readonly number: number;
  /** The line of its first word, from 1. */
  readonly line: number;
  /** PostgreSQL's name of its kind, `CreateStmt` for one. */
  readonly kind: string;
  readonly fields: Fields;
}

export type ParseOutcome =
  | { readonly statements: readonly ParsedStatement[] }
  | { readonly message: string; readonly line: number };

/** Leading white space and comments; the parser counts them to the statement that follows. */
const beforeFirstWord = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/** Reads a text of statements with the grammar of PostgreSQL 18; a syntax error is an answer. */
export async function parseStatements(sql: string): Promise<ParseOutcome> {
  // Loading the parser takes 40 ms, so that only commands that need it pay for it.
  const { parse, hasSqlDetails } = await import('libpg-query');
  if (sql.trim() === '') return { statements: [] };
  try {
    const { stmts = [] } = await parse(sql);
    const bytes = Buffer.from(sql);
    return {
      statements: stmts.map(({ stmt, stmt_location = 0, stmt_len = 0 }, index) => {
        const end = stmt_len === 0 ? bytes.length : stmt_location + stmt_len;
        const [leading = ''] = beforeFirstWord.exec(bytes.toString('utf8', stmt_location, end)) ?? [];
        const [[kind, fields] = ['', {}]] = Object.entries(asFields(stmt));
        return {
          number: index + 1,
          line: lineAfter(bytes.toString('utf8', 0, stmt_location) + leading),
          kind,
          fields: asFields(fields),
        };
      }),
    };
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    const characters = [...sql].slice(0, error.sqlDetails?.cursorPosition ?? 0);
    return { message: error.message, line: lineAfter(characters.join('')) };
  }
}

const lineAfter = (text: string): number => text.split('\n').length;
