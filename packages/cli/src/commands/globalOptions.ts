/** Options of every command, and whether each takes a value. */
export const globalOptions = {
  json: 'flag',
  lang: 'value',
  plain: 'flag',
  output: 'value',
  actor: 'value',
  verbose: 'flag',
  'no-color': 'flag',
} as const;

type GlobalOption = keyof typeof globalOptions;

/** What was typed of the global options, read before anything else, so that even wrong usage is answered as asked. */
export const readGlobalOptions = (argv: readonly string[]) => {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const flag = (name: GlobalOption): boolean => words.includes(`--${name}`) || words.includes(`--${name}=true`);
  const value = (name: GlobalOption): string | undefined => {
    const at = words.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    const word = words[at];
    if (word === undefined) return undefined;
    return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
  };
  return {
    json: flag('json'),
    plain: flag('plain'),
    verbose: flag('verbose'),
    noColor: flag('no-color'),
    lang: value('lang'),
    actor: value('actor'),
    output: value('output'),
  };
};
