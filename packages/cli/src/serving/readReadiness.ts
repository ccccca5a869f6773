import { setTimeout as after } from 'node:timers/promises';
import type { Readiness } from '@cynow/po-http';
import type { Application } from '../composition/compose.ts';
import { errorText } from '../config/errorText.ts';
import type { FlagSeen } from './seeFlag.ts';

/** A probe that has to wait longer has its answer. */
const withinMs = 2000;

const database = async ({
  schemaState,
  freshness,
}: Pick<Application, 'schemaState' | 'freshness'>): Promise<Readiness> => {
  try {
    const state = await schemaState();
    const checks = { database: { ok: true }, migrations: { ok: state === 'current', told: state } };
    try {
      const cdc = await freshness();
      const degraded = cdc.state === 'paused' || cdc.state === 'stale' ? [`cdc-${cdc.state}`] : [];
      return { checks, degraded };
    } catch (error) {
      // FCMS is somebody else's: without it people still have what we know.
      return { checks: { ...checks, fcms: { ok: true, told: errorText(error) } }, degraded: ['fcms-unreadable'] };
    }
  } catch (error) {
    return { checks: { database: { ok: false, told: errorText(error) } }, degraded: [] };
  }
};

/** Whether this process can work, and what is not as it should be. */
export const readReadiness = async (
  application: Pick<Application, 'schemaState' | 'freshness'>,
  flag: Pick<FlagSeen, 'machine'>,
): Promise<Readiness> => {
  const late: Promise<Readiness> = after(
    withinMs,
    { checks: { database: { ok: false, told: `> ${withinMs} ms` } }, degraded: [] },
    { ref: false },
  );
  const readiness = await Promise.race([database(application), late]);
  const machine = flag.machine();
  const isMisspelt = machine.state === 'off' && machine.because === 'misspelt';
  return isMisspelt ? { ...readiness, degraded: [...readiness.degraded, 'switch-misspelt'] } : readiness;
};
