import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandFailure } from '../commands/CommandFailure.ts';
import { ko } from '../messages/ko.ts';
import { fakeStream } from '../testing/fakeStream.ts';
import { createOutput, type OutputOptions } from './createOutput.ts';
import { createProgress } from './createProgress.ts';
import { csvRecord } from './csvRecord.ts';
import { isUtf8Locale, toPlain } from './plain.ts';
import { table } from './table.ts';
import { tellFailure } from './tellFailure.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cynow-po-output-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const open = async (options: Partial<OutputOptions> = {}, terminal = false) => {
  const stdout = fakeStream({ terminal });
  const stderr = fakeStream({ terminal });
  let closed = 0;
  const output = await createOutput({
    stdout,
    stderr,
    json: false,
    plain: null,
    color: true,
    file: null,
    onClosed: () => {
      closed += 1;
    },
    ...options,
  });
  return { output, stdout, stderr, closed: () => closed };
};

describe('plain text', () => {
  it('has words for pictures, and no dash that code page 949 lacks', () => {
    expect(toPlain('1️⃣ a — b\n   ✓ c\n✅ d\n⚠️ e ⚠ f ✗ g → h · i …', ko.plain)).toBe(
      '1. a - b\n   [완료] c\n[완료] d\n[주의] e [주의] f [실패] g → h · i …',
    );
  });
  it('is for locales that are not UTF-8', () => {
    expect(isUtf8Locale({ LANG: 'ko_KR.UTF-8' })).toBe(true);
    expect(isUtf8Locale({ LANG: 'ko_KR.UTF-8', LC_ALL: 'ko_KR.eucKR' })).toBe(false);
    expect(isUtf8Locale({ LC_ALL: '', LC_CTYPE: 'C.utf8' })).toBe(true);
    expect(isUtf8Locale({})).toBe(false);
  });
});

it('columns of a table line up, Hangul counting twice, numbers on the right', () => {
  const lines = table(
    [
      ['수량 오류', '3', 'x'],
      ['고객', '1,204', 'y'],
    ],
    [1],
  );
  expect(lines).toEqual(['수량 오류      3  x', '고객       1,204  y']);
  expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
});

describe('a line of CSV', () => {
  it('has nothing that a spreadsheet would calculate, and numbers as numbers', () => {
    expect(csvRecord(['=1+1', '+82', '-5', '@x', '\tx', -5, 1_204, 'a,"b"', null, true, ['A', 'B'], [{ a: 1 }]])).toBe(
      `'=1+1,'+82,'-5,'@x,'\tx,-5,1204,"a,""b""",,true,A;B,"[{""a"":1}]"\r\n`,
    );
    expect(csvRecord(['\r=1', '\n=1', '\uff1d1', ' =1', '-', 'a\n=1', 'a\r=1', 'a\r\n=1', -0.5])).toBe(
      `"'\r=1","'\n=1",'\uff1d1, =1,'-,"a\n=1","a\r=1","a\r\n=1",-0.5\r\n`,
    );
  });

  it('reads back as what it was, but for the sign before a formula', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '=', ',', '"', '\r', '\n', ' ', '\t', ';', "'") });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2 }), (texts) => {
        const [record, ...more] = parse(csvRecord(texts), { record_delimiter: '\r\n' });
        expect(more).toEqual([]);
        expect(record).toEqual(texts.map((each) => (/^[=\t\r\n]/.test(each) ? `'${each}` : each)));
      }),
    );
  });
});

describe('output', () => {
  it('paints on a terminal only', async () => {
    const terminal = await open({}, true);
    expect(terminal.output.paint('red', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect((await open()).output.paint('red', 'x')).toBe('x');
    expect((await open({ color: false }, true)).output.paint('red', 'x')).toBe('x');
    expect((await open({ file: join(directory, 'f') }, true)).output.paint('red', 'x')).toBe('x');
  });

  it('keeps results and remarks apart, and gives both words for pictures', async () => {
    const { output, stdout, stderr } = await open({ plain: ko.plain });
    output.print('✅ 결과');
    output.note('⚠ 말');
    await output.close(true);
    expect([stdout.text(), stderr.text()]).toEqual(['[완료] 결과\n', '[주의] 말\n']);
  });

  it('prints above the status line of a terminal', async () => {
    const { output, stdout, stderr } = await open({}, true);
    output.status('half');
    output.print('line');
    output.status(null);
    output.status(null);
    await output.close(true);
    expect(stdout.text()).toBe('line\n');
    expect(stderr.text()).toBe('\r\u001b[Khalf\r\u001b[Khalf\r\u001b[K');
  });

  it('takes a closed pipe for an interruption, once, and loses the rest quietly', async () => {
    const { output, stdout, closed } = await open();
    stdout.breakPipe();
    await output.write('a');
    await output.write('b');
    output.print('c');
    await output.close(true);
    expect(closed()).toBe(1);
    expect(stdout.text()).toBe('');
  });

  it('tells when the result cannot be written for another reason', async () => {
    const { output, stdout } = await open();
    stdout.breakPipe('ENOSPC');
    await output.write('a');
    await expect(output.close(true)).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('gives a file its name only when it is complete', async () => {
    const file = join(directory, 'result.json');
    const { output, stdout } = await open({ file, json: true });
    await output.value({ a: 1 });
    expect(await readdir(directory)).not.toContain('result.json');
    await output.close(true);
    expect([await readFile(file, 'utf8'), stdout.text()]).toEqual(['{"a":1}\n', '']);
    expect(await readdir(directory)).toEqual(['result.json']);
  });

  it('writes through a link, and does not replace it', async () => {
    await writeFile(join(directory, 'there'), '');
    await symlink('there', join(directory, 'here'));
    const { output } = await open({ file: join(directory, 'here') });
    await output.write('x');
    await output.close(true);
    expect(await readFile(join(directory, 'there'), 'utf8')).toBe('x');
    expect(await readdir(directory)).toEqual(['here', 'there']);
  });

  it('leaves no file of a command that failed, and an older one as it was', async () => {
    const file = join(directory, 'result.json');
    const before = await open({ file });
    await before.output.write('old');
    await before.output.close(true);
    const { output } = await open({ file });
    await output.write('half');
    await output.close(false);
    expect(await readdir(directory)).toEqual(['result.json']);
    expect(await readFile(file, 'utf8')).toBe('old');
    await expect(open({ file: join(directory, 'no', 'such', 'place') })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('progress', () => {
  const run = async (terminal: boolean, seconds: readonly number[]) => {
    const { output, stderr } = await open({}, terminal);
    let now = 0;
    const progress = createProgress(output, ko.progress, () => now);
    for (const [i, at] of seconds.entries()) {
      now = at * 1_000;
      progress.update({ done: (i + 1) * 100, total: 1_000, share: (i + 1) / 10 });
    }
    progress.end();
    return stderr.text();
  };

  it('is a line every 5 seconds where no terminal is, with rate and remaining time', async () => {
    expect(await run(false, [1, 4, 6, 8, 12])).toBe(
      '300/1,000건 (30%), 50건/초, 남은 시간 약 14초\n500/1,000건 (50%), 42건/초, 남은 시간 약 12초\n',
    );
  });

  it('is a bar on a terminal, and gone at the end', async () => {
    expect(await run(true, [1, 2])).toBe(
      '\r\u001b[K██░░░░░░░░░░░░░░░░░░ 100/1,000건 (10%), 100건/초, 남은 시간 약 9초' +
        '\r\u001b[K████░░░░░░░░░░░░░░░░ 200/1,000건 (20%), 100건/초, 남은 시간 약 8초\r\u001b[K',
    );
  });
});

describe('a failure', () => {
  const failure = new CommandFailure(
    1,
    'FAILED',
    { what: '연결 postgres://u:geheim@h/db', why: '이유', next: '할 일' },
    { cause: new Error('geheim') },
  );
  const tell = async (json: boolean, verbose: boolean) => {
    const { output, stdout, stderr } = await open({ json });
    await tellFailure(failure, output, ko, { verbose, secrets: ['geheim'] });
    await output.close(false);
    return { stdout: stdout.text(), stderr: stderr.text() };
  };

  it('says what happened, why and what to do, without secrets and without a stack trace', async () => {
    expect(await tell(false, false)).toEqual({
      stdout: '',
      stderr: '연결 postgres://u:***@h/db\n이유: 이유\n할 일: 할 일\n',
    });
  });

  it('has a stack trace with --verbose, without secrets', async () => {
    const { stderr } = await tell(false, true);
    expect(stderr).toMatch(/Error: \*\*\*\n +at /);
    expect(stderr).not.toContain('geheim');
  });

  it('is one JSON value with --json', async () => {
    expect(JSON.parse((await tell(true, false)).stdout)).toEqual({
      error: { code: 'FAILED', exitCode: 1, what: '연결 postgres://u:***@h/db', why: '이유', next: '할 일' },
    });
  });
});
