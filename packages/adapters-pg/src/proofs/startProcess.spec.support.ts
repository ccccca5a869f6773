import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { defaultNow } from '@cynow/po-core/testing';
import { testSettings } from '../testing/pgWorld.ts';
import type { ProcessEvent, ProcessRequest } from './backfillProcess.spec.support.ts';

const program = fileURLToPath(new URL('./backfillProcess.spec.support.ts', import.meta.url));

/** A backfill in a process of its own. */
export interface BackfillProcess {
  readonly child: ChildProcess;
  /** What it has told so far. */
  readonly events: readonly ProcessEvent[];
  /** The first event of the type, once it is there. Throws when the process ends without it. */
  told<T extends ProcessEvent['type']>(type: T): Promise<Extract<ProcessEvent, { type: T }>>;
  /** Lets it begin, when it waits for a sign. */
  begin(): void;
  /** When it has ended, however. */
  readonly ended: Promise<void>;
}

/** Starts a backfill over everything in a process of its own, but for what is given. */
export const startProcess = (
  url: string,
  given: Partial<ProcessRequest> & { readonly environment?: Readonly<Record<string, string>> } = {},
): BackfillProcess => {
  const { environment, ...asked } = given;
  const request: ProcessRequest = {
    settings: { ...testSettings(url), applicationName: 'cynow-po/proof', maxConnections: 3 },
    now: defaultNow.toISOString(),
    days: null,
    options: { window: { since: null, until: null }, limit: null, force: false },
    batchSize: 100,
    dryRun: false,
    waitMs: 0,
    atASign: false,
    tellAll: false,
    ...asked,
  };
  const child = spawn(process.execPath, ['--conditions=@cynow/source', program, JSON.stringify(request)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const events: ProcessEvent[] = [];
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => events.push(JSON.parse(line) as ProcessEvent));
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => undefined);
  // A process that is killed does not read any more.
  child.stdin.on('error', () => undefined);

  const told = async <T extends ProcessEvent['type']>(type: T): Promise<Extract<ProcessEvent, { type: T }>> => {
    for (;;) {
      const found = events.find((event): event is Extract<ProcessEvent, { type: T }> => event.type === type);
      if (found !== undefined) return found;
      const over = await Promise.race([once(lines, 'line').then(() => false), ended.then(() => true)]);
      if (over && !events.some((event) => event.type === type)) {
        throw new Error(`the process ended without “${type}”: ${JSON.stringify(events.slice(-3))}`);
      }
    }
  };
  return { child, events, told, begin: () => void child.stdin.write('\n'), ended };
};
