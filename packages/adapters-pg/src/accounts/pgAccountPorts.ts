import type { AccountPorts } from '@cynow/po-core';
import type { Pool } from '../connection/createPool.ts';
import type { PgSettings } from '../connection/PgSettings.ts';
import { djangoPasswords } from './djangoPasswords.ts';
import { newSecret } from './newSecret.ts';
import { pgAttemptStore } from './pgAttemptStore.ts';
import { pgCynowAccounts } from './pgCynowAccounts.ts';
import { pgSessionStore } from './pgSessionStore.ts';
import { pgTokenStore } from './pgTokenStore.ts';
import { pgUserStore } from './pgUserStore.ts';
import { scryptHasher } from './scryptHasher.ts';

/** All that accounts need but the time: kept in our schema, CYNOW's read in `public`, passwords hashed by this process. */
export const pgAccountPorts = (
  pool: Pool,
  settings: PgSettings,
  newId: () => string,
): { readonly ports: Omit<AccountPorts, 'clock'>; close(): Promise<void> } => {
  const cynow = pgCynowAccounts(settings);
  return {
    ports: {
      users: pgUserStore(pool, settings.schema, newId),
      sessions: pgSessionStore(pool, settings.schema, newId),
      tokens: pgTokenStore(pool, settings.schema, newId),
      attempts: pgAttemptStore(pool, settings.schema),
      cynow,
      hasher: scryptHasher(),
      django: djangoPasswords(),
      newSecret,
      newId,
    },
    close: () => cynow.close(),
  };
};
