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
  const isMisspelt = machine.state === 'off' && machine.because === 'misspelt';
  return isMisspelt ? { ...readiness, degraded: [...readiness.degraded, 'switch-misspelt'] } : readiness;
};
