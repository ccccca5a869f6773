import { testSettings } from '../../testing/pgWorld.ts';
import { type BackfillProcess, startProcess } from '../startProcess.spec.support.ts';

/** How the run is to be, other than a new one over everything that gives up when another has its place. */
export interface RunChange {
  /** The run to take up again; null begins another one. */
  readonly resume?: string | null;
  /** Milliseconds to wait for another run; null waits without end. */
  readonly waitMs?: number | null;
  readonly atASign?: boolean;
  /** Milliseconds after which the server gives up a statement, and after half of which a transaction that stands still. */
  readonly statementTimeoutMs?: number;
}

/** The name under which the server knows the sessions of these runs. */
export const applicationName = 'cynow-po/crash';

/** Starts a run in a process of its own. */
export const startRun = (
  url: string,
  batchSize: number,
  { resume = null, waitMs = 0, atASign = false, statementTimeoutMs = 30_000 }: RunChange = {},
): BackfillProcess =>
  startProcess(url, {
    settings: { ...testSettings(url), applicationName, maxConnections: 3, statementTimeoutMs },
    batchSize,
    waitMs,
    atASign,
    ...(resume !== null && { options: { resume } }),
  });
