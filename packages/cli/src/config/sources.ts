import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { ConfigProblem, Origin } from './ConfigProblem.ts';
import { errorCode, errorText } from './errorText.ts';
import { nearest } from './nearest.ts';
import { type VariableName, variableNames, variables } from './variables.ts';

/** A text that somebody set, and where. */
export interface Given {
  readonly text: string;
  readonly origin: Origin;
  /** The file that `NAME_FILE` named, when it came from one. */
  readonly path?: string;
}

/** One place in which values are set. */
export interface Source {
  readonly origin: Origin;
  readonly values: Readonly<Record<string, string | undefined>>;
}

const configFileName = 'cynow-po.config.json';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const configFile = z.record(z.string(), z.union([scalar, z.array(scalar).transform((parts) => parts.join(','))]));

const isSecret = (name: VariableName): boolean => 'secret' in variables[name];

const known = [...variableNames, ...variableNames.filter(isSecret).map((name) => `${name}_FILE`)];

/** Reads `cynow-po.config.json` of a directory, if there is one. */
export const readConfigFile = async (
  cwd: string,
): Promise<{ readonly source: Source; readonly problems: readonly ConfigProblem[] }> => {
  const path = join(cwd, configFileName);
  const nothing: Source = { origin: 'file', values: {} };
  try {
    const parsed = configFile.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (!parsed.success) return { source: nothing, problems: [{ kind: 'config-file', path, why: 'shape' }] };
    const problems = Object.keys(parsed.data)
      .filter((key) => !known.includes(key))
      .map((key): ConfigProblem => ({ kind: 'unknown-key', path, key, meant: nearest(key, known) }));
    return { source: { origin: 'file', values: parsed.data }, problems };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { source: nothing, problems: [] };
    return { source: nothing, problems: [{ kind: 'config-file', path, why: errorText(error) }] };
  }
};

/** Names in the environment that look like ours and are not: probably misspelt. */
export const unknownNames = (
  env: Readonly<Record<string, string | undefined>>,
): readonly { readonly name: string; readonly meant: string | null }[] =>
  Object.keys(env)
    .filter((name) => /^(PO|FCMS|ENABLE_PO)_/.test(name) && !known.includes(name))
    .map((name) => ({ name, meant: nearest(name, known) }));

/**
 * What is set for a name: the first source that sets it wins, and there `NAME`, or the content of the file that
 * `NAME_FILE` names when it is a secret. Set and empty counts as not set, but for the switch, where it is no "yes".
 */
export const lookUp = async (
  name: VariableName,
  sources: readonly Source[],
  cwd: string,
): Promise<{ readonly given: Given | null; readonly problem: ConfigProblem | null }> => {
  for (const { origin, values } of sources) {
    const text = values[name];
    const file = isSecret(name) ? values[`${name}_FILE`] : undefined;
    if (text && file) return { given: null, problem: { kind: 'twice', name, origin } };
    if (text || (text === '' && name === 'ENABLE_PO_MANAGEMENT')) return { given: { text, origin }, problem: null };
    if (!file) continue;
    const path = resolve(cwd, file);
    try {
      return { given: { text: (await readFile(path, 'utf8')).trim(), origin, path }, problem: null };
    } catch (error) {
      return { given: null, problem: { kind: 'unreadable', name: `${name}_FILE`, path, why: errorText(error) } };
    }
  }
  return { given: null, problem: null };
};
