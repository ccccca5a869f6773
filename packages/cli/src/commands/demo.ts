import { randomBytes } from 'node:crypto';
import { type BackfillResult, lastDays, runResult, seoulDayOf } from '@cynow/po-core';
import { createPrinter } from '../backfill/createPrinter.ts';
import { execute } from '../backfill/execute.ts';
import { refreshAfterRun } from '../backfill/refreshAfterRun.ts';
import type { Application } from '../composition/compose.ts';
import { toImportRow } from '../importing/rowProblems.ts';
import { actorOf, byCommand } from './beginWriting.ts';
import type { Context, OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { interrupted } from './interrupted.ts';
import { migrateFailure } from './migrateRefusals.ts';
import { printUp } from './migrateUp.ts';
import { openOver } from './openApplication.ts';
import { type Database, openEmbedded } from './openDatabase.ts';
import { printStats } from './stats.ts';

const documents = 300;
const days = 90;
/** Decisions that are shown of each run. */
const shown = { first: 12, reviews: false };

/** The same server's address of another database. */
const beside = (url: string, database: string): string => {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
};

/**
 * Makes the embedded server's database anew, so that the demo can be repeated, and fills it. Whoever goes on trying out
 * afterwards finds what the demo left.
 */
const makeData = async (context: Context, server: Database) => {
  const { surroundings, config } = context;
  const pg = await import('@cynow/po-adapters-pg');
  const { makeDemoDatabase, manualOrders } = await import('@cynow/po-adapters-pg/demo');
  const connect = async (url: string) =>
    pg.connect({ url, applicationName: 'cynow-po/demo', statementTimeoutMs: config.PO_STATEMENT_TIMEOUT });
  const database = server.target.database;
  const administrator = await connect(beside(server.url, 'postgres'));
  try {
    await administrator.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await administrator.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
  } finally {
    await administrator.end();
  }
  const now = new Date(surroundings.now().getTime() + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const options = { seed: 1, documents, endOn: seoulDayOf(surroundings.now()), now };
  const client = await connect(server.url);
  try {
    const made = await makeDemoDatabase(client, { ...options, schema: config.FCMS_SCHEMA });
    if (made.outcome !== 'made') throw new Error(`${database} is not empty: ${made.schema}`);
    return { pg, made, orders: manualOrders(options) };
  } finally {
    await client.end();
  }
};

const importOrders = async (application: Application, orders: readonly object[], context: Context) => {
  const { signal } = context;
  const rows = async function* () {
    for (const [i, order] of orders.entries()) yield toImportRow(i + 1, order);
  };
  let imported = 0;
  for await (const row of application.importPos(rows, { by: byCommand(actorOf(context)), dryRun: false, signal })) {
    if (row.outcome !== 'refused') imported += 1;
  }
  return imported;
};

const backfill = (
  application: Application,
  context: Context,
  database: Database,
  dryRun: boolean,
): Promise<BackfillResult> => {
  const { config, messages, output, surroundings, signal } = context;
  const window = lastDays(seoulDayOf(surroundings.now()), days);
  const { hostname: host, pid, userName } = surroundings;
  const printer = createPrinter(
    output,
    messages,
    { target: database.target, schema: config.PO_SCHEMA, days, dryRun },
    shown,
  );
  return execute(
    application,
    context,
    {
      owner: { actor: config.PO_ACTOR ?? userName, host, pid },
      options: { window, limit: null, force: false },
      dryRun,
      batchSize: documents,
      waitMs: 0,
      signal,
    },
    async (event) => {
      if (!output.json) printer(event);
    },
  );
};

/** Everything from installation to statistics, told step by step; `application` is over what it has made. */
const showAll = async (context: Context) => {
  const { config, messages, output, surroundings } = context;
  const { demo } = messages;
  let step = 0;
  const say = (line: string): void => (output.json ? undefined : output.print(line));
  const nextStep = (text: string): void => {
    step += 1;
    say('');
    say(output.paint('bold', demo.step(step, text)));
  };

  const server = await openEmbedded(context, demo.embedded);
  say(demo.title);
  say(demo.intro);
  nextStep(demo.server(server.embedded ?? '', server.target.database));
  nextStep(demo.data);
  const { pg, made, orders } = await makeData(context, server);
  const { summary } = made.loaded;
  say(demo.made(summary.documents, summary.orders, summary.firstOn ?? '', summary.lastOn ?? ''));

  nextStep(demo.migrate);
  const migrations = await pg.ownMigrations();
  const up = await pg.migrateUp(server.url, { schema: config.PO_SCHEMA, migrations });
  if (!output.json) printUp(up, output, messages);
  const failure = migrateFailure(up, messages);
  if (failure !== undefined) throw failure;

  const application = await openOver(context, server, 'demo');
  nextStep(demo.importing);
  const imported = await importOrders(application, orders, context);
  say(demo.imported(imported));
  nextStep(demo.rehearse);
  const rehearsed = await backfill(application, context, server, true);
  nextStep(demo.run);
  const result = await backfill(application, context, server, false);
  await refreshAfterRun(application, context, server);
  nextStep(demo.stats);
  if (!output.json) await printStats(application, { output, messages, at: surroundings.now() });
  return { server, application, imported, dryRun: runResult(rehearsed), run: runResult(result) };
};

/** Opens the pages over what the demo has made, with an administrator made for it. */
const openPages = async (context: Context, server: Database, application: Application) => {
  const { config, messages, surroundings } = context;
  const by = byCommand(actorOf(context));
  const user = 'demo';
  const password = randomBytes(12).toString('base64url');
  const added = await application.accounts.users.add(by, { name: user, role: 'admin', password });
  if (added.outcome !== 'added') throw new Error(`user ${user}: ${added.outcome}`);
  await application.flags.change(by, surroundings.now(), (flag) => ({
    ...flag,
    state: 'on',
    notice: messages.demo.notice,
  }));
  // Whatever database is set here otherwise: the demo never shows that one.
  const env = {
    DATABASE_URL: server.url,
    DATABASE_URL_FILE: undefined,
    PO_AUTH: 'own',
    PO_CDC: config.PO_CDC ?? 'none',
  };
  const { serveWithWorkers } = await import('../serving/serveWithWorkers.ts');
  return { user, password, serving: await serveWithWorkers(context, 1, env) };
};

/** Shows everything from installation to statistics on data to practise with; needs nothing but Node. */
export const demoCommand: OrdinaryCommand = {
  name: 'demo',
  options: { serve: 'flag' },
  reads: 'config',
  endsItself: true,
  async run(context, args) {
    const { messages, output, surroundings, signal } = context;
    const { demo } = messages;
    const startedAt = surroundings.now().getTime();
    const left = interrupted(signal, messages);
    const { server, application, ...made } = await Promise.race([showAll(context), left]);
    const seconds = (surroundings.now().getTime() - startedAt) / 1_000;
    const pages = args.flag('serve') ? await openPages(context, server, application) : null;
    if (output.json) {
      const { user, password, serving } = pages ?? {};
      const served = serving === undefined ? {} : { url: serving.url, user, password };
      await output.value({ ...made, seconds, ...served });
    } else {
      output.print();
      output.print(demo.end(seconds.toFixed(1)));
      if (pages === null) output.print(demo.next);
      else output.print(demo.pages(pages.serving.url, pages.user, pages.password));
    }
    await output.flush();
    await pages?.serving.ended();
    return exitCodes.done;
  },
};
