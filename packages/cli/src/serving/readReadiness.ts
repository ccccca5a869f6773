import { databaseReadiness, type Readiness } from '@cynow/po-http';
import type { Application } from '../composition/compose.ts';
import type { FlagSeen } from './seeFlag.ts';

/** Whether this process can work, and what is not as it should be. */
export const readReadiness = async (
  application: Pick<Application, 'schemaState' | 'freshness'>,
  flag: Pick<FlagSeen, 'machine'>,
): Promise<Readiness> => {
  const readiness = await databaseReadiness(application);
  const machine = flag.machine();
  if (machine.state !== 'off') return readiness;
  const told = { environment: null, file: null, misspelt: 'switch-misspelt', 'file-unreadable': 'switch-unreadable' };
  const degraded = told[machine.because];
  return degraded === null ? readiness : { ...readiness, degraded: [...readiness.degraded, degraded] };
};
