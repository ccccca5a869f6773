import { settlesGreatest } from '@cynow/po-core';
import type pg from 'pg';
import { qualified } from '../store/columns.ts';
import type { SourceInspection } from './inspectSource.ts';

const keys = [
  { table: 'tr_orders', column: 'ARRIVAL_SHIPPING_NO' },
  { table: 'tr_move_reports', column: 'MOVE_REPORT_NO' },
] as const;

/** The width of FCMS's document numbers, to which a varchar key may have kept its padding. */
const charWidth = 12;

/**
 * Of 6-digit sequences that lie more than 10,000 apart a year has room for a hundred: among more of them two must be
 * neighbours, which settles the greatest. A varchar key may hold each with three paddings.
 */
const enough = 400;

const greatestOfFour = 9_999;

interface Numbers {
  readonly text: string;
  /** Values for a year, `FP25`. */
  readonly values: (head: string) => unknown[];
}

/** The greatest numbers of a table with 6 digits, along the primary key from its end. */
const sixDigits = (table: string, column: string, type: string): Numbers => ({
  text: `SELECT rtrim(${column}::text, ' ') AS number FROM ${table}
    WHERE ${column} >= $1::${type} AND ${column} <= $2::${type} AND rtrim(${column}::text, ' ') ~ $3
    ORDER BY ${column} DESC LIMIT ${enough}`,
  values: (head) => [`${head}000000`, `${head}999999`.padEnd(charWidth), `^${head}[0-9]{6}$`],
});

/**
 * The greatest number of a table with 4 digits. They stand between those with 6, each before all that begin with it; so
 * the way down jumps over all numbers that have their first four digits in common.
 */
const fourDigits = (table: string, column: string, type: string): Numbers => {
  const below = (bound: string, more: string): string => `
    (SELECT rtrim(${column}::text, ' ') FROM ${table}
     WHERE ${column} >= $1::${type} AND ${column} <= (${bound})::${type} ${more} ORDER BY ${column} DESC LIMIT 1)`;
  const jump = `CASE WHEN way.number ~ $4 THEN rpad(left(way.number, length($1::text)), ${charWidth}) ELSE way.number END`;
  return {
    text: `
      WITH RECURSIVE way (number) AS (
        SELECT ${below('$2::text', '')}
        UNION ALL
        SELECT ${below(jump, `AND ${column} < way.number::${type}`)}
        FROM way WHERE way.number IS NOT NULL AND way.number !~ $3)
      SELECT number FROM way WHERE number ~ $3`,
    values: (head) => [`${head}0000`, `${head}9999`.padEnd(charWidth), `^${head}[0-9]{4}$`, `^${head}[0-9]{5}`],
  };
};

/** Reads the greatest sequences of a year (`head`: prefix and two digits), each once, greatest first. */
export const readSequencesOf = async (
  client: pg.ClientBase,
  schema: string,
  { types }: SourceInspection,
  head: string,
): Promise<readonly number[]> => {
  const read = async (queryOf: typeof sixDigits): Promise<readonly number[]> => {
    const found: number[] = [];
    for (const { table, column } of keys) {
      const type = types.get(table)?.get(column) === 'bpchar' ? 'bpchar' : 'text';
      const { text, values } = queryOf(qualified(schema, table), client.escapeIdentifier(column), type);
      const { rows } = await client.query<{ number: string }>(text, values(head));
      found.push(...rows.map(({ number }) => Number(number.slice(head.length))));
    }
    return found;
  };
  const ordered = (sequences: readonly number[]): readonly number[] => [...new Set(sequences)].sort((a, b) => b - a);
  const six = await read(sixDigits);
  return settlesGreatest(ordered(six), greatestOfFour) ? ordered(six) : ordered([...six, ...(await read(fourDigits))]);
};
