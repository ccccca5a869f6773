import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const project = (name: string, globalSetup: string[] = [], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include: [`packages/${name}/src/**/*.spec.ts`], exclude, globalSetup },
});

/** Specs that count what FCMS's changes cost: whoever else is at work on the server keeps old rows alive, and is counted. */
const progress = 'packages/adapters-pg/src/progress/**/*.spec.ts';

/** One PostgreSQL cluster a run, started from the registry's binaries, unless DATABASE_URL names a server. */
const postgres = ['packages/adapters-pg/src/testing/globalSetup.ts'];

export default defineConfig({
  ssr: { resolve: { conditions: ['@cynow/source', ...defaultServerConditions] } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Files wait for the server as long as they work: two at once fill two cores.
    maxWorkers: 2,
    setupFiles: ['scripts/vitest.setup.ts'],
    // Programs that specs start as processes of their own are read from source, hundreds of times: what Node made of it is kept.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node', import.meta.url)) },
    reporters: ['default', './scripts/closingLine.ts'],
    projects: [
      { extends: true, test: { name: 'repository', include: ['scripts/*.spec.ts'] } },
      project('core'),
      project('adapters-pg', postgres, [progress]),
      {
        extends: true,
        test: {
          name: 'progress',
          include: [progress],
          globalSetup: postgres,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      project('http', postgres),
      project('cli', postgres),
    ],
  },
});
