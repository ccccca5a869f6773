import { describe, expect, it } from 'vitest';
import { secretHash } from '../accounts/secretHash.ts';
import type { InMemoryCynowAccount } from '../memory/inMemoryCynowAccounts.ts';
import type { CynowAccounts } from '../ports/CynowAccounts.ts';
import { defaultNow } from './builders.ts';
import { usingWorld } from './usingWorld.ts';

/** CYNOW with the accounts that the contract asks for. */
export interface CynowWorld {
  readonly cynow: CynowAccounts;
  close(): Promise<void>;
}

const account = (given: Partial<InMemoryCynowAccount>): InMemoryCynowAccount => ({
  id: '7',
  name: 'sales',
  isActive: true,
  isStaff: false,
  isSuperuser: false,
  groups: [],
  encoded: 'pbkdf2_sha256$1000$salt$x',
  ...given,
});

const accounts = [
  account({ id: '7', groups: ['CYNOW Editors', '영업'] }),
  account({ id: '8', name: "O'Park", isStaff: true, isSuperuser: true }),
  account({ id: '9', name: 'retired', isActive: false }),
];

const cookieOf = (n: number): string => `${n}`.padStart(32, 'c');
const sessions = new Map([
  [cookieOf(1), { id: '7', until: new Date(defaultNow.getTime() + 1) }],
  [cookieOf(2), { id: '7', until: defaultNow }],
  [cookieOf(3), { id: '9', until: new Date(defaultNow.getTime() + 1) }],
]);

/** What every way to CYNOW's accounts must do. It is given the accounts and who is signed in, by cookie. */
export const cynowAccountsContract = (
  createWorld: (held: readonly InMemoryCynowAccount[], signedIn: typeof sessions) => Promise<CynowWorld>,
): void => {
  const inWorld = usingWorld(() => createWorld(accounts, sessions));
  const sales = { id: '7', name: 'sales', isStaff: false, isSuperuser: false, groups: ['CYNOW Editors', '영업'] };

  describe('CynowAccounts contract', () => {
    it(
      'finds active accounts by number and by name, with their groups',
      inWorld(async ({ cynow }) => {
        expect(await cynow.ofId('7')).toEqual(sales);
        expect(await cynow.ofName('sales')).toEqual(sales);
        expect(await cynow.ofName("O'Park")).toMatchObject({ id: '8', isStaff: true, isSuperuser: true, groups: [] });
        for (const name of ['Sales', 'retired', 'nobody', '', 'a\0b']) expect(await cynow.ofName(name)).toBeNull();
        for (const id of ['9', '10', '', 'x', '99999999999999999999', '-7']) expect(await cynow.ofId(id)).toBeNull();
      }),
    );

    it(
      'counts active accounts',
      inWorld(async ({ cynow }) => {
        expect(await cynow.count()).toBe(2);
      }),
    );

    it(
      'knows who is signed in, until the session ends or the account does',
      inWorld(async ({ cynow }) => {
        expect(await cynow.ofSession(cookieOf(1), defaultNow)).toEqual(sales);
        expect(await cynow.ofSession(cookieOf(2), defaultNow)).toBeNull();
        expect(await cynow.ofSession(cookieOf(3), defaultNow)).toBeNull();
        for (const cookie of ['', 'x', "' OR 1=1 --", 'a\0b', 'c'.repeat(10_000)]) {
          expect(await cynow.ofSession(cookie, defaultNow)).toBeNull();
        }
      }),
    );

    it(
      'tells what a password is checked against, and how much work that is where there is none',
      inWorld(async ({ cynow }) => {
        const encoded = 'pbkdf2_sha256$1000$salt$x';
        expect(await cynow.passwordOf('sales')).toEqual({ encoded, usualIterations: 1000 });
        expect(await cynow.passwordOf('retired')).toEqual({ encoded: null, usualIterations: 1000 });
        expect(await cynow.passwordOf('nobody')).toEqual({ encoded: null, usualIterations: 1000 });
        expect(await cynow.credentialsOf('7')).toBe(secretHash(encoded));
        expect(await cynow.credentialsOf('9')).toBeNull();
      }),
    );
  });
};
