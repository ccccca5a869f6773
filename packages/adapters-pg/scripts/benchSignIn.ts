/**
 * npm run bench:signin -- [--tries N] [--ways own,django-password]: what the time that a refusal takes tells about a name. On a
 * database of its own (DATABASE_URL's server, else the embedded one in ./.cynow) N passwords are tried for names that nobody
 * has, for accounts that are disabled, and for accounts with another password, mixed at random, each from an address of its
 * own. Prints the times of the three, and of each pair how often the slower of two tries is of the one kind: 50 % is what
 * somebody knows who has not looked.
 */
import { parseArgs } from 'node:util';
import { type AuthMethod, createAccounts } from '@cynow/po-core';
import { createCynowStandIn } from '../src/demo/createCynowStandIn.ts';
import { createFcmsTables } from '../src/demo/createFcmsTables.ts';
import { migrateUp } from '../src/migrate/migrateUp.ts';
import { ownMigrations } from '../src/migrate/ownMigrations.ts';
import { openPg } from '../src/openPg.ts';
import { session, timed } from './bench/session.ts';
import { withDatabase } from './bench/withDatabase.ts';

const { values } = parseArgs({
  options: { tries: { type: 'string', default: '100' }, ways: { type: 'string', default: 'own' } },
});
const tries = Number(values.tries);
const ways = values.ways.split(',') as AuthMethod[];
const kinds = ['unknown', 'disabled', 'wrong'] as const;
type Kind = (typeof kinds)[number];

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

/** How often a try of the one kind takes longer than one of the other, of all pairs. */
const longer = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, a) => sum + other.filter((b) => a > b).length, 0) / (one.length * other.length);

/** How much of the two distributions lies upon each other, by tenths of what both hold. */
const overlap = (one: readonly number[], other: readonly number[]): number => {
  const all = [...one, ...other].toSorted((a, b) => a - b);
  const bounds = Array.from({ length: 11 }, (_, i) => (i === 10 ? Number.POSITIVE_INFINITY : at(all, i / 10)));
  const share = (of: readonly number[], i: number): number =>
    of.filter((each) => each >= bounds[i]! && each < bounds[i + 1]!).length / of.length;
  return Array.from({ length: 10 }, (_, i) => Math.min(share(one, i), share(other, i))).reduce((a, b) => a + b, 0);
};

await withDatabase('cynow_bench_signin', async (url) => {
  await session(url, async (client) => {
    await createFcmsTables(client);
    await createCynowStandIn(client);
  });
  await migrateUp(url, { schema: 'po', migrations: await ownMigrations() });
  const pg = await openPg({
    url,
    schema: 'po',
    fcmsSchema: 'fcms_cdc',
    applicationName: 'cynow-po/bench',
    statementTimeoutMs: 60_000,
    maxConnections: 3,
    docPrefix: 'FP',
  });
  try {
    const clock = { now: () => new Date() };
    const accounts = createAccounts({ ...pg.accounts, clock }, { methods: ways, roleRules: [] });
    const by = { actor: 'bench', channel: 'cli', requestId: null } as const;
    const passwordHash = await pg.accounts.hasher.hash('the right password');
    for (let i = 0; i < tries; i += 1) {
      for (const kind of ['disabled', 'wrong'] as const) {
        await pg.accounts.users.add(by, clock.now(), { name: `${kind}${i}`, role: 'viewer', passwordHash });
      }
      await pg.accounts.users.change(by, clock.now(), `disabled${i}`, { disabled: true });
    }
    const order = Array.from({ length: tries * kinds.length }, (_, i) => ({
      kind: kinds[i % kinds.length] as Kind,
      i: Math.floor(i / kinds.length),
      place: Math.random(),
    })).toSorted((a, b) => a.place - b.place);
    const taken: Record<Kind, number[]> = { unknown: [], disabled: [], wrong: [] };
    for (const { kind, i } of order) {
      const address = `10.${kinds.indexOf(kind)}.${Math.floor(i / 250)}.${i % 250}`;
      taken[kind].push(
        1000 *
          (await timed(() =>
            accounts.signIn({ name: `${kind}${i}`, password: 'a wrong password', address, replaces: null }),
          )),
      );
    }
    console.log(`${tries} tries of each kind, ways open: ${ways.join(', ')}`);
    for (const kind of kinds) {
      const sorted = taken[kind].toSorted((a, b) => a - b);
      const [p5, p50, p95] = [0.05, 0.5, 0.95].map((share) => at(sorted, share).toFixed(1).padStart(7));
      console.log(`${kind.padEnd(10)} p5 ${p5} ms   p50 ${p50} ms   p95 ${p95} ms`);
    }
    for (const [one, other] of [
      ['unknown', 'disabled'],
      ['unknown', 'wrong'],
      ['disabled', 'wrong'],
    ] as const) {
      const [slower, common] = [longer(taken[one], taken[other]), overlap(taken[one], taken[other])];
      console.log(
        `${`${one} / ${other}`.padEnd(20)} the first is slower in ${(100 * slower).toFixed(1)} %   overlap ${(100 * common).toFixed(0)} %`,
      );
    }
  } finally {
    await pg.close();
  }
});
