import { describe, expect, it } from 'vitest';
import type { AuditTrail } from '../ports/AuditTrail.ts';
import type { FlagProcess, FlagStore } from '../ports/FlagStore.ts';
import { defaultNow, somebody } from './builders.ts';
import { usingWorld } from './usingWorld.ts';

/** A flag store over nothing, and the trail that it writes. */
export interface FlagWorld {
  readonly flags: FlagStore;
  readonly audit: AuditTrail;
  close(): Promise<void>;
}

const process = (given: Partial<FlagProcess> = {}): FlagProcess => ({
  id: '0197a1e0-0000-7000-8000-000000000001',
  command: 'serve',
  host: 'srv1',
  pid: 2213,
  release: '1.0.0',
  version: 0,
  state: 'off',
  seenAt: defaultNow,
  ...given,
});

/** What every flag store must do. */
export const flagStoreContract = (createWorld: () => Promise<FlagWorld>): void => {
  const inWorld = usingWorld(createWorld);

  describe('FlagStore contract', () => {
    it(
      'holds a flag that is off, before anybody has changed it',
      inWorld(async ({ flags }) => {
        expect(await flags.read()).toEqual({
          state: 'off',
          readOnly: false,
          users: [],
          roles: [],
          percent: null,
          maintenanceText: null,
          notice: null,
          version: 0,
          changedAt: null,
          changedBy: null,
        });
      }),
    );

    it(
      'keeps what is changed, by whom and when, with an entry in the trail',
      inWorld(async ({ flags, audit }) => {
        const changed = await flags.change(somebody, defaultNow, (now) => ({
          ...now,
          state: 'on',
          users: ['김철수', '가나다', '김철수'],
          roles: ['editor', 'admin'],
          percent: 12.34,
          notice: "오늘은 느립니다 'quoted'",
        }));
        expect(changed).toEqual({
          state: 'on',
          readOnly: false,
          users: ['가나다', '김철수'],
          roles: ['admin', 'editor'],
          percent: 12.34,
          maintenanceText: null,
          notice: "오늘은 느립니다 'quoted'",
          version: 1,
          changedAt: defaultNow,
          changedBy: 'tester',
        });
        expect(await flags.read()).toEqual(changed);
        expect(await audit.about('flag:po_management', 10)).toMatchObject([
          { action: 'set-flag', by: somebody, before: { state: 'off' }, after: { state: 'on', percent: 12.34 } },
        ]);
        await flags.change(somebody, defaultNow, (now) => ({ ...now, percent: 20 }));
        const [newest, older] = await audit.latest(10);
        expect([newest, older]).toMatchObject([{ after: { percent: 20 } }, { after: { percent: 12.34 } }]);
        expect(await audit.latest(1)).toEqual([newest]);
        expect(await audit.latest(1, newest!.seq)).toEqual([older]);
        expect(await audit.latest(10, older!.seq)).toEqual([]);
      }),
    );

    it(
      'writes nothing when the flag stays as it was',
      inWorld(async ({ flags, audit }) => {
        expect(await flags.change(somebody, defaultNow, (now) => now)).toMatchObject({ version: 0, changedAt: null });
        expect(await audit.about('flag:po_management', 10)).toEqual([]);
      }),
    );

    it(
      'loses no change of several who change it at once',
      inWorld(async ({ flags }) => {
        await Promise.all(
          ['a', 'b', 'c', 'd'].map((user) =>
            flags.change(somebody, defaultNow, (now) => ({ ...now, users: [...now.users, user] })),
          ),
        );
        expect(await flags.read()).toMatchObject({ users: ['a', 'b', 'c', 'd'], version: 4 });
      }),
    );

    it(
      'knows what each live process sees',
      inWorld(async ({ flags }) => {
        const other = process({ id: '0197a1e0-0000-7000-8000-000000000002', pid: 9, state: 'unknown', version: null });
        await flags.report(process());
        await flags.report(other);
        await flags.report(process({ version: 3, state: 'on', seenAt: new Date(defaultNow.getTime() + 1000) }));
        expect(await flags.processes(defaultNow)).toEqual([
          other,
          process({ version: 3, state: 'on', seenAt: new Date(defaultNow.getTime() + 1000) }),
        ]);
        expect(await flags.processes(new Date(defaultNow.getTime() + 1))).toHaveLength(1);
        await flags.forget(other.id);
        expect(await flags.processes(defaultNow)).toHaveLength(1);
      }),
    );
  });
};
