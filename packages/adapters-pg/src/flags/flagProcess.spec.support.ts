import { createInterface } from 'node:readline';
import { type FlagPlace, watchFlag } from './watchFlag.ts';

/** What a process that watches the flag tells, a line of JSON each. */
export interface FlagTold {
  /** `started`: its first look is over; `asked`: the answer to a line on its standard input. */
  readonly type: 'started' | 'changed' | 'reached' | 'asked';
  /** Null: it knows nothing. */
  readonly version: number | null;
  readonly state: string | null;
  readonly reachable: boolean;
}

// A process of its own: `flagProcess.spec.support.ts PLACE` watches until its standard input ends.
const place = JSON.parse(process.argv[2] ?? '') as FlagPlace;
const tell = (told: FlagTold): void => {
  process.stdout.write(`${JSON.stringify(told)}\n`);
};

const watch = await watchFlag(place, {
  changed: ({ version, state }) => tell({ type: 'changed', version, state, reachable: true }),
  reached: (reachable) => tell({ type: 'reached', version: null, state: null, reachable }),
});
const now = (type: FlagTold['type']): FlagTold => ({
  type,
  version: watch.current()?.version ?? null,
  state: watch.current()?.state ?? null,
  reachable: watch.reachable(),
});
tell(now('started'));
for await (const _ of createInterface(process.stdin)) tell(now('asked'));
await watch.close();
