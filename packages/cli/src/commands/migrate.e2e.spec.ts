import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
});

afterEach(() => database.drop());

const migrate = (args: string, env: Record<string, string> = {}) =>
  runCommand(['migrate', ...args.split(' ')], { env: { DATABASE_URL: database.url, ...env } });
const schemas = async () =>
  (await database.query(`SELECT nspname AS name FROM pg_namespace WHERE nspname IN ('po', 'po_rehearsal')`)).map(
    ({ name }) => name,
  );

describe('migrate', () => {
  it('goes from nothing to installed and back, and says so at each step', async () => {
    expect(await migrate('status')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/설치 전[\s\S]*\[ \] 000001_/),
    });
    expect(await migrate('plan')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/적용할 단계 \d+개:\n\[ \] 000001_/),
    });

    const rehearsed = await migrate('up --rehearse');
    expect(rehearsed).toMatchObject({ code: 0, stdout: expect.stringContaining('모두 되돌렸습니다') });
    expect(await schemas()).toEqual([]);

    const up = await migrate('up');
    expect(up).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/스키마를 만들었습니다: po[\s\S]*증명: 잠금 \d+개[\s\S]*✅ 적용 완료/),
    });
    expect(up.stderr).toContain(`대상: ${database.name} @ 127.0.0.1:`);
    expect(JSON.parse((await migrate('up --json')).stdout)).toMatchObject({ outcome: 'up-to-date' });
    expect(JSON.parse((await migrate('status --json')).stdout)).toMatchObject({ state: 'current', pending: [] });

    await database.put({ docNo: 'FP25000001' });
    await runCommand(['backfill', '--since', '2025-11-01'], { env: { DATABASE_URL: database.url, PO_ACTOR: 'kim' } });
    const unconfirmed = await migrate('zero');
    expect(unconfirmed.code).toBe(2);
    expect(unconfirmed.stdout).toContain('   document: 1행\n');
    expect(unconfirmed.stderr).toContain(`cynow-po migrate zero --confirm ${database.name}/po`);
    expect(await migrate(`zero --confirm ${database.name}/other --without-backup`)).toMatchObject({ code: 2 });
    expect(await migrate(`zero --confirm ${database.name}/po`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--without-backup'),
    });
    expect(await schemas()).toEqual(['po']);

    const zero = await migrate(`zero --confirm ${database.name}/po --without-backup`);
    expect(zero).toMatchObject({ code: 0, stdout: expect.stringContaining('✅ 모두 삭제했습니다: 스키마 po') });
    expect(await schemas()).toEqual([]);
    expect(await migrate('zero')).toMatchObject({ code: 0, stdout: '삭제할 것이 없습니다.\n' });
  });

  it('prints exactly the SQL that it executes', async () => {
    const { code, stdout } = await migrate('sql 1', { PO_SCHEMA: 'po_rehearsal' });
    expect(code).toBe(0);
    expect(stdout).toContain('CREATE TABLE "po_rehearsal".');
    expect(stdout).not.toContain(':schema');
    expect(await migrate('sql 99')).toMatchObject({ code: 2 });
  });

  it('works in a schema of its own for a rehearsal', async () => {
    expect(await migrate('up', { PO_SCHEMA: 'po_rehearsal' })).toMatchObject({ code: 0 });
    expect(await schemas()).toEqual(['po_rehearsal']);
    expect(await migrate('status')).toMatchObject({ code: 0, stdout: expect.stringContaining('설치 전') });
  });

  it('leaves a schema alone that is not ours', async () => {
    await database.query('CREATE SCHEMA po');
    await database.query('CREATE TABLE po.somebody (id integer)');
    const { code, stdout, stderr } = await migrate('up');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('우리 것이 아닌 것이 있습니다: table po.somebody');
    expect(await migrate('status')).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('다른 프로그램의 스키마'),
    });
  });

  it('is told what the DBA has to do when the role may not make the schema', async () => {
    await database.query(`DROP ROLE IF EXISTS cli_spec_poor`);
    await database.query(`CREATE ROLE cli_spec_poor LOGIN PASSWORD 'poor'`);
    const address = new URL(database.url);
    [address.username, address.password] = ['cli_spec_poor', 'poor'];
    const { code, stdout, stderr } = await migrate('up --json', { PO_MIGRATE_DATABASE_URL: address.href });
    expect(code).toBe(4);
    expect(stderr).toContain('CREATE SCHEMA po AUTHORIZATION cli_spec_poor;');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'REFUSED', exitCode: 4 } });
    await database.query('DROP ROLE cli_spec_poor');
  });

  it('knows a schema that a newer release has made', async () => {
    await migrate('up');
    await database.query(
      `INSERT INTO po.schema_version (number, name, checksum, statements, created_schema) VALUES (999, 'later', 'x', 1, false)`,
    );
    expect(await migrate('up')).toMatchObject({ code: 4, stderr: expect.stringContaining('새 버전') });
    expect(await runCommand(['stats'], { env: { DATABASE_URL: database.url } })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('DB가 이 프로그램보다 새 버전입니다.'),
    });
  });
});
