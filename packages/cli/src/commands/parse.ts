import yargs, { type Argv } from 'yargs';
import { nearest } from '../config/nearest.ts';
import type { CommandHelp } from '../messages/ko/help.ts';
import type { Language, Messages } from '../messages/messages.ts';
import { version } from '../version.ts';
import type { Arguments, Command } from './Command.ts';
import { usageFailure } from './CommandFailure.ts';
import { commandGroups } from './CommandName.ts';
import { globalOptions } from './globalOptions.ts';

/** A text to show, and what it is: `words` are those that the shell's completion asks for. */
interface Shown {
  readonly show: string;
  readonly as: 'help' | 'version' | 'script' | 'words';
}

/** What was typed: a command to run, or a text to show. */
export type Parsed = { readonly command: Command; readonly args: Arguments } | Shown;

const shownAs = (argv: readonly string[], values: Values): Shown['as'] => {
  if (argv.some((word) => word.startsWith('--get-yargs-completions'))) return 'words';
  if (values.help === true) return 'help';
  return values.version === true ? 'version' : 'script';
};

type Values = Readonly<Record<string, unknown>>;

/** Numbers stay text, so that `7x` is told as it was typed, and nothing is renamed. */
const reading = {
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'boolean-negation': false,
};

const lastWord = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

/** Understands the command line. @throws CommandFailure for wrong usage */
export const parse = async (
  argv: readonly string[],
  commands: readonly Command[],
  messages: Messages,
  language: Language,
): Promise<Parsed> => {
  const { help, errors } = messages;
  let called: { readonly command: Command; readonly values: Values } | undefined;

  const withCommand = (to: Argv, command: Command): Argv => {
    const texts: CommandHelp = help.commands[command.name];
    const words = [lastWord(command.name), command.arguments ?? ''].join(' ').trim();
    return to.command(
      words,
      texts.describe,
      (builder) => {
        for (const [name, describe] of Object.entries(texts.arguments)) {
          // Without that, an empty list is shown as what counts when nothing is typed.
          builder.positional(name, { describe, type: 'string', default: undefined });
        }
        for (const [name, kind] of Object.entries(command.options)) {
          // Its own alone: a command that stands under it has others.
          builder.option(name, { describe: texts.options[name] ?? '', global: false, ...optionOf(kind) });
        }
        return commands.filter(({ name }) => name.startsWith(`${command.name} `)).reduce(withCommand, builder);
      },
      (values) => {
        called = { command, values };
      },
    );
  };

  let parser = yargs()
    .scriptName('cynow-po')
    .usage(help.usage)
    .locale(language)
    .updateStrings(help.yargs as Readonly<Record<string, string>>)
    .parserConfiguration(reading)
    .exitProcess(false)
    .fail((message, error) => {
      if (error !== undefined && error !== null && error.name !== 'YError') throw error;
      throw usageFailure(message || error.message, errors.helpFor(wordsTyped(argv, commands)));
    })
    .help('help', help.help)
    .version('version', help.version, version)
    .completion('completion', help.completion)
    .wrap(helpWidth);
  for (const [name, kind] of Object.entries(globalOptions)) {
    const describe = help.globals[name as keyof typeof globalOptions];
    parser = parser.option(name, { describe, group: help.globalGroup, global: true, ...optionOf(kind) });
  }
  for (const command of commands.filter(({ name }) => !name.includes(' '))) parser = withCommand(parser, command);
  for (const group of commandGroups) {
    parser = parser.command(group, help.groups[group], (builder) =>
      commands.filter(({ name }) => name.startsWith(`${group} `)).reduce(withCommand, builder),
    );
  }

  let output = '';
  const values: Values = await parser.parse([...argv], {}, (_error, _values, text) => {
    output = text;
  });
  if (output !== '') {
    const command = values.help === true ? commandIn(values, commands) : undefined;
    const show = command === undefined ? output : [output, ...exampleLines(command, help)].join('\n');
    return { show, as: shownAs(argv, values) };
  }
  if (called === undefined) throw unknownCommand(values, commands, messages);
  checkNames(called.command, called.values, messages);
  return { command: called.command, args: argumentsOf(called.values) };
};

/** What any terminal shows without breaking lines. */
const helpWidth = 80;

/** The command that the words begin with, the one of more words first. */
const commandIn = ({ _: words }: Values, commands: readonly Command[]): Command | undefined => {
  const typed = Array.isArray(words) ? words.map(String) : [];
  const named = (count: number) => commands.find(({ name }) => name === typed.slice(0, count).join(' '));
  return named(2) ?? named(1);
};

/** Examples as they can be copied: each on a line of its own, however long. */
const exampleLines = ({ name }: Command, help: Messages['help']): readonly string[] => {
  const { examples } = help.commands[name];
  if (examples.length === 0) return [];
  const lines = examples.flatMap(([example, does]) => [`  ${example}`, ...(does === '' ? [] : [`      ${does}`])]);
  return ['', help.examples, ...lines];
};

const optionOf = (kind: 'flag' | 'value') =>
  kind === 'flag' ? ({ type: 'boolean' } as const) : ({ type: 'string', requiresArg: true } as const);

/** The command that the first words name, as far as they do. */
const wordsTyped = (argv: readonly string[], commands: readonly Command[]): string => {
  const words = argv.filter((word) => !word.startsWith('-')).slice(0, 2);
  return [words.join(' '), words[0] ?? ''].find((name) => commands.some((command) => command.name === name)) ?? '';
};

const unknownCommand = (values: Values, commands: readonly Command[], { errors }: Messages) => {
  const words = Array.isArray(values._) ? values._.map(String) : [];
  const group = commandGroups.find((name) => name === words[0]);
  const typed = group === undefined ? (words[0] ?? '') : words.slice(0, 2).join(' ');
  const help = errors.helpFor(group ?? '');
  if (typed === '' || typed === group) return usageFailure(errors.noCommand, help);
  const known = commands.map(({ name }) => name);
  const meant = nearest(typed, group === undefined ? [...new Set(known.map((name) => name.split(' ')[0]!))] : known);
  return usageFailure(errors.unknownCommand(typed), meant === null ? help : errors.didYouMean(`cynow-po ${meant}`));
};

/** Refuses options that the command does not have, and words that it does not expect. */
const checkNames = (
  { name, arguments: expected = '', options }: Command,
  values: Values,
  { errors }: Messages,
): void => {
  const known = [...Object.keys(globalOptions), ...Object.keys(options), 'help', 'version'];
  const names = [...expected.matchAll(/[<[]([A-Za-z]+)/g)].map(([, argument]) => argument!);
  const unknown = Object.keys(values).find((key) => !['_', '$0', ...known, ...names].includes(key));
  if (unknown !== undefined) {
    const dashes = unknown.length === 1 ? '-' : '--';
    const meant = nearest(unknown, known);
    const next = meant === null ? errors.helpFor(name) : errors.didYouMean(`--${meant}`);
    throw usageFailure(errors.unknownOption(`${dashes}${unknown}`), next);
  }
  const extra = (Array.isArray(values._) ? values._.map(String) : [])[name.split(' ').length];
  if (extra !== undefined) throw usageFailure(errors.tooMany(extra), errors.helpFor(name));
};

const argumentsOf = (values: Values): Arguments => ({
  text(name) {
    // Of an option that was repeated, the last counts.
    const value = Array.isArray(values[name]) ? values[name].at(-1) : values[name];
    return value === undefined ? undefined : String(value);
  },
  texts(name) {
    const value = values[name];
    return Array.isArray(value) ? value.filter((each) => each !== undefined).map(String) : [];
  },
  flag: (name) => (Array.isArray(values[name]) ? values[name].at(-1) : values[name]) === true,
});
