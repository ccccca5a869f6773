import { claimedForMs, type PoError } from '@cynow/po-core';
import { defaultNow, idempotencyContract } from '@cynow/po-core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../connection/createPool.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { pgIdempotency } from './pgIdempotency.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

const opened = async () => {
  const database = await createDatabase({ template: template.name });
  const pool = createPool(testSettings(database.url));
  const close = async (): Promise<void> => {
    await pool.close();
    await database.drop();
  };
  return { pool, store: pgIdempotency(pool, 'po'), close };
};

idempotencyContract(opened);

describe('a process that dies, or only seems to', () => {
  const request = { account: 'own:kim' as const, key: 'k', fingerprint: 'f', at: defaultNow };
  const later = { ...request, at: new Date(defaultNow.getTime() + claimedForMs) };
  /** Something that the flag's process list keeps, in a transaction. */
  const effect = (pool: Pool): Promise<unknown> =>
    pool.transaction((client) =>
      client.query(
        `INSERT INTO po.flag_process (id, command, host, pid, release, state, seen_at)
         VALUES (gen_random_uuid(), 'serve', 'h', 1, '1', 'on', now())`,
      ),
    );
  const effects = async (pool: Pool): Promise<number> =>
    pool.use(async (client) => (await client.query('SELECT FROM po.flag_process')).rowCount ?? 0);

  it('is never done over when it wrote', async () => {
    const { pool, store, close } = await opened();
    const result = await store.claim(request);
    if (result.outcome !== 'claimed') throw new Error(result.outcome);
    await store.within(result.claim, () => effect(pool));
    expect(await store.claim(request)).toEqual({ outcome: 'in-progress' });
    expect(await store.claim(later)).toEqual({ outcome: 'answer-lost' });
    await store.settle(result.claim, null, later.at);
    expect(await store.claim(later)).toEqual({ outcome: 'answer-lost' });
    expect(await effects(pool)).toBe(1);
    await close();
  });

  it('is done over when it only read, and cannot write any more then', async () => {
    const { pool, store, close } = await opened();
    const first = await store.claim(request);
    if (first.outcome !== 'claimed') throw new Error(first.outcome);
    await store.within(first.claim, () => pool.transaction((client) => client.query('SELECT 1')));
    const second = await store.claim(later);
    if (second.outcome !== 'claimed') throw new Error(second.outcome);
    await expect(store.within(first.claim, () => effect(pool))).rejects.toMatchObject({
      code: 'CLAIM_LOST',
    } satisfies Partial<PoError>);
    expect(await effects(pool)).toBe(0);
    await store.within(second.claim, () => effect(pool));
    expect(await effects(pool)).toBe(1);
    await close();
  });

  it('leaves nothing behind when its transaction is rolled back', async () => {
    const { pool, store, close } = await opened();
    const result = await store.claim(request);
    if (result.outcome !== 'claimed') throw new Error(result.outcome);
    const failing = store.within(result.claim, () =>
      pool.transaction(async (client) => {
        await client.query(`DELETE FROM po.flag_process`);
        throw new Error('no');
      }),
    );
    await expect(failing).rejects.toThrow('no');
    await store.settle(result.claim, null, request.at);
    expect((await store.claim(request)).outcome).toBe('claimed');
    await close();
  });
});
