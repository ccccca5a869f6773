import { randomBytes } from 'node:crypto';
import { PoError } from '@cynow/po-core';
import { backfillSettings, collect, defaultNow, manualPo, runToEnd } from '@cynow/po-core/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runDoctor } from '../doctor/runDoctor.ts';
import { openPg } from '../openPg.ts';
import { fcmsColumns } from '../source/fcmsColumns.ts';
import { pgDocumentSource } from '../source/pgDocumentSource.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { pgWorld, testSettings } from '../testing/pgWorld.ts';
import { comparableState, expectSameState } from './comparableState.spec.support.ts';
import { enterInto } from './enterInto.spec.support.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { stateAfterRun } from './stateAfterRun.spec.support.ts';

const role = `cynow_role_${randomBytes(6).toString('hex')}`;
const password = randomBytes(16).toString('hex');
const { cdc } = backfillSettings();

let template: TestDatabase;
let world: Awaited<ReturnType<typeof pgWorld>>;
let dba: Awaited<ReturnType<typeof openClient>>;
beforeAll(async () => {
  template = await loadedTemplate(300);
  await using client = await openClient(template.url);
  await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}' NOSUPERUSER NOCREATEDB NOCREATEROLE`);
});
beforeEach(async () => {
  world = await pgWorld(template);
  dba = await openClient(world.settings.url);
  await dba.query(`
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA fcms_cdc, po TO ${role};
    GRANT SELECT ON ${Object.keys(fcmsColumns)
      .map((table) => `fcms_cdc.${table}`)
      .join(', ')} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA po TO ${role};
    REVOKE INSERT, UPDATE, DELETE ON po.schema_version FROM ${role}`);
});
afterEach(async () => {
  await dba.end();
  await world.close();
});
afterAll(async () => {
  {
    await using client = await openClient(template.url);
    await client.query(`DROP ROLE ${role}`);
  }
  await template.drop();
});

const databaseName = (): string => new URL(world.settings.url).pathname.slice(1);

const roleUrl = (): string => {
  const url = new URL(world.settings.url);
  url.username = role;
  url.password = password;
  return url.href;
};

describe('a role that may read FCMS and write the rows of our tables, and nothing else', () => {
  it('can do everything', async () => {
    const { rows } = await dba.query<{ creates: boolean }>(
      `SELECT bool_or(has_schema_privilege($1, oid, 'CREATE')) OR has_database_privilege($1, current_database(), 'CREATE') AS creates
       FROM pg_namespace WHERE nspname !~ '^pg_'`,
      [role],
    );
    expect(rows).toEqual([{ creates: false }]);
    const opened = await openPg(testSettings(roleUrl()));
    const own = { ...world, ports: { ...opened.ports, clock: world.ports.clock } };
    const rehearsed = await runToEnd(own, { dryRun: true });
    const { result } = await runToEnd(own, { batchSize: 50 });
    expect(result.tally).toEqual(rehearsed.result.tally);
    expectSameState(await comparableState(dba), (await stateAfterRun(template)).state);
    expect(await enterInto(opened.ports, [manualPo({ poNo: 'ROLE-1' })])).toMatchObject([{ outcome: 'created' }]);
    expect((await runToEnd(own, { force: true })).result.tally.checked).toBe(300);
    expect((await collect(opened.reports.documents())).length).toBeGreaterThan(250);
    expect((await collect(opened.reports.pos())).length).toBeGreaterThan(100);
    expect((await collect(opened.reports.decisions(result.run.id))).length).toBeGreaterThan(250);
    expect((await opened.reports.stats('2025-11-01', defaultNow)).lastRuns).toHaveLength(2);
    await opened.close();
    const findings = await runDoctor(testSettings(roleUrl()), cdc, new Date());
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
  });
});

/** What is taken from the role or from FCMS, what `doctor` says of it, and what would give it back. */
const lacks: readonly (readonly [string, string, object, string | undefined])[] = [
  [
    'USAGE on the schema',
    `REVOKE USAGE ON SCHEMA fcms_cdc FROM ${role}`,
    { problem: 'schema-forbidden', schema: 'fcms_cdc' },
    `GRANT USAGE ON SCHEMA "fcms_cdc" TO "${role}";`,
  ],
  [
    'SELECT on a table',
    `REVOKE SELECT ON fcms_cdc.tr_move_reports FROM ${role}`,
    { problem: 'table-forbidden', table: 'fcms_cdc.tr_move_reports' },
    `GRANT SELECT ON "fcms_cdc"."tr_move_reports" TO "${role}";`,
  ],
  [
    'SELECT on two columns',
    `REVOKE SELECT ON fcms_cdc.tr_orders FROM ${role};
     GRANT SELECT (${fcmsColumns.tr_orders
       .filter((column) => column !== 'CUSTOMER_ORDER_NO' && column !== 'ORDER_DATE')
       .map((column) => `"${column}"`)
       .join(', ')}) ON fcms_cdc.tr_orders TO ${role}`,
    { problem: 'column-forbidden', table: 'fcms_cdc.tr_orders', columns: ['CUSTOMER_ORDER_NO', 'ORDER_DATE'] },
    `GRANT SELECT ("CUSTOMER_ORDER_NO", "ORDER_DATE") ON "fcms_cdc"."tr_orders" TO "${role}";`,
  ],
  [
    'a table',
    'DROP TABLE fcms_cdc.tr_order_informations',
    { problem: 'table-missing', table: 'fcms_cdc.tr_order_informations' },
    undefined,
  ],
  [
    'a column',
    'ALTER TABLE fcms_cdc.tr_move_report_details DROP COLUMN "ROW_NO"',
    { problem: 'column-missing', table: 'fcms_cdc.tr_move_report_details', columns: ['ROW_NO'] },
    undefined,
  ],
  ['the schema', 'DROP SCHEMA fcms_cdc CASCADE', { problem: 'schema-missing', schema: 'fcms_cdc' }, undefined],
];

describe('what is lacking in FCMS is named exactly', () => {
  it.each(lacks)('%s', async (_, take, facts, grant) => {
    await dba.query(take);
    const { problem, ...where } = facts as { problem: string };
    const findings = await runDoctor(testSettings(roleUrl()), cdc, new Date());
    const sources = findings.filter(({ check }) => check === 'source');
    expect(sources).toMatchObject([{ state: 'error', problem, facts: { ...where, role, database: databaseName() } }]);
    expect(sources[0]?.facts.grant).toBe(grant);
    expect(findings.filter(({ check, state }) => check !== 'source' && state !== 'ok')).toEqual([]);

    const refused: unknown = await pgDocumentSource(testSettings(roleUrl()))
      .list({ since: null, until: null }, null)
      .catch((error: unknown) => error);
    expect(PoError.is(refused) && { code: refused.code, problems: refused.facts.problems }).toEqual({
      code: problem.endsWith('forbidden') ? 'SOURCE_FORBIDDEN' : 'SOURCE_MISSING',
      problems: [facts],
    });

    if (grant === undefined) return;
    await dba.query(grant);
    const after = await runDoctor(testSettings(roleUrl()), cdc, new Date());
    expect(after.filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  it('everything that is lacking at once', async () => {
    await dba.query(`
      REVOKE SELECT ON fcms_cdc.tr_move_reports, fcms_cdc.tr_orders FROM ${role};
      DROP TABLE fcms_cdc.tr_order_informations;
      ALTER TABLE fcms_cdc.tr_cylinder_status_histories DROP COLUMN "MOVE_CODE", DROP COLUMN "MOVE_DATE"`);
    const findings = await runDoctor(testSettings(roleUrl()), cdc, new Date());
    expect(
      findings.filter(({ state }) => state !== 'ok').map(({ problem, facts }) => [problem, facts.table, facts.columns]),
    ).toEqual([
      ['table-forbidden', 'fcms_cdc.tr_orders', undefined],
      ['table-missing', 'fcms_cdc.tr_order_informations', undefined],
      ['table-forbidden', 'fcms_cdc.tr_move_reports', undefined],
      ['column-missing', 'fcms_cdc.tr_cylinder_status_histories', ['MOVE_CODE', 'MOVE_DATE']],
    ]);
  });
});

/** What is taken from the role on our own side, and what `doctor` says of it. */
const ownLacks: readonly (readonly [string, (name: string) => string, object])[] = [
  [
    'UPDATE on a table',
    () => `REVOKE UPDATE ON po.document FROM ${role}`,
    { check: 'migrations', problem: 'forbidden', facts: { role, lacking: ['UPDATE on po.document'] } },
  ],
  [
    'SELECT on a table that it reads itself',
    () => `REVOKE SELECT ON po.cdc_observation FROM ${role}`,
    { check: 'migrations', problem: 'forbidden', facts: { role, lacking: ['SELECT on po.cdc_observation'] } },
  ],
  [
    'everything but SELECT on the record of migrations',
    () => `REVOKE ALL ON ALL TABLES IN SCHEMA po FROM ${role}; GRANT SELECT ON po.schema_version TO ${role}`,
    {
      check: 'migrations',
      problem: 'forbidden',
      facts: { role, lacking: expect.arrayContaining(['DELETE on po.item']) },
    },
  ],
  [
    'USAGE on the schema',
    () => `REVOKE USAGE ON SCHEMA po FROM ${role}`,
    { check: 'migrations', problem: 'unreadable', facts: { role } },
  ],
  [
    'temporary tables',
    (name) => `REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`,
    { check: 'temporary-tables', problem: 'forbidden', facts: { role } },
  ],
];

describe('what is lacking on our own side is named, and what gives it back', () => {
  it.each(ownLacks)('%s', async (_, take, finding) => {
    await dba.query(take(databaseName()));
    const before = await runDoctor(testSettings(roleUrl()), cdc, new Date());
    const wrong = before.filter(({ state }) => state !== 'ok');
    expect(wrong).toEqual([expect.objectContaining({ state: 'error' })]);
    expect(wrong).toMatchObject([finding]);
    await dba.query(String(wrong[0]?.facts.grant));
    const after = await runDoctor(testSettings(roleUrl()), cdc, new Date());
    expect(after.filter(({ state }) => state !== 'ok')).toEqual([]);
  });
});
