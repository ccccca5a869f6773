import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { initialFlag } from '@cynow/po-core';
import { somebody } from '@cynow/po-core/testing';
import { expect, it } from 'vitest';
import { createPool } from '../connection/createPool.ts';
import { pgFlagStore } from '../flags/pgFlagStore.ts';
import { createIds } from '../store/createIds.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

it('the example of embedding the flag prints what its page says, with no right but to read the flag', async () => {
  const database = await createTemplate();
  const pool = createPool(testSettings(database.url));
  const role = `asks_${randomBytes(6).toString('hex')}`;
  const address = new URL(database.url);
  [address.username, address.password] = [role, 'secret'];
  try {
    await pool.use((client) =>
      client.query(
        `CREATE ROLE ${role} LOGIN PASSWORD 'secret'; GRANT USAGE ON SCHEMA po TO ${role}; GRANT SELECT ON po.flag TO ${role}`,
      ),
    );
    await pgFlagStore(pool, 'po', createIds()).change(somebody, new Date(), () => ({
      ...initialFlag,
      state: 'on',
      roles: ['editor'],
      percent: 25,
    }));
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@cynow/source', 'docs/examples/embed-flag.ts'],
      { cwd: root, env: { ...process.env, DATABASE_URL: address.href } },
    );
    const page = readFileSync(new URL('../../../../docs/embedding.md', import.meta.url), 'utf8');
    const [, printed = ''] = /it prints, with .*:\n\n```\n([\s\S]*?)\n```/.exec(page) ?? [];
    expect(printed).toContain('bucket');
    expect([stdout, stderr]).toEqual([`${printed}\n`, '']);
  } finally {
    await pool.use((client) => client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
    await pool.close();
    await database.drop();
  }
});
