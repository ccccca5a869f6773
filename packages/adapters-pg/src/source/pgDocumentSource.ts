import {
  compareCodePoints,
  createDocNoReader,
  type DocumentSource,
  type ListedDocument,
  type MoveReport,
  PoError,
  type SourceDocument,
} from '@cynow/po-core';
import type pg from 'pg';
import { connect } from '../connection/connect.ts';
import { lostConnection } from '../connection/connectionProblem.ts';
import { type PgSettings, targetOf } from '../connection/PgSettings.ts';
import { preferKeys } from '../connection/preferKeys.ts';
import { inspectSource, type SourceInspection } from './inspectSource.ts';
import { listDocuments } from './listDocuments.ts';
import { readSequencesOf } from './sequenceQuery.ts';
import { shortly, sourceTimeoutMs } from './shortly.ts';
import {
  createSourceQueries,
  type MissingRow,
  type OrderRow,
  type ReportRow,
  type SourceQueries,
} from './sourceQueries.ts';

const documentFrom = ([
  docNo,
  poNo,
  customer,
  customerName,
  product,
  productName,
  packing,
  qty,
  orderDate,
  addDatetime,
  deliveryDate,
  progressCode,
]: OrderRow): SourceDocument => ({
  docNo,
  poNo,
  customer,
  customerName,
  product,
  productName,
  packing,
  qty,
  orderDate,
  addDatetime,
  deliveryDate,
  progressCode,
});

const reportFrom = ([
  docNo,
  progressCode,
  fillingDate,
  shippingDate,
  addDatetime,
  cylinders,
  customerNames,
]: ReportRow): MoveReport => ({
  docNo,
  progressCode,
  fillingDate,
  shippingDate,
  addDatetime,
  cylinders,
  customerNames: customerNames.toSorted(compareCodePoints),
});

/** How many keys one statement looks up, and how many one page of a pass over a table reads. */
const keysAtOnce = 1000;
/** How many keys one statement only looks for: some 10 ms. */
const keysLookedFor = 5000;
const pageSize = 20_000;

const chunksOf = <T>(values: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));

/** What the source lacks, as the error that tells it. */
const refuse = ({ problems }: SourceInspection): void => {
  if (problems.length === 0) return;
  const forbidden = problems.every(({ problem }) => problem.endsWith('-forbidden'));
  throw new PoError(forbidden ? 'SOURCE_FORBIDDEN' : 'SOURCE_MISSING', { problems });
};

/**
 * FCMS as replicated, read-only. Every transaction on its tables is a single short statement with a timeout, because the
 * replication may want to alter them, and whoever waits for us makes everybody else wait.
 */
export const pgDocumentSource = (settings: PgSettings): DocumentSource => {
  const readDocNo = createDocNoReader(settings.docPrefix);

  const open = async () => {
    const client = await connect({ ...settings, statementTimeoutMs: sourceTimeoutMs });
    try {
      const inspection = await inspectSource(client, settings.fcmsSchema);
      refuse(inspection);
      await preferKeys(client);
      await client.query(`SET lock_timeout = '1s'`);
      return {
        client,
        inspection,
        queries: createSourceQueries(settings.fcmsSchema, settings.docPrefix, inspection),
      };
    } catch (error) {
      await client.end();
      throw PoError.is(error) ? error : told(error);
    }
  };

  /** What to throw for an error of a statement. */
  const told = (error: unknown): unknown => lostConnection(error, targetOf(settings.url)) ?? error;

  const readOnly = (client: pg.ClientBase) => client.query('SET default_transaction_read_only = on');

  /** A session of its own for the length of `work`. */
  const session = async <T>(work: (source: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> => {
    const source = await open();
    try {
      await readOnly(source.client);
      return await work(source);
    } catch (error) {
      throw told(error);
    } finally {
      await source.client.end();
    }
  };

  const rowsByKey = async <Row extends unknown[]>(
    client: pg.ClientBase,
    text: string,
    keys: readonly string[],
  ): Promise<Row[]> => {
    const rows: Row[] = [];
    for (const chunk of chunksOf(keys, keysAtOnce)) {
      rows.push(...(await shortly(() => client.query<Row>({ text, values: [chunk], rowMode: 'array' }))).rows);
    }
    return rows;
  };

  /** The documents after number `from` up to number `to` of the session's order, as they are now. */
  const readListed = async (
    client: pg.ClientBase,
    { ordersInOrder: text }: SourceQueries,
    from: number,
    to: number,
  ): Promise<ListedDocument[]> => {
    const documents: ListedDocument[] = [];
    for (let after = from; after < to; after += keysAtOnce) {
      const values = [after, Math.min(after + keysAtOnce, to)];
      const { rows } = await shortly(() => client.query<OrderRow>({ text, values, rowMode: 'array' }));
      for (const row of rows) documents.push({ document: documentFrom(row), listedOn: row[12] });
    }
    return documents;
  };

  return {
    async list(window, after) {
      const { client, queries } = await open();
      try {
        const start = after === null ? null : { ...after, parts: readDocNo(after.docNo) };
        const count = await listDocuments(client, queries, window, start);
        return {
          count,
          async *batches(size) {
            try {
              for (let from = 0; from < count; from += size) {
                yield await readListed(client, queries, from, Math.min(from + size, count));
              }
            } catch (error) {
              throw told(error);
            }
          },
          close: () => client.end(),
        };
      } catch (error) {
        await client.end();
        throw told(error);
      }
    },

    find: (docNos) =>
      session(async ({ client, queries }) =>
        (await rowsByKey<OrderRow>(client, queries.ordersByKey, docNos)).map(documentFrom),
      ),

    async *absent(pages) {
      const { client, queries } = await open();
      try {
        await readOnly(client);
        for await (const docNos of pages) {
          for (const chunk of chunksOf(docNos, keysLookedFor)) {
            const values = [JSON.stringify(chunk)];
            const { rows } = await shortly(() =>
              client.query<{ absent: readonly string[] }>({ text: queries.absentKeys, values }),
            );
            yield rows[0]?.absent ?? [];
          }
        }
      } catch (error) {
        throw told(error);
      } finally {
        await client.end();
      }
    },

    findMoveReports: (docNos) =>
      session(async ({ client, queries }) =>
        (await rowsByKey<ReportRow>(client, queries.reportsByKey, docNos)).map(reportFrom),
      ),

    // Whoever reserves a number keeps others from it meanwhile: one that takes long is given up, not repeated.
    sequencesOf: (year) =>
      session(({ client, inspection }) =>
        readSequencesOf(
          client,
          settings.fcmsSchema,
          inspection,
          `${settings.docPrefix}${String(year).padStart(2, '0')}`,
        ),
      ),

    async *moveReportsWithoutOrder() {
      const { client, queries } = await open();
      try {
        await readOnly(client);
        let last: string | null = null;
        for (;;) {
          const { rows }: pg.QueryResult<MissingRow> = await shortly(() =>
            client.query<MissingRow>(
              queries.reportsWithoutOrder(last === null),
              last === null ? [pageSize] : [pageSize, last],
            ),
          );
          const page = rows[0];
          if (page === undefined || page.last === null) return;
          last = page.last;
          for (const chunk of chunksOf(page.missing, keysAtOnce)) {
            yield (await rowsByKey<ReportRow>(client, queries.reportsByKey, chunk)).map(reportFrom);
          }
          if (page.read < pageSize) return;
        }
      } catch (error) {
        throw told(error);
      } finally {
        await client.end();
      }
    },
  };
};
