import { randomUUID } from 'node:crypto';
import type { FlagProcess, HardSwitch, StoredFlag } from '@cynow/po-core';
import type { OrdersLog } from '@cynow/po-http';
import { readSwitch } from '../commands/beginWriting.ts';
import type { Context } from '../commands/Command.ts';
import type { Application } from '../composition/compose.ts';
import { version } from '../version.ts';
import { pause } from './pause.ts';
import type { FlagKnown } from './WorkerMessage.ts';

/** How often the machine's switch is looked at, and how often this process tells what it sees. */
const everyMs = 1000;

/** The flag as this server sees it, looked at again and again. */
export interface FlagSeen {
  /** Under which this process tells what it sees. */
  readonly processId: string;
  readonly machine: () => HardSwitch;
  readonly stored: () => StoredFlag | null;
  readonly state: () => FlagProcess['state'];
  /** What another process saw last: it counts until the store answers this one. */
  knowsOf(stored: FlagKnown): void;
  close(): Promise<void>;
}

/** Watches the flag for a server. `changed` is told of each answer of the store that differs from the one before. */
export const seeFlag = async (
  { config, surroundings }: Context,
  { watchFlag, flags }: Application,
  log: OrdersLog,
  changed: (stored: FlagKnown) => void,
): Promise<FlagSeen> => {
  const watched = await watchFlag({ changed: ({ changedAt: _, ...stored }) => changed(stored) });
  let ofAnother: StoredFlag | null = null;
  const stored = (): StoredFlag | null => watched.current() ?? ofAnother;
  const id = randomUUID();
  const { hostname: host, pid, cwd } = surroundings;
  let machine: HardSwitch = { state: 'store' };
  const lookAtMachine = (): void => {
    const before = machine;
    machine = readSwitch(config, cwd);
    if (machine.state !== 'off' || (before.state === 'off' && before.because === machine.because)) return;
    if (machine.because === 'misspelt') log.warn({ value: machine.value }, 'ENABLE_PO_MANAGEMENT is misspelt: off');
    if (machine.because === 'file-unreadable')
      log.warn({ file: config.PO_OFF_FILE, problem: machine.problem }, 'PO_OFF_FILE cannot be looked at: off');
  };
  lookAtMachine();
  const state = (): FlagProcess['state'] => (machine.state === 'off' ? 'machine-off' : (stored()?.state ?? 'unknown'));
  let told = true;
  const tell = async (): Promise<void> => {
    const seen = stored()?.version ?? null;
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
  const everySecond = async (work: () => unknown): Promise<void> => {
    while (!ended.signal.aborted) {
      await work();
      await pause(everyMs, ended.signal);
    }
  };
  // Apart: a database that answers nothing must not keep this process from seeing that it is switched off.
  const looking = everySecond(lookAtMachine);
  const telling = everySecond(tell);
  return {
    processId: id,
    machine: () => machine,
    stored,
    state,
    knowsOf(known) {
      ofAnother = { ...known, changedAt: null };
    },
    async close() {
      ended.abort();
      await Promise.all([looking, telling]);
      await flags.forget(id).catch((error: unknown) => log.warn({ err: error }, 'could not say goodbye'));
      await watched.close();
    },
  };
};
