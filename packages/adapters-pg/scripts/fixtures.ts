/**
 * npm run fixtures -- --docs N: fills a database with demo data, see `usage`. Exit codes: 0 done, 1 failed, 2 wrong
 * usage, 4 refused, 130 interrupted.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { describeDemoDatabase } from '../src/demo/describeDemoDatabase.ts';
import { toFcmsPlan } from '../src/demo/FcmsOptions.ts';
import type { LoadOptions } from '../src/demo/loadFcms.ts';
import { makeDemoDatabase } from '../src/demo/makeDemoDatabase.ts';

const usage = `Usage: npm run fixtures -- [--docs N] [--seed S] [--histories M] [--until D]

  --docs N        documents, 1 to 2,000,000 (5,000, about one site's 90 days)
  --seed S        a whole number; the same seed and options make the same data (1)
  --histories M   cylinder moves for one document, about (300,000 in all, but 10 to 60 a document)
  --until D       day of the newest document, YYYY-MM-DD (today in Seoul)

Fills the database of DATABASE_URL or, without it, the embedded PostgreSQL in ./.cynow. The schema is that of
FCMS_SCHEMA (fcms_cdc). A schema that these fixtures did not make is never touched.`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The time in Seoul, which has had no other offset since 1988, as `YYYY-MM-DD HH:MM:SS`. */
const seoulTime = (): string => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const readOptions = (): LoadOptions | 'help' => {
  const { values } = parseArgs({
    options: {
      docs: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      histories: { type: 'string' },
      until: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const numberOf = (name: string, value: string): number => {
    if (/^-?[\d,_]+(\.\d+)?$/.test(value)) return Number(value.replace(/[,_]/g, ''));
    throw new RangeError(`--${name}: expected a number, got "${value}"`);
  };
  const now = seoulTime();
  const endOn = values.until ?? now.slice(0, 10);
  const options: LoadOptions = {
    seed: numberOf('seed', values.seed),
    documents: numberOf('docs', values.docs),
    endOn,
    ...(endOn === now.slice(0, 10) ? { now } : {}),
    ...(values.histories === undefined ? {} : { historiesPerDocument: numberOf('histories', values.histories) }),
    schema: process.env.FCMS_SCHEMA || 'fcms_cdc',
  };
  toFcmsPlan(options);
  return options;
};

/** Where the data go: the database that DATABASE_URL names, or the embedded one. */
const openTarget = async (): Promise<{ url: string; close: () => Promise<void> }> => {
  const url = process.env.DATABASE_URL;
  if (url) return { url, close: async () => undefined };
  const directory = resolve('.cynow');
  say(`No DATABASE_URL: using the embedded PostgreSQL in ${directory}, which is for trying out only.`);
  const { openEmbeddedPostgres } = await import('../src/embedded/openEmbeddedPostgres.ts');
  return openEmbeddedPostgres({ directory });
};

const fill = async (options: LoadOptions): Promise<number> => {
  const target = await openTarget();
  const client = new pg.Client({ connectionString: target.url, application_name: 'cynow-po/fixtures' });
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    // Ends the connection at once; the transaction with everything in it is rolled back.
    client.end().catch((error: unknown) => say(messageOf(error)));
  };
  client.on('error', (error) => say(interrupted ? 'Interrupted.' : error.message));
  try {
    await client.connect();
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt).once('SIGHUP', interrupt);
    say(`Target: database ${client.database} on ${client.host}:${client.port}, schema ${options.schema}`);
    const made = await makeDemoDatabase(client, options);
    if (made.outcome === 'refused') {
      say(
        `Nothing was done: schema ${made.schema} exists and was not made by these fixtures; it may be a live replica. ` +
          'Take another database (DATABASE_URL) or another schema (FCMS_SCHEMA).',
      );
      return 4;
    }
    process.stdout.write(`${describeDemoDatabase(made)}\n`);
    return 0;
  } catch (error) {
    if (!interrupted) throw error;
    say('Interrupted: nothing was changed.');
    return 130;
  } finally {
    if (!interrupted) await client.end();
    await target.close();
  }
};

const main = async (): Promise<number> => {
  let options: LoadOptions | 'help';
  try {
    options = readOptions();
  } catch (error) {
    say(`${messageOf(error)}\n\n${usage}`);
    return 2;
  }
  if (options === 'help') {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (process.env.NODE_ENV === 'production') {
    say(
      'Nothing was done: demo data and its accounts, whose password is public, have no place where NODE_ENV=production.',
    );
    return 4;
  }
  try {
    return await fill(options);
  } catch (error) {
    say(`The demo data was not made, nothing was changed: ${messageOf(error)}`);
    return 1;
  }
};

process.exitCode = await main();
