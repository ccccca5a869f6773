import { documentNumberOf, readSequences, seoulDayOf } from '@cynow/po-core';
import type pg from 'pg';
import type { PgSettings } from '../connection/PgSettings.ts';
import { pgDocumentSource } from '../source/pgDocumentSource.ts';
import { qualified } from '../store/columns.ts';
import { type Finding, ok, warning } from './Finding.ts';

/** The document numbers of this year: those that are taken for typing errors, because they lie too far above all others. */
export const checkNumbers = async (client: pg.ClientBase, settings: PgSettings, at: Date): Promise<Finding> => {
  const year = Number(seoulDayOf(at).slice(2, 4));
  const inFcms = await pgDocumentSource(settings).sequencesOf(year);
  const { rows } = await client.query<{ greatest: number | null }>(
    `SELECT max(sequence) AS greatest FROM ${qualified(settings.schema, 'reservation')} WHERE year = $1`,
    [year],
  );
  const { greatest, typingErrors } = readSequences(inFcms, rows[0]?.greatest ?? null);
  const numbers = typingErrors.map((sequence) => documentNumberOf(settings.docPrefix, year, sequence));
  const facts = { year, greatest, numbers };
  return numbers.length === 0 ? ok('numbers', facts) : warning('numbers', 'typing-errors', facts);
};
