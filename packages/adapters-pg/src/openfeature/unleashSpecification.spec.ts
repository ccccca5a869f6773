import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type FlagState, initialFlag } from '@cynow/po-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { flagDetails } from './flagDetails.ts';

const require = createRequire(import.meta.url);
const specifications = join(dirname(require.resolve('@unleash/client-specification/package.json')), 'specifications');
const read = (name: string): unknown => JSON.parse(readFileSync(join(specifications, name), 'utf8'));

const strategy = z.object({
  name: z.string(),
  parameters: z.record(z.string(), z.string()).default({}),
  constraints: z.array(z.unknown()).default([]),
  segments: z.array(z.unknown()).default([]),
});
const feature = z.object({
  name: z.string(),
  enabled: z.boolean(),
  strategies: z.array(strategy).default([]),
  dependencies: z.array(z.unknown()).default([]),
});
const specification = z.object({
  // Without features: a stream of changes to them.
  state: z.object({ features: z.array(feature).optional() }),
  tests: z
    .array(
      z.object({
        description: z.string(),
        toggleName: z.string(),
        context: z.object({ userId: z.string().optional() }),
        expectedResult: z.boolean(),
      }),
    )
    .default([]),
  variantTests: z.array(z.unknown()).default([]),
});

/** Why a case says nothing about our flag, as the table in docs/flags.md words it. */
type Foreign =
  | 'another hash'
  | 'sticks to something else than the user'
  | 'constraints or segments'
  | 'addresses'
  | 'other flags'
  | 'a stream of changes'
  | 'variants';

/** The flag of ours that says what a feature of theirs says to this user; or why there is none. */
const flagOf = (given: z.infer<typeof feature> | undefined, userId: string | undefined): FlagState | null | Foreign => {
  if (given === undefined) return null;
  if (!given.enabled) return initialFlag;
  if (given.dependencies.length > 0) return 'other flags';
  const on: FlagState = { ...initialFlag, state: 'on' };
  const isPlain = ({ constraints, segments }: z.infer<typeof strategy>) =>
    constraints.length === 0 && segments.length === 0;
  if (given.strategies.length === 0) return on;
  // Any of them lets in, so one for everybody is all that counts.
  if (given.strategies.some((one) => one.name === 'default' && isPlain(one))) return on;
  let [users, percent]: [readonly string[], number | null] = [[], null];
  for (const one of given.strategies) {
    if (!isPlain(one)) return 'constraints or segments';
    const { name, parameters } = one;
    if (name === 'remoteAddress') return 'addresses';
    if (name === 'userWithId') {
      users = [...users, ...(parameters.userIds ?? '').split(',').map((id) => id.trim())];
      continue;
    }
    const share = Number(parameters.percentage ?? parameters.rollout);
    const { stickiness } = parameters;
    const byUser =
      name === 'gradualRolloutUserId' || stickiness === 'userId' || (stickiness === 'default' && userId !== undefined);
    if (share > 0 && !byUser) return 'sticks to something else than the user';
    if (share > 0 && share < 100 && userId !== undefined) return 'another hash';
    percent = Math.max(percent ?? 0, share);
  }
  return { ...on, users, percent };
};

interface Case {
  readonly file: string;
  readonly description: string;
  readonly foreign: Foreign | null;
  readonly check: () => void;
}

const nothing = (): void => expect.unreachable('a case that does not apply');

const casesOf = (file: string): readonly Case[] => {
  const { state, tests, variantTests } = specification.parse(read(file));
  return [
    ...tests.map(({ description, toggleName, context: { userId }, expectedResult }): Case => {
      const flag =
        state.features === undefined
          ? 'a stream of changes'
          : flagOf(
              state.features.find(({ name }) => name === toggleName),
              userId,
            );
      if (typeof flag === 'string') return { file, description, foreign: flag, check: nothing };
      const stored = flag === null ? null : { ...flag, version: 1, changedAt: null, changedBy: null };
      return {
        file,
        description,
        foreign: null,
        check: () =>
          expect(
            flagDetails(
              { machine: { state: 'store' }, stored, reachable: true },
              userId === undefined ? {} : { targetingKey: userId },
            ).value,
          ).toBe(expectedResult),
      };
    }),
    ...variantTests.map((): Case => ({ file, description: 'variant', foreign: 'variants', check: nothing })),
  ];
};

const files = z.array(z.string()).parse(read('index.json'));
const cases = files.flatMap(casesOf);
const applying = cases.filter(({ foreign }) => foreign === null);

/** A row a file: how many cases there are, how many of them run, and what the others are about. */
const rows = files.map((file) => {
  const all = cases.filter((one) => one.file === file);
  const others = Map.groupBy(
    all.filter(({ foreign }) => foreign !== null),
    ({ foreign }) => foreign,
  );
  const why = [...others].map(([foreign, those]) => `${those.length} ${foreign}`).join(', ');
  return `| ${file.replace('.json', '')} | ${all.length} | ${applying.filter((one) => one.file === file).length} | ${why} |`;
});

describe("Unleash's client specification", () => {
  it.each(applying)('$file: $description', ({ check }) => check());

  it('runs as far as the documentation says', () => {
    const page = readFileSync(new URL('../../../../docs/flags.md', import.meta.url), 'utf8');
    for (const row of rows) expect(page).toContain(row);
    expect(page).toContain(`| all ${files.length} files | ${cases.length} | ${applying.length} |  |`);
    expect(applying.length).toBeGreaterThan(30);
  });
});
