import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { testSettings } from '../testing/pgWorld.ts';
import { type ComparableState, comparableState, expectSameState } from './comparableState.spec.support.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { retype, timeColumns } from './retyped.spec.support.ts';
import { startProcess } from './startProcess.spec.support.ts';

/** Around midnight in Seoul, Greenwich and New York, in hours that clocks skip or strike twice, and at the ends of time. */
const moments = [
  ...['2025-11-15 23:59:59.999', '2025-11-16 00:00:00', '2025-11-21 23:59:59.999', '2025-11-22 00:00:00'],
  ...[
    '2025-11-22 08:59:59',
    '2025-11-22 09:00:00',
    '2025-11-22 13:59:59',
    '2025-11-22 14:00:00',
    '2025-11-22 23:59:59',
  ],
  ...[
    '2025-11-23 00:00:00',
    '2025-03-09 02:30:00',
    '2025-11-02 01:30:00',
    '1988-05-08 02:30:00',
    '1954-03-21 00:15:00',
  ],
  ...['1989-12-31 23:59:59', '1990-01-01 00:00:00', '2100-12-31 23:59:59', '2101-01-01 00:00:00'],
  ...['0001-01-01 00:00:00', '9999-12-31 23:59:59', '0044-03-15 12:00:00 BC', 'infinity', '-infinity', null],
];

/** A document for each moment of its order, entered at that and at two other moments. */
const putMoments = (client: pg.Client) =>
  client.query(
    `INSERT INTO fcms_cdc.tr_orders ("ARRIVAL_SHIPPING_NO", "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE", "TRADE_CONDITION_CODE",
       "INSTRUCTION_COUNT", "ORDER_DATE", "ADD_DATETIME", "DELIVERY_DATE")
     SELECT 'FP2595' || lpad(row_number() OVER ()::text, 4, '0'), 'TZ-' || a.n % 5, 'KDKK', 'KF001', 10, a.at, b.at, b.at
     FROM unnest($1::timestamp[]) WITH ORDINALITY AS a (at, n), unnest($1::timestamp[]) WITH ORDINALITY AS b (at, m)
     WHERE (a.n - b.m) % 9 = 0`,
    [moments],
  );

interface Outcome {
  readonly told: unknown;
  readonly state: ComparableState;
}

const zones = ['UTC', 'Asia/Seoul', 'America/New_York'] as const;
const role = `cynow_zone_${randomBytes(6).toString('hex')}`;
const password = randomBytes(16).toString('hex');

let template: TestDatabase;
let reference: Outcome;

/** Midnight in Seoul, the afternoon before in Greenwich, the morning before in New York. */
const now = '2025-11-21T15:00:00.000Z';

/** Runs in a process of this time zone, over a copy of the template that `prepare` has been at. */
const outcomeIn = async (
  zone: string,
  prepare: (client: pg.Client, database: TestDatabase) => Promise<unknown> = async () => undefined,
  asRole = false,
): Promise<Outcome> => {
  const database = await createDatabase({ template: template.name });
  await using client = await openClient(database.url);
  await prepare(client, database);
  const url = new URL(database.url);
  if (asRole) {
    url.username = role;
    url.password = password;
  }
  const settings = testSettings(url.href);
  const run = startProcess(url.href, { settings, now, days: 7, tellAll: true, environment: { TZ: zone } });
  const { reports } = await run.told('reported');
  const decisions = run.events.flatMap((event) => (event.type === 'decided' ? event.decisions : []));
  await run.ended;
  const state = await comparableState(client);
  await database.drop();
  return { told: { reports, decisions }, state };
};

const expectSame = ({ told, state }: Outcome): void => {
  expectSameState(state, reference.state);
  expect(told).toEqual(reference.told);
};

beforeAll(async () => {
  template = await loadedTemplate(300);
  {
    await using client = await openClient(template.url);
    await putMoments(client);
    // A column of days cannot tell an hour: reports of the last day would be younger or older than they are.
    await client.query(`DELETE FROM fcms_cdc.tr_move_reports WHERE "ADD_DATETIME" > '2025-11-21'`);
    await client.query(`CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${password}'`);
  }
  reference = await outcomeIn('Asia/Seoul');
});
afterAll(async () => {
  {
    await using client = await openClient(template.url);
    await client.query(`DROP ROLE ${role}`);
  }
  await template.drop();
});

describe('a run gives the same', () => {
  it.each(zones)('in a process of the time zone %s', async (zone) => {
    expect(reference.state.document?.length).toBeGreaterThan(50);
    expectSame(await outcomeIn(zone));
  });

  it('in a database of another time zone, that writes dates in another way', async () => {
    expectSame(
      await outcomeIn('UTC', async (client, { name }) => {
        await client.query(`
          ALTER DATABASE ${name} SET timezone = 'America/New_York';
          ALTER DATABASE ${name} SET datestyle = 'SQL, DMY';
          ALTER DATABASE ${name} SET intervalstyle = 'sql_standard';
          ALTER DATABASE ${name} SET extra_float_digits = -15;
          ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable';
          ALTER DATABASE ${name} SET standard_conforming_strings = off;
          ALTER DATABASE ${name} SET search_path = fcms_cdc, public`);
      }),
    );
  });

  it('as a role of another time zone', async () => {
    expectSame(
      await outcomeIn(
        'UTC',
        async (client, { name }) => {
          await client.query(`
          ALTER ROLE ${role} IN DATABASE ${name} SET timezone = 'America/New_York';
          ALTER ROLE ${role} IN DATABASE ${name} SET datestyle = 'German'`);
        },
        true,
      ),
    );
  });

  it.each(zones)('when the columns have a time zone, in a database of the time zone %s', async (zone) => {
    expectSame(
      await outcomeIn(zone, async (client, { name }) => {
        await retype(
          client,
          Object.fromEntries(timeColumns.map((column) => [column, ['timestamptz', `@ AT TIME ZONE 'Asia/Seoul'`]])),
        );
        await client.query(`ALTER DATABASE ${name} SET timezone = '${zone}'`);
      }),
    );
  });

  it.each(zones)('when the columns hold days, in a process of the time zone %s', async (zone) => {
    const { told, state } = await outcomeIn(zone, (client) =>
      retype(client, Object.fromEntries(timeColumns.map((column) => [column, ['date', '@::date']]))),
    );
    const withoutHours = ({ orphan = [], ...tables }: ComparableState): ComparableState => ({
      ...tables,
      orphan: orphan.map((row) => row.replace(/ \d\d:\d\d:\d\d/g, '')),
    });
    expectSameState(withoutHours(state), withoutHours(reference.state));
    expect(told).toEqual(reference.told);
  });
});
