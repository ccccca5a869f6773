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
  /** Why the last look was not answered; null when it was. */
  problem(): unknown;
  close(): Promise<void>;
}

/** Where the flag is. */
export type FlagPlace = Pick<PgSettings, 'url' | 'schema' | 'applicationName'>;

/** What a watch tells of. Neither may throw. */
export interface FlagListener {
  /** The store answered, and not what it answered before. */
  readonly changed?: (flag: StoredFlag) => void;
  /** The store can be read after it could not, or cannot after it could. */
  readonly reached?: (reachable: boolean) => void;
}

/** How often the store is asked, whatever is pushed: a connection may be lost without a sign. */
const pollMs = 500;
/** An answer that takes longer is given up, and with it the connection. With the time above, and a new connection, below 2 s. */
const longestLookMs = 1000;

/**
 * Watches the flag on a connection of its own: told of a change at once, asking twice a second besides, connecting again
 * whenever the connection is lost or falls silent. The last answer known stays while the store cannot be read. Settles with the
 * first answer, or without one when the store cannot be reached.
 */
export const watchFlag = async (settings: FlagPlace, listener: FlagListener = {}): Promise<FlagWatch> => {
  let flag: StoredFlag | null = null;
  let reachable = false;
  let problem: unknown = null;
  let client: pg.Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let queued = false;

  const reached = (now: boolean): void => {
    const changed = now !== reachable;
    reachable = now;
    if (changed) listener.reached?.(now);
  };

  const drop = async (): Promise<void> => {
    const dropped = client;
    client = null;
    // It may be broken already; there is nothing to save in it.
    await dropped?.end().catch(() => undefined);
  };

  const open = async (): Promise<pg.Client> => {
    const opened = await connect({ ...settings, statementTimeoutMs: longestLookMs }, longestLookMs);
    opened.on('error', (error) => {
      // The next look connects anew; that of a connection given up before says nothing of the present one.
      if (client !== opened) return;
      client = null;
      problem = error;
      if (!closed) reached(false);
    });
    opened.on('notification', () => void look());
    try {
      await opened.query(`LISTEN ${pg.escapeIdentifier(flagChannel(settings.schema))}`);
      return opened;
    } catch (error) {
      await opened.end().catch(() => undefined);
      throw error;
    }
  };

  /** The flag, or null when the store cannot be read; then the connection is given up. */
  const read = async (): Promise<StoredFlag | null> => {
    try {
      client ??= await open();
      const seen = await readFlag(client, settings.schema);
      problem = null;
      return seen;
    } catch (error) {
      problem = error;
      // Nobody waits for a connection that has fallen silent to end.
      void drop();
      return null;
    }
  };

  const lookOnce = async (): Promise<void> => {
    queued = false;
    if (closed) return;
    const wasOpen = client !== null;
    // A connection that was fine the last time may be all that is lost.
    const seen = (await read()) ?? (wasOpen ? await read() : null);
    if (closed) return;
    const changed = seen !== null && seen.version !== flag?.version;
    if (seen !== null) flag = seen;
    reached(seen !== null);
    if (changed) listener.changed?.(seen);
  };

  /** One look at a time; what is pushed during one is seen by the next. */
  const look = (): Promise<void> => {
    if (!queued) {
      queued = true;
      looking = looking.then(lookOnce);
    }
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
    problem: () => problem,
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
      await drop();
    },
  };
};
