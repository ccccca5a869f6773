import { setTimeout as after } from 'node:timers/promises';
import type { CdcFreshness } from '@cynow/po-core';
import type { Readiness } from './healthRoutes.ts';

/** What is asked whether PO management can work here. */
export interface ReadinessPorts {
  /** How our schema stands; `current` is as it should be. */
  readonly schemaState: () => Promise<string>;
  /** How fresh FCMS's data is. */
  readonly freshness: () => Promise<CdcFreshness>;
}

/** A probe that has to wait longer has its answer. */
const withinMs = 2000;

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const look = async ({ schemaState, freshness }: ReadinessPorts): Promise<Readiness> => {
  try {
    const state = await schemaState();
    const checks = { database: { ok: true }, migrations: { ok: state === 'current', told: state } };
    try {
      const cdc = await freshness();
      const degraded = cdc.state === 'paused' || cdc.state === 'stale' ? [`cdc-${cdc.state}`] : [];
      return { checks, degraded };
    } catch (error) {
      // FCMS is somebody else's: without it people still have what we know.
      return { checks: { ...checks, fcms: { ok: true, told: textOf(error) } }, degraded: ['fcms-unreadable'] };
    }
  } catch (error) {
    return { checks: { database: { ok: false, told: textOf(error) } }, degraded: [] };
  }
};

/** Whether PO management can work here, within 2 s, whatever the database does; for `healthRoutes`, or a host's own. */
export const databaseReadiness = (ports: ReadinessPorts): Promise<Readiness> => {
  const late: Promise<Readiness> = after(
    withinMs,
    { checks: { database: { ok: false, told: `> ${withinMs} ms` } }, degraded: [] },
    { ref: false },
  );
  return Promise.race([look(ports), late]);
};
