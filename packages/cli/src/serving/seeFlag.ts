import { randomUUID } from 'node:crypto';
import type { FlagProcess, HardSwitch, StoredFlag } from '@cynow/po-core';
import type { OrdersLog } from '@cynow/po-http';
import { readSwitch } from '../commands/beginWriting.ts';
import type { Context } from '../commands/Command.ts';
import type { Application } from '../composition/compose.ts';
import { version } from '../version.ts';
import { pause } from './pause.ts';

/** How often the machine's switch is looked at, and how often this process tells what it sees. */
const everyMs = 1000;

/** The flag as this server sees it, looked at again and again. */
export interface FlagSeen {
  /** Under which this process tells what it sees. */
  readonly processId: string;
  readonly machine: () => HardSwitch;
  readonly stored: () => StoredFlag | null;
  readonly state: () => FlagProcess['state'];
  close(): Promise<void>;
}

export const seeFlag = async (
  { config, surroundings }: Context,
  { watchFlag, flags }: Application,
  log: OrdersLog,
): Promise<FlagSeen> => {
  const watched = await watchFlag();
  const id = randomUUID();
  const { hostname: host, pid, cwd } = surroundings;
  let machine = readSwitch(config, cwd);
  if (machine.state === 'off' && machine.because === 'misspelt')
    log.warn({ value: machine.value }, 'ENABLE_PO_MANAGEMENT is misspelt: off');
  const state = (): FlagProcess['state'] =>
    machine.state === 'off' ? 'machine-off' : (watched.current()?.state ?? 'unknown');
  let told = true;
  const tell = async (): Promise<void> => {
    const seen = watched.current()?.version ?? null;
    try {
      await flags.report({
        id,
        command: 'serve',
        host,
        pid,
        release: version,
        version: seen,
        state: state(),
        seenAt: surroundings.now(),
      });
      told = true;
    } catch (error) {
      // Once: the database may be away for long.
      if (told) log.warn({ err: error }, 'cannot tell what the flag looks like from here');
      told = false;
    }
  };
  const ended = new AbortController();
  const looking = (async () => {
    while (!ended.signal.aborted) {
      machine = readSwitch(config, cwd);
      await tell();
      await pause(everyMs, ended.signal);
    }
  })();
  return {
    processId: id,
    machine: () => machine,
    stored: () => watched.current(),
    state,
    async close() {
      ended.abort();
      await looking;
      await flags.forget(id).catch((error: unknown) => log.warn({ err: error }, 'could not say goodbye'));
      await watched.close();
    },
  };
};
