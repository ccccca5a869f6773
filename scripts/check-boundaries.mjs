#!/usr/bin/env node
/**
 * Enforces the direction of dependencies: core imports no I/O, no container and no other package of ours; the adapters
 * import core; only the command line composes. Exits 1 on a violation, and also when it saw no module at all (the
 * checker passes silently when it cannot read TypeScript).
 */
import { existsSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';

const packages = ['core', 'adapters-pg', 'http', 'cli'].filter((name) => existsSync(`packages/${name}/src`));

const forbidden = [
  {
    name: 'core-has-no-io',
    severity: 'error',
    from: { path: '^packages/core/src', pathNot: '(/testing/|\\.spec\\.ts$)' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'core-depends-on-zod-and-small-pure-libraries',
    severity: 'error',
    from: { path: '^packages/core/src', pathNot: '(/testing/|\\.spec\\.ts$)' },
    to: {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
      pathNot: 'node_modules/(zod|@noble/hashes)/',
    },
  },
  {
    name: 'core-imports-no-other-package-of-ours',
    severity: 'error',
    from: { path: '^packages/core/' },
    to: { path: '^packages/(adapters-pg|http|cli)/' },
  },
  {
    name: 'adapters-import-only-core',
    severity: 'error',
    // Specs of pages and API run on the adapters that they are delivered with.
    from: { path: '^packages/(adapters-pg|http)/', pathNot: '^packages/http/.*\\.spec(\\.support)?\\.ts$' },
    to: { path: '^packages/(cli|http|adapters-pg)/', pathNot: '^packages/$1/' },
  },
  {
    name: 'container-only-in-the-composition-root',
    severity: 'error',
    from: { pathNot: '^packages/cli/src/composition/' },
    to: { path: 'node_modules/(inversify|@inversifyjs|reflect-metadata)/' },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

const { output } = await cruise(
  packages.map((name) => `packages/${name}/src`),
  { ruleSet: { forbidden }, validate: true, doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true },
  {
    conditionNames: ['@cynow/source', 'import', 'node', 'default'],
    exportsFields: ['exports'],
    extensions: ['.ts', '.tsx', '.js'],
  },
);

const ours = output.modules.filter((module) => module.source.startsWith('packages/') && /\.tsx?$/.test(module.source));
const missing = packages.filter((name) => !ours.some((module) => module.source.startsWith(`packages/${name}/`)));
for (const v of output.summary.violations) console.error(`${v.rule.name}: ${v.from} → ${v.to}`);
if (missing.length > 0) console.error(`no module read in: ${missing.join(', ')}`);
console.log(`${ours.length} modules, ${output.summary.violations.length} violations`);
if (missing.length > 0 || output.summary.violations.length > 0) process.exit(1);
