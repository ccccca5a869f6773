import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { messagesIn } from '../messages/messages.ts';
import { version } from '../version.ts';
import { allCommands } from './allCommands.ts';
import { commandGroups, commandNames } from './CommandName.ts';
import { readGlobalOptions } from './globalOptions.ts';
import { parse } from './parse.ts';

const parsed = (line: string, language: 'ko' | 'en' = 'ko') =>
  parse(line === '' ? [] : line.split(' '), allCommands, messagesIn(language), language);

const refusal = async (line: string, language: 'ko' | 'en' = 'ko') => {
  const failure = await parsed(line, language).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ exitCode: 2 });
  const { what, next } = (failure as { explanation: { what: string; next: string } }).explanation;
  return [what, next];
};

describe('the command line', () => {
  it('has every command, and texts for all their options and arguments in both languages', () => {
    expect(allCommands.map(({ name }) => name)).toEqual(commandNames);
    for (const language of ['ko', 'en'] as const) {
      const { help } = messagesIn(language);
      for (const { name, options, arguments: expected = '' } of allCommands) {
        const texts = help.commands[name];
        expect(Object.keys(texts.options)).toEqual(Object.keys(options));
        expect(Object.keys(texts.arguments)).toEqual([...expected.matchAll(/[A-Za-z]+/g)].map(([word]) => word));
      }
    }
  });

  it('takes options in any place, values as they were typed, and the last of a repeated one', async () => {
    const result = await parsed('--json backfill --days 007 --days=7 --dry-run --limit 5');
    if (!('command' in result)) throw new Error('no command');
    expect(result.command.name).toBe('backfill');
    expect([
      result.args.text('days'),
      result.args.text('limit'),
      result.args.flag('dry-run'),
      result.args.flag('force'),
    ]).toEqual(['7', '5', true, false]);
  });

  it('takes any number of document numbers', async () => {
    const result = await parsed('where 0001 FP25000668 fp1');
    expect('args' in result && result.args.texts('docNo')).toEqual(['0001', 'FP25000668', 'fp1']);
    const none = await parsed('review resolve --all');
    expect('args' in none && none.args.texts('po')).toEqual([]);
  });

  it.each([
    ['', ['명령을 적으십시오.', '도움말: cynow-po --help']],
    ['migrate', ['명령을 적으십시오.', '도움말: cynow-po migrate --help']],
    ['backfil', ['모르는 명령입니다: backfil', '혹시 이것입니까: cynow-po backfill']],
    ['migrate upp', ['모르는 명령입니다: migrate upp', '혹시 이것입니까: cynow-po migrate up']],
    ['quux', ['모르는 명령입니다: quux', '도움말: cynow-po --help']],
    ['backfill --dryrun', ['모르는 옵션입니다: --dryrun', '혹시 이것입니까: --dry-run']],
    ['backfill --no-dry-run', ['모르는 옵션입니다: --no-dry-run', '도움말: cynow-po backfill --help']],
    ['stats -x', ['모르는 옵션입니다: -x', '도움말: cynow-po stats --help']],
    ['stats extra', ['필요 없는 값입니다: extra', '도움말: cynow-po stats --help']],
    ['migrate up extra', ['필요 없는 값입니다: extra', '도움말: cynow-po migrate up --help']],
    ['backfill --days', ['값이 필요합니다: --days', '도움말: cynow-po backfill --help']],
    ['where', ['필요한 값이 빠졌습니다: 0개 있음, 1개 이상 필요', '도움말: cynow-po where --help']],
  ])('%j is refused with a suggestion', async (line, texts) => expect(await refusal(line)).toEqual(texts));

  it('is refused in English, too', async () => {
    expect(await refusal('backfill --dryrun', 'en')).toEqual(['Unknown option: --dryrun', 'Did you mean --dry-run?']);
    expect(await refusal('import', 'en')).toEqual([
      'Something is missing: got 0, at least 1 needed',
      'Help: cynow-po import --help',
    ]);
  });

  it('shows help with examples, version and completion', async () => {
    expect(await parsed('backfill --help')).toMatchObject({
      show: expect.stringContaining('cynow-po backfill --dry-run --days 7'),
    });
    expect(await parsed('--version')).toEqual({ show: version, as: 'version' });
    expect(await parsed('completion')).toMatchObject({ show: expect.stringContaining('yargs'), as: 'script' });
    expect(await parsed('--get-yargs-completions cynow-po --json ')).toMatchObject({ as: 'words' });
    expect(await parsed('--help', 'en')).toMatchObject({
      show: expect.stringContaining('Usage: cynow-po'),
      as: 'help',
    });
  });

  it.each(['ko', 'en'] as const)(
    'shows help that fits 80 columns, and examples as they can be copied: %s',
    async (language) => {
      const { help } = messagesIn(language);
      const shown = async (line: string): Promise<readonly string[]> => {
        const result = await parsed(`${line} --help`.trim(), language);
        return 'show' in result ? result.show.split('\n') : [];
      };
      for (const name of ['', ...commandGroups]) {
        expect((await shown(name)).filter((line) => stringWidth(line) > 80)).toEqual([]);
      }
      for (const name of commandNames) {
        const lines = await shown(name);
        const at = lines.indexOf(help.examples);
        const [before, after] = at < 0 ? [lines, []] : [lines.slice(0, at), lines.slice(at + 1)];
        expect(before.filter((line) => stringWidth(line) > 80)).toEqual([]);
        // The kind of value stands apart from the words, and an empty list is no default.
        expect(before.filter((line) => /\S\[[^\]]+\]$|\[\]/.test(line))).toEqual([]);
        const { examples } = help.commands[name];
        expect(after.map((line) => line.trim())).toEqual(examples.flat().filter((line) => line !== ''));
        expect(after.filter((line) => /^ {6}/.test(line) && stringWidth(line) > 80)).toEqual([]);
      }
    },
  );

  it('knows the global options before anything else is read', () => {
    expect(readGlobalOptions(['stats', '--json', '--lang', 'en', '--output=a=b', '--', '--plain'])).toMatchObject({
      json: true,
      lang: 'en',
      output: 'a=b',
      plain: false,
    });
  });
});
