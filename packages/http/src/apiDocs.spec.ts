import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemKinds } from './problem/Problem.ts';
import { everyAnswer } from './testing/conformityChecks.spec.support.ts';
import { openOrders } from './testing/openOrders.spec.support.ts';

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
const run = promisify(execFile);

let orders: Awaited<ReturnType<typeof openOrders>>;
let directory: string;
beforeAll(async () => {
  orders = await openOrders();
  directory = mkdtempSync(join(tmpdir(), 'cynow-po-api-'));
  // The commands of the page as they stand, and of each its status.
  writeFileSync(join(directory, '.curlrc'), 'silent\nshow-error\nmax-time = 20\nwrite-out = "\\n%{http_code}\\n"\n');
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await orders.close();
});

/** The commands of the page, each with the status that it says. */
const shown = [...page.matchAll(/```sh\n([\s\S]*?)\n```/g)]
  .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
  .map((line) => ({ command: line.replace(/ # \d+$/, ''), status: Number(/ # (\d+)$/.exec(line)?.[1]) }));

describe('the page about the API', () => {
  it('shows commands that do what it says', async () => {
    expect(shown.length).toBeGreaterThan(12);
    const reviews = (await orders.send('/api/v1/reviews?limit=1')).json() as {
      items: { id: string }[];
      nextCursor: string;
    };
    const po = reviews.items[0]!.id;
    const env = async () => ({
      PATH: process.env.PATH ?? '',
      CURL_HOME: directory,
      ORDERS: `http://127.0.0.1:${orders.port}/orders`,
      TOKEN: orders.headersOf('editor-token-write').authorization!.slice(7),
      PO: po,
      CURSOR: reviews.nextCursor,
      ETAG: String((await orders.send(`/api/v1/pos/${po}`)).headers.etag),
    });
    for (const { command, status } of shown) {
      const { stdout } = await run('bash', ['-c', command], { env: await env() });
      expect([command, stdout.trimEnd().split('\n').at(-1), stdout.slice(0, 300)]).toEqual([
        command,
        String(status),
        expect.any(String),
      ]);
    }
  });

  it('names every kind of problem with its status, and no other', () => {
    const named = new Map(
      [...page.matchAll(/^\| (\d{3}) +\| (`[^|]*`) +\|/gm)].flatMap(([, status, kinds = '']) =>
        [...kinds.matchAll(/`([^`]*)`/g)].map(([, kind]) => [kind!, Number(status)] as const),
      ),
    );
    expect(Object.fromEntries([...named].sort())).toEqual(Object.fromEntries(Object.entries(problemKinds).sort()));
  });

  it('names every check of conformity, and the specs have them all', () => {
    const named = [...page.matchAll(/^\| `([a-z]+(?:_[a-z]+)+)`/gm)].map(([, name]) => name!);
    expect(named).toHaveLength(14);
    const spec = readFileSync(new URL('./endpoints/conformity.property.spec.ts', import.meta.url), 'utf8');
    for (const name of named) expect(name in everyAnswer || spec.includes(name), name).toBe(true);
  });
});
