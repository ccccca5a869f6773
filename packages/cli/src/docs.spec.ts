import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createPoNumberReader, reasonCodes } from '@cynow/po-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allCommands } from './commands/allCommands.ts';
import { parse } from './commands/parse.ts';
import { variableNames, variables } from './config/variables.ts';
import { messagesIn } from './messages/messages.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const pages = [...globSync('*.md', { cwd: root }), ...globSync('docs/**/*.md', { cwd: root })].sort();

/** Each match of the pattern in the pages, with the page. */
const found = (pattern: RegExp): readonly { readonly page: string; readonly groups: readonly string[] }[] =>
  pages.flatMap((page) => [...read(page).matchAll(pattern)].map(([, ...groups]) => ({ page, groups })));

/** The cells of the rows of every table of a page. */
const rowsOf = (page: string): readonly (readonly string[])[] =>
  read(page)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );

/** What stands in code in a cell; null for `none`. */
const codeIn = (cell: string): string | null => /^`(.*)`$/.exec(cell)?.[1] ?? null;

const headingAnchors = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replace(/\s/g, '-'),
  );

const packageJson = z.object({
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

const packages = ['package.json', ...globSync('packages/*/package.json', { cwd: root })].map((path) =>
  packageJson.parse(JSON.parse(read(path))),
);

describe('the documentation', () => {
  it('links only to what is there', () => {
    const broken = found(/\]\(([^)\s]+)\)/g).filter(({ page, groups: [link = ''] }) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : relative(root, join(root, dirname(page), path));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !headingAnchors(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const [{ scripts } = packageJson.parse({})] = packages;
    const missing = found(/npm run\s+([a-z][a-z:-]*)/g).filter(({ groups: [name = ''] }) => !(name in scripts));
    expect(missing).toEqual([]);
  });

  it('gives the versions that are installed', () => {
    const pinned = packages.flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).map(([key, version]) => {
        const [, name = key, aliased = version] = /^npm:(.+)@(.+)$/.exec(version) ?? [];
        return { name, version: aliased };
      }),
    );
    const libraries = rowsOf('docs/decisions.md').flatMap(([names = '', versions = '']) =>
      names.split(', ').map((name, i) => ({ name: name.replace(/ \(as .*/, ''), version: versions.split(', ')[i] })),
    );
    const told = libraries.filter(({ version = '' }) => /^\d/.test(version));
    expect(told.length).toBeGreaterThan(20);
    for (const { name, version } of told) {
      const found = pinned.find((each) =>
        name.endsWith('/*') ? each.name.startsWith(name.slice(0, -1)) : each.name === name,
      );
      expect({ name, version: found?.version }).toEqual({ name, version });
    }
  });

  it('shows only commands that the command line understands', async () => {
    const shown = found(/(?:^|`)(?:npx )?cynow-po ([a-z-][^`\n…]*)(?:`|$)/gm);
    expect(shown.length).toBeGreaterThan(30);
    for (const {
      page,
      groups: [command = ''],
    } of shown) {
      const understood = parse(command.trim().split(/\s+/), allCommands, messagesIn('en'), 'en');
      await expect(understood, `${page}: cynow-po ${command}`).resolves.toBeDefined();
    }
  });

  it('shows the demo as it speaks', () => {
    const [, sample = ''] = /It ends like this:\n\n```\n([\s\S]*?)\n```/.exec(read('README.md')) ?? [];
    const { demo, backfill, reports, labels } = messagesIn('ko');
    const said = [
      demo.step(6, demo.run),
      backfill.title,
      backfill.limit(null),
      backfill.dryRun(false),
      backfill.reading,
      backfill.deciding,
      backfill.done,
      reports.stats.title,
      labels.priorities.critical,
      reports.stats.progress,
      labels.stages.completed,
      reports.stats.lastRuns,
      demo.next,
    ];
    for (const line of said) expect(sample).toContain(line);
  });

  it('has help for every command that it shows', async () => {
    const page = read('docs/operations.md');
    for (const { name } of allCommands) {
      expect(page).toContain(`cynow-po ${name}`);
      const help = await parse([...name.split(' '), '--help'], allCommands, messagesIn('en'), 'en');
      expect(help).toHaveProperty('show', expect.stringContaining(`cynow-po ${name}`));
    }
  });

  it.each(['docs/operations.md', 'docs/ko/operations.md'])('names every variable and its default in %s', (page) => {
    const defaults = new Map(rowsOf(page).map(([name = '', , fallback = '']) => [codeIn(name), fallback]));
    for (const name of variableNames) {
      expect([...defaults.keys()]).toContain(name);
      const { fallback } = variables[name];
      const cell = defaults.get(name);
      if (fallback !== null && fallback !== '')
        expect({ name, cell }).toEqual({ name, cell: expect.stringContaining(fallback) });
    }
  });
});

describe('the rules', () => {
  const readPoNumber = createPoNumberReader();
  const numbers = rowsOf('docs/rules.md')
    .filter(
      (row) =>
        row.length === 4 && codeIn(row[0]!) !== null && row.slice(1).every((c) => c === 'none' || codeIn(c) !== null),
    )
    .map((row) => row.map(codeIn));

  it.each(numbers)('read %s as %s, key %s, mark %s', (typed, poNo, poKey, mark) => {
    expect(readPoNumber(typed ?? null)).toEqual({ poNo, poKey, mark });
  });

  it('have the whole table of PO numbers', () => {
    expect(numbers.length).toBeGreaterThan(40);
  });

  it('name every reason, and no other', () => {
    const text = read('docs/rules.md');
    for (const code of reasonCodes) expect(text).toContain(`\`${code}\``);
    const explained = rowsOf('docs/rules.md').flatMap(
      ([cell = '']) => /^`([A-Z]+(?:_[A-Z]+)+)`$/.exec(cell)?.[1] ?? [],
    );
    expect(reasonCodes).toEqual(expect.arrayContaining(explained));
    expect(explained.length).toBeGreaterThan(8);
  });

  it('name only files that exist', () => {
    const text = read('docs/rules.md');
    const files = [...text.matchAll(/`([A-Za-z/-]+\/[A-Za-z]+\.ts)`/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(10);
    const missing = files.filter(
      (file) => !['packages', 'packages/core/src'].some((base) => existsSync(join(root, base, file))),
    );
    expect(missing).toEqual([]);
  });
});

describe('the examples of embedding', () => {
  const examples = globSync('docs/examples/*.ts', { cwd: root });

  it('are what the page shows', () => {
    const sources = examples.map(read);
    const snippets = [...read('docs/embedding.md').matchAll(/```ts\n([\s\S]*?)\n```/g)].map(
      ([, snippet = '']) => snippet,
    );
    expect(snippets.length).toBeGreaterThan(5);
    for (const snippet of snippets)
      expect(
        sources.some((source) => source.includes(snippet)),
        snippet,
      ).toBe(true);
  });

  it('compile', async () => {
    await run(process.execPath, ['node_modules/typescript7/bin/tsc', '-p', 'docs/examples'], { cwd: root });
  });

  it('print what the page says', async () => {
    const { stdout } = await run(process.execPath, ['--conditions=@cynow/source', 'docs/examples/embed-core.ts'], {
      cwd: root,
    });
    const [, printed = ''] = /It prints:\n\n```\n([\s\S]*?)\n```/.exec(read('docs/embedding.md')) ?? [];
    expect(printed).toContain('--- real run');
    expect(stdout).toContain(printed);
  });
});

describe('the storage of the examples', async () => {
  await import(pathToFileURL(join(root, 'docs/examples/jsonOrphanStore.contract.ts')).href);
});
