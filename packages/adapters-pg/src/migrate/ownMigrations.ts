import { fileURLToPath } from 'node:url';
import { loadMigrations } from './loadMigrations.ts';
import type { Migration } from './Migration.ts';

/** The migrations of this release. */
export const ownMigrations = (): Promise<readonly Migration[]> =>
  loadMigrations(fileURLToPath(new URL('../../migrations', import.meta.url)));
