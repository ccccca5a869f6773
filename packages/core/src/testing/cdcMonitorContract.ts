import { describe, expect, it } from 'vitest';
import type { CdcMonitor } from '../ports/CdcMonitor.ts';
import { usingWorld } from './usingWorld.ts';

/** A monitor to test, over a source that the test can change. */
export interface WatchedSource {
  readonly cdc: CdcMonitor;
  /** Changes something in the source; settles when a look can see it. */
  change(): Promise<void>;
  close(): Promise<void>;
}

const at = (minute: number): Date => new Date(Date.UTC(2025, 10, 22, 3, minute));

/** What every `CdcMonitor` promises. `createSource` gives each test a fresh one that was never looked at. */
export const cdcMonitorContract = (createSource: () => Promise<WatchedSource>): void => {
  const watching = usingWorld(createSource);

  describe('CdcMonitor contract', () => {
    it(
      'remembers nothing before the first look',
      watching(async ({ cdc }) => {
        expect(await cdc.remembered()).toBeNull();
      }),
    );

    it(
      'remembers a look that is to be kept, and answers with it',
      watching(async ({ cdc }) => {
        const first = await cdc.look(at(0), true);
        expect(first).toMatchObject({ firstAt: at(0), lastAt: at(0), changedAt: null });
        expect(await cdc.remembered()).toEqual(first);
        const second = await cdc.look(at(5), true);
        expect(second).toEqual({ ...first, lastAt: at(5) });
        expect(await cdc.remembered()).toEqual(second);
      }),
    );

    it(
      'tells when a look found a change, and keeps that until the next',
      watching(async ({ cdc, change }) => {
        await cdc.look(at(0), true);
        await change();
        const changed = await cdc.look(at(5), true);
        expect(changed).toMatchObject({ firstAt: at(0), lastAt: at(5), changedAt: at(5) });
        const quiet = await cdc.look(at(9), true);
        expect(quiet).toEqual({ ...changed, lastAt: at(9) });
      }),
    );

    it(
      'writes nothing for a look that is not to be kept',
      watching(async ({ cdc, change }) => {
        expect(await cdc.look(at(0), false)).toMatchObject({ firstAt: at(0), changedAt: null });
        expect(await cdc.remembered()).toBeNull();
        const kept = await cdc.look(at(1), true);
        await change();
        expect(await cdc.look(at(2), false)).toMatchObject({ firstAt: at(1), lastAt: at(2), changedAt: at(2) });
        expect(await cdc.remembered()).toEqual(kept);
      }),
    );

    it(
      'remembers a standstill of an hour or more that a kept look has ended, and none that was shorter',
      watching(async ({ cdc, change }) => {
        await cdc.look(at(0), true);
        await cdc.look(at(60), true);
        await change();
        await cdc.look(at(61), false);
        expect(await cdc.standstills(at(-60))).toEqual([]);
        await cdc.look(at(62), true);
        const standstill = { from: at(0), lastLookAt: at(60), to: at(62) };
        expect(await cdc.standstills(at(-60))).toEqual([standstill]);
        await cdc.look(at(121), true);
        await change();
        await cdc.look(at(200), true);
        expect(await cdc.standstills(at(-60))).toEqual([standstill]);
        await cdc.look(at(260), true);
        await change();
        await cdc.look(at(300), true);
        const later = { from: at(200), lastLookAt: at(260), to: at(300) };
        expect(await cdc.standstills(at(-60))).toEqual([standstill, later]);
        expect(await cdc.standstills(at(62))).toEqual([later]);
      }),
    );
  });
};
