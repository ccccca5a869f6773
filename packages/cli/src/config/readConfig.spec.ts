import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ko } from '../messages/ko.ts';
import { describeProblem } from './describeProblem.ts';
import { readConfig } from './readConfig.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'cynow-po-config-'));
});

afterEach(() => rm(cwd, { recursive: true, force: true }));

const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content));

const read = (env: Record<string, string> = {}, flags: Parameters<typeof readConfig>[0]['flags'] = {}) =>
  readConfig({ env, flags, cwd });

const entry = (reading: Awaited<ReturnType<typeof read>>, name: string) =>
  reading.entries.find((each) => each.name === name);

describe('the configuration', () => {
  it('has the documented defaults', async () => {
    const { config } = await read();
    expect(config).toMatchObject({
      DATABASE_URL: null,
      PO_SCHEMA: 'po',
      FCMS_SCHEMA: 'fcms_cdc',
      PO_BASE_PATH: '/orders',
      PO_HOME_URL: '/',
      PO_AUTH: ['own'],
      PO_QTY_TOLERANCE: 0,
      PO_RESERVATION_HOURS: 48,
      PO_PROGRESS_EVERY: 300_000,
      PO_DOC_PREFIX: 'FP',
      PO_NO_PLACEHOLDERS: [],
      PO_CDC: null,
      PO_CDC_PAUSE: null,
      PO_WORKING_HOURS: { weekdays: new Set([1, 2, 3, 4, 5]), from: 480, to: 1_140 },
      PO_TRUSTED_PROXIES: [],
      PO_DB_MAX_CONNECTIONS: 20,
      PO_STATEMENT_TIMEOUT: 30_000,
      HOST: '127.0.0.1',
      PORT: 8080,
      PO_LANG: 'ko',
      LOG_LEVEL: 'info',
    });
  });

  it('takes a flag before the environment, that before the file, that before the default', async () => {
    await write('cynow-po.config.json', { PO_LANG: 'en', PO_ACTOR: 'file', PO_SCHEMA: 'from_file', PORT: 9000 });
    const reading = await read({ PO_ACTOR: 'environment', PO_SCHEMA: 'from_environment' }, { PO_ACTOR: 'flag' });
    expect(reading.config).toMatchObject({
      PO_ACTOR: 'flag',
      PO_SCHEMA: 'from_environment',
      PO_LANG: 'en',
      PORT: 9000,
    });
    expect(['PO_ACTOR', 'PO_SCHEMA', 'PORT', 'HOST'].map((name) => entry(reading, name)?.origin)).toEqual([
      'flag',
      'environment',
      'file',
      'default',
    ]);
  });

  it('takes as public address what pages may begin their links with, and nothing more', async () => {
    const isTaken = async (PO_PUBLIC_URL: string) => (await read({ PO_PUBLIC_URL })).config !== null;
    for (const good of ['http://plant.example', 'https://plant.example:8443/', 'http://plant.example/cynow/orders/']) {
      expect([good, await isTaken(good)]).toEqual([good, true]);
    }
    for (const path of ['//evil.test', '/x;Domain=evil', '/x?y', '/x#y', '/ x', '/수주']) {
      expect([path, await isTaken(`http://plant.example${path}`)]).toEqual([path, false]);
    }
    expect(await isTaken('http://kim:geheim@plant.example/')).toBe(false);
  });

  it('takes the path of a socket only as long as the system keeps all of it', async () => {
    const isTaken = async (HOST: string) => (await read({ HOST })).config !== null;
    const path = `/run/${'x'.repeat(102)}`;
    expect([await isTaken(path), await isTaken(`${path}x`), await isTaken(path.replace('x', '수'))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('takes a secret from the file that NAME_FILE names', async () => {
    await write('url', 'postgres://u:geheim@h/db\n');
    const reading = await read({ DATABASE_URL_FILE: 'url' });
    expect(reading.config?.DATABASE_URL).toBe('postgres://u:geheim@h/db');
    expect(entry(reading, 'DATABASE_URL')).toMatchObject({ value: 'postgres://u:***@h/db', path: join(cwd, 'url') });
    expect((await read({ DATABASE_URL_FILE: 'nowhere' })).problems).toMatchObject([
      { kind: 'unreadable', name: 'DATABASE_URL_FILE' },
    ]);
    expect((await read({ DATABASE_URL: 'postgres://h/db', DATABASE_URL_FILE: 'url' })).problems).toEqual([
      { kind: 'twice', name: 'DATABASE_URL', origin: 'environment' },
    ]);
  });

  it('never shows a secret, not even a wrong one', async () => {
    const reading = await read({ DATABASE_URL: 'geheim', PO_MIGRATE_DATABASE_URL: 'postgres://u:streng@h/db' });
    const shown = JSON.stringify([reading.entries, reading.problems]);
    expect(shown).not.toContain('geheim');
    expect(shown).not.toContain('streng');
    expect(reading.secrets).toEqual(expect.arrayContaining(['geheim', 'streng']));
  });

  it('reports every problem at once, by name, with what was expected', async () => {
    await write('days', '2026-01-01\n01/02/2026\n');
    await write('cynow-po.config.json', { PO_SHCEMA: 'x' });
    const { config, problems } = await read({
      PO_SCHEMA: 'pg_mine',
      PO_BASE_PATH: 'orders/',
      PO_AUTH: 'own,ldap',
      PO_QTY_TOLERANCE: 'five',
      PO_CDC: 'maybe',
      PO_CDC_PAUSE: '1-2',
      PO_HOLIDAYS: 'days',
      PO_TRUSTED_PROXIES: '10.0.0.0/33',
      PO_STATEMENT_TIMEOUT: '30',
      PO_DOC_PREFIX: 'fp',
      PORT: '99999',
    });
    expect(config).toBeNull();
    const texts = problems.map((problem) => describeProblem(problem, ko));
    expect(texts).toHaveLength(12);
    expect(texts).toContainEqual(expect.stringContaining('PO_SHCEMA (혹시 PO_SCHEMA)'));
    expect(texts).toContainEqual('PORT: 필요한 값 — 0~65535의 포트 (입력값 "99999", 환경변수)');
    expect(texts).toContainEqual('PO_HOLIDAYS: days 2행: 2025-11-22 같은 날짜가 필요합니다(입력값 "01/02/2026").');
  });

  it('refuses one schema for ours and for FCMS', async () => {
    expect((await read({ PO_SCHEMA: 'fcms_cdc' })).problems).toEqual([{ kind: 'same-schema', value: 'fcms_cdc' }]);
  });

  it('refuses a file that is no object of values, and says why', async () => {
    await write('cynow-po.config.json', '{');
    expect((await read()).problems).toMatchObject([{ kind: 'config-file' }]);
    await write('cynow-po.config.json', { PORT: { number: 1 } });
    expect((await read()).problems).toMatchObject([{ kind: 'config-file', why: 'shape' }]);
    await write('cynow-po.config.json', { PO_AUTH: ['own', 'django-session'], PO_QTY_TOLERANCE: 5 });
    expect((await read()).config).toMatchObject({ PO_AUTH: ['own', 'django-session'], PO_QTY_TOLERANCE: 5 });
  });

  it('counts what is set and empty as not set, but for the switch, where it is no "yes"', async () => {
    const { config } = await read({ DATABASE_URL: '', PO_SCHEMA: '', ENABLE_PO_MANAGEMENT: '' });
    expect(config).toMatchObject({ DATABASE_URL: null, PO_SCHEMA: 'po', ENABLE_PO_MANAGEMENT: '' });
  });

  it('names what looks like ours in the environment and is not', async () => {
    const { unknown } = await read({ PO_SHCEMA: 'x', PO_BOX: '7', PORTER: 'x', HOME: '/' });
    expect(unknown).toEqual([
      { name: 'PO_SHCEMA', meant: 'PO_SCHEMA' },
      { name: 'PO_BOX', meant: null },
    ]);
  });

  it('reads the holidays that PO_HOLIDAYS lists', async () => {
    await write('days', '2026-01-01\n2026-03-01\n');
    expect((await read({ PO_HOLIDAYS: 'days' })).config?.holidays).toEqual(new Set(['2026-01-01', '2026-03-01']));
  });
});
