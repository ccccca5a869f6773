import { describeProblem } from '../config/describeProblem.ts';
import { publicPaths } from '../config/publicPaths.ts';
import type { ConfigEntry } from '../config/readConfig.ts';
import type { Messages } from '../messages/messages.ts';
import { table } from '../output/table.ts';
import { offBecause, readSwitch } from './beginWriting.ts';
import type { ConfigCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';

const originOf = ({ origin, path }: ConfigEntry, { config }: Messages): string =>
  path === null ? config.origins[origin] : config.fromFile(config.origins[origin], path);

/** Shows each value and where it came from; connects to nothing. */
export const configCheckCommand: ConfigCommand = {
  name: 'config check',
  options: {},
  reads: 'reading',
  async run({ messages, output, reading, surroundings }) {
    const { config: texts } = messages;
    const { entries, problems, unknown, config } = reading;
    const exitCode = problems.length === 0 ? exitCodes.done : exitCodes.usage;
    if (output.json) {
      await output.value({
        valid: problems.length === 0,
        values: entries.map(({ name, value, origin, path }) => ({ name, value, origin, file: path })),
        problems: problems.map((problem) => ({ ...problem, text: describeProblem(problem, messages) })),
        unknown: unknown.map(({ name }) => name),
      });
      return exitCode;
    }
    const rows = entries.map((entry) => [
      entry.name,
      entry.value || (texts.unset[entry.name] ?? texts.nothing),
      originOf(entry, messages),
    ]);
    const { name, value, origin } = texts.columns;
    for (const line of table([[name, value, origin], ...rows])) output.print(line);
    output.print();
    for (const problem of problems) output.print(texts.bad(describeProblem(problem, messages)));
    for (const each of unknown) output.print(texts.doubtful(texts.unknownName(each.name, each.meant)));
    const paths = config === null ? null : publicPaths(config);
    if (paths !== null) {
      const { what, why, next } = texts.otherPath(paths.typed, paths.expected);
      output.print(texts.doubtful(`${what} ${why} ${next}`));
    }
    const state = config === null ? null : readSwitch(config, surroundings.cwd);
    if (config !== null && state?.state === 'off') {
      output.print(texts.doubtful(`${texts.switchOff} ${offBecause(state, config, messages)}`));
    }
    output.print(problems.length === 0 ? texts.ok : texts.bad(texts.invalid.what));
    return exitCode;
  },
};
