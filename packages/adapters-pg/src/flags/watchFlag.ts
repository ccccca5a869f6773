import type { StoredFlag } from '@cynow/po-core';
import pg from 'pg';
import { connect } from '../connection/connect.ts';
import type { PgSettings } from '../connection/PgSettings.ts';
import { flagChannel } from './flagChannel.ts';
import { readFlag } from './pgFlagStore.ts';

/** The flag as a process sees it. */
export interface FlagWatch {
  /** The last answer of the store; null while there never was one. */
  current(): StoredFlag | null;
  /** Whether the last look was answered. */
  reachable(): boolean;
  close(): Promise<void>;
}

/** How often the store is asked, whatever is pushed: a connection may be lost without a sign. */
const pollMs = 1000;
/** A look that takes longer is given up, and with it the connection. */
const longestLookMs = 1500;

/**
 * Watches the flag on a connection of its own: told of a change at once, asking every second besides, connecting again whenever
 * the connection is lost. The last answer known stays while the store cannot be read. Settles with the first answer, or without
 * one when the store cannot be reached.
 */
export const watchFlag = async (
  settings: PgSettings,
  onChange: (flag: StoredFlag) => void = () => undefined,
): Promise<FlagWatch> => {
  let flag: StoredFlag | null = null;
  let reachable = false;
  let client: pg.Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const drop = async (): Promise<void> => {
    const dropped = client;
    client = null;
    reachable = false;
    // It may be broken already; there is nothing to save in it.
    await dropped?.end().catch(() => undefined);
  };

  const open = async (): Promise<pg.Client> => {
    const opened = await connect({ ...settings, statementTimeoutMs: longestLookMs });
    opened.on('error', () => void drop());
    opened.on('notification', () => look());
    await opened.query(`LISTEN ${pg.escapeIdentifier(flagChannel(settings.schema))}`);
    return opened;
  };

  const lookOnce = async (): Promise<void> => {
    if (closed) return;
    try {
      client ??= await open();
      const seen = await readFlag(client, settings.schema);
      const changed = flag?.version !== seen.version;
      flag = seen;
      reachable = true;
      if (changed) onChange(seen);
    } catch {
      // Told by `reachable`; the last answer stays, and the next look connects anew.
      await drop();
    }
  };

  /** One look at a time; a push that comes during one is seen by the next. */
  const look = (): Promise<void> => {
    looking = looking.then(lookOnce);
    return looking;
  };

  const again = (): void => {
    if (!closed) timer = setTimeout(() => void look().finally(again), pollMs);
  };

  await look();
  again();
  return {
    current: () => flag,
    reachable: () => reachable,
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
      await drop();
    },
  };
};
