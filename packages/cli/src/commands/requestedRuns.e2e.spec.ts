import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, type StartedCommand, startCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

const documents = 6000;

/** One that is killed is missed after 30 s only. */
const ends = process.env.PO_FULL === '1' ? (['SIGTERM', 'SIGKILL'] as const) : (['SIGTERM'] as const);

let database: TestDatabase;
let token = '';
const environment = (): Record<string, string> => ({ DATABASE_URL: database.url, PO_ACTOR: 'kim', PORT: '0' });
beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(
    `INSERT INTO fcms_cdc.tr_orders ("ARRIVAL_SHIPPING_NO", "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE", "TRADE_CONDITION_CODE",
       "INSTRUCTION_COUNT", "ORDER_DATE", "ADD_DATETIME")
     SELECT 'FP25' || lpad(n::text, 6, '0'), 'N-' || n % 900 || '00', 'C' || n % 40, 'KF001', 10, now()::date, now()::date
     FROM generate_series(1, $1::integer) AS n`,
    [documents],
  );
  const password = { env: environment(), stdin: 'a long password of hers\n' };
  await Promise.all([
    runCommand(['user', 'add', 'lee', '--role', 'admin', '--password-stdin'], password),
    runCommand(['flags', 'set', 'po_management', '--on'], { env: environment() }),
  ]);
  const made = await runCommand(['token', 'create', '--user', 'lee', '--scope', 'admin', '--json'], {
    env: environment(),
  });
  ({ token } = JSON.parse(made.stdout) as { token: string });
});
afterAll(() => database.drop());

interface Served extends StartedCommand {
  readonly url: string;
}

const started: Served[] = [];
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
});

const serve = async (): Promise<Served> => {
  const command = startCommand(['serve', '--json'], { env: environment() });
  let text = '';
  command.child.stdout?.on('data', (chunk) => {
    text += String(chunk);
  });
  await command.printed('}');
  const served = { ...command, url: (JSON.parse(text) as { url: string }).url };
  started.push(served);
  return served;
};

const call = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

interface View {
  readonly id: string;
  readonly state: string;
  readonly process: { readonly pid: number } | null;
  readonly progress: { readonly read: number } | null;
  readonly result: { readonly checked: number; readonly run: { readonly dryRun: boolean } } | null;
}

/** Asks for a run and gives the address of the request; waits until the flag has reached the server. */
const ask = async ({ url }: Served, body: object): Promise<string> => {
  await expect.poll(async () => (await call(`${url}/api/v1/stats`)).status, { timeout: 10_000 }).toBe(200);
  const answer = await call(`${url}/api/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([202, expect.stringContaining('/run-requests/')]);
  return answer.headers.get('location')!.split('/').at(-1)!;
};

const look = async ({ url }: Served, id: string): Promise<View> =>
  (await (await call(`${url}/api/v1/run-requests/${id}`)).json()) as View;

/** Whether a process is one of the workers of a server. */
const answersWith = ({ child }: Served, pid: number | undefined): boolean =>
  Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' })) === child.pid;

describe('serve', () => {
  it.each(ends)(
    'carries out what is asked for, and leaves it to another process at %s',
    { timeout: 120_000 },
    async (end) => {
      const servers = await Promise.all([serve(), serve()]);
      const id = await ask(servers[0]!, { dryRun: false, force: true });
      const streams = await Promise.all(
        servers.map(async ({ url }) => {
          const stream = await call(`${url}/api/v1/run-requests/${id}/events`);
          // Of one that is cut off nothing is read.
          return { headers: stream.headers, text: stream.text().catch(() => '') };
        }),
      );
      expect(streams[0]!.headers.get('content-type')).toBe('text/event-stream');
      await expect
        .poll(async () => (await look(servers[0]!, id)).progress?.read ?? 0, { timeout: 20_000, interval: 20 })
        .toBeGreaterThan(0);
      const seen = await look(servers[0]!, id);
      expect(seen.state).toBe('running');
      const working = servers.findIndex((server) => answersWith(server, seen.process?.pid));
      const [stopped, other] = working === 0 ? [servers[0]!, servers[1]!] : [servers[1]!, servers[0]!];
      stopped.child.kill(end);
      expect((await stopped.ended).code).toBe(end === 'SIGTERM' ? 0 : null);
      await expect.poll(async () => (await look(other, id)).state, { timeout: 60_000 }).toBe('completed');
      const done = await look(other, id);
      expect(done).toMatchObject({ result: { checked: documents } });
      expect(answersWith(other, done.process?.pid)).toBe(true);

      // The stream of the one that stopped has ended without an end, that of the other with it.
      const texts = await Promise.all(streams.map(({ text }) => text));
      expect(texts[servers.indexOf(stopped)]).not.toContain('event: done');
      expect(texts[servers.indexOf(other)]).toContain('event: done');
      const shown = await runCommand(['runs', 'list', '--json'], { env: environment() });
      expect(JSON.parse(shown.stdout)).toContainEqual(
        expect.objectContaining({ id, state: 'completed', actor: 'lee', checked: documents }),
      );
    },
  );

  it('does nothing while the feature is off, and goes on when it is on again', async () => {
    const server = await serve();
    const id = await ask(server, { dryRun: true, force: true });
    await expect.poll(async () => (await look(server, id)).state, { interval: 20 }).toBe('running');
    await runCommand(['flags', 'set', 'po_management', '--off'], { env: environment() });
    const stateOf = async () =>
      (await database.query('SELECT state FROM po.run_request WHERE id = $1', [id]))[0]?.state;
    await expect.poll(stateOf, { timeout: 10_000 }).toBe('queued');
    await runCommand(['flags', 'set', 'po_management', '--on'], { env: environment() });
    await expect.poll(stateOf, { timeout: 30_000 }).toBe('completed');
  });
});
