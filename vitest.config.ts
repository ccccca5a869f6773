import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const project = (name: string, globalSetup: string[] = []) => ({
  extends: true as const,
  test: { name, include: [`packages/${name}/src/**/*.spec.ts`], globalSetup },
});

/** One PostgreSQL cluster a run, started from the registry's binaries, unless DATABASE_URL names a server. */
const postgres = ['packages/adapters-pg/src/testing/globalSetup.ts'];

export default defineConfig({
  ssr: { resolve: { conditions: ['@cynow/source', ...defaultServerConditions] } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['scripts/vitest.setup.ts'],
    reporters: ['default', './scripts/closingLine.ts'],
    projects: [
      { extends: true, test: { name: 'repository', include: ['scripts/*.spec.ts'] } },
      project('core'),
      project('adapters-pg', postgres),
      project('http', postgres),
      project('cli', postgres),
    ],
  },
});
