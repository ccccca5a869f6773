import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Day } from '@cynow/po-core';
import type { ConfigProblem, Origin } from './ConfigProblem.ts';
import { secretsOf, withoutPassword } from './databaseUrl.ts';
import { errorText } from './errorText.ts';
import { holidays } from './holidays.ts';
import { type Given, lookUp, readConfigFile, unknownNames } from './sources.ts';
import { type Values, type VariableName, variableNames, variables } from './variables.ts';

/** The configuration of a command, complete and valid. */
export interface Config extends Values {
  /** The days that PO_HOLIDAYS lists. */
  readonly holidays: ReadonlySet<Day>;
}

/** A variable as it is shown: secrets are hidden. */
export interface ConfigEntry {
  readonly name: VariableName;
  /** null: nothing is set, and nothing counts by itself. */
  readonly value: string | null;
  readonly origin: Origin;
  /** The file that `NAME_FILE` named. */
  readonly path: string | null;
}

/** What a site has set, and everything that is wrong with it. */
export interface ConfigReading {
  /** null when there are problems. */
  readonly config: Config | null;
  readonly entries: readonly ConfigEntry[];
  readonly problems: readonly ConfigProblem[];
  /** Names in the environment that look like ours and are not. */
  readonly unknown: ReturnType<typeof unknownNames>;
  /** Texts that must never be shown. */
  readonly secrets: readonly string[];
}

/** Reads the configuration: flags before environment before `cynow-po.config.json` before defaults. Connects to nothing. */
export const readConfig = async ({
  flags,
  env,
  cwd,
}: {
  readonly flags: Readonly<Partial<Record<VariableName, string | undefined>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}): Promise<ConfigReading> => {
  const file = await readConfigFile(cwd);
  const sources = [
    { origin: 'flag' as const, values: flags },
    { origin: 'environment' as const, values: env },
    file.source,
  ];
  const problems: ConfigProblem[] = [...file.problems];
  const entries: ConfigEntry[] = [];
  const secrets: string[] = [];
  const values: Partial<Record<VariableName, unknown>> = {};

  for (const name of variableNames) {
    const { schema, fallback } = variables[name];
    const { given, problem } = await lookUp(name, sources, cwd);
    if (problem !== null) problems.push(problem);
    const counts: Given | null = given ?? (fallback === null ? null : { text: fallback, origin: 'default' });
    const secret = 'secret' in variables[name];
    if (secret && counts !== null) secrets.push(...secretsOf(counts.text));
    const value = counts === null ? null : secret ? withoutPassword(counts.text) : counts.text;
    const origin = counts?.origin ?? 'default';
    entries.push({ name, value, origin, path: counts?.path ?? null });
    const read = counts === null ? null : schema.safeParse(counts.text);
    if (read?.success === false) problems.push({ kind: 'invalid', name, value: secret ? null : value, origin });
    else values[name] = read === null ? null : read.data;
  }

  // Every name of `variables` is there, and each value is what its schema gave.
  const complete = values as Values;
  if (complete.PO_SCHEMA && complete.PO_SCHEMA === complete.FCMS_SCHEMA) {
    problems.push({ kind: 'same-schema', value: complete.PO_SCHEMA });
  }
  const days = await readHolidays(complete.PO_HOLIDAYS ?? null, cwd, problems);
  return {
    config: problems.length === 0 ? { ...complete, holidays: days } : null,
    entries,
    problems,
    unknown: unknownNames(env),
    secrets,
  };
};

const readHolidays = async (path: string | null, cwd: string, problems: ConfigProblem[]): Promise<ReadonlySet<Day>> => {
  if (path === null) return new Set();
  const name = 'PO_HOLIDAYS';
  try {
    const { days, badLines } = holidays(await readFile(resolve(cwd, path), 'utf8'));
    problems.push(...badLines.map((line) => ({ kind: 'bad-line' as const, name, path, ...line })));
    return days;
  } catch (error) {
    problems.push({ kind: 'unreadable', name, path, why: errorText(error) });
    return new Set();
  }
};
