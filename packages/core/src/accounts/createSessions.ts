import type { AccountPorts } from './AccountPorts.ts';
import type { Directory, KnownAccount } from './createDirectory.ts';
import type { AccountId, Principal } from './Principal.ts';
import { secretHash } from './secretHash.ts';

const hour = 60 * 60 * 1000;

/** A session that nobody uses ends: over lunch it lasts, over night it does not. */
export const idleMs = 8 * hour;

/** However much it is used: the longest working day ends before, and the next person at the same desk signs in anew. */
export const longestSessionMs = 16 * hour;

/** The time of the last use is written so often at most. */
export const touchMs = 60 * 1000;

/** A session that has begun. The secret is for the browser; only its hash is stored. */
export interface BegunSession {
  readonly secret: string;
  readonly principal: Principal;
}

/** Sessions of those who signed in here. */
export interface Sessions {
  /** Begins a session with a secret of its own, whatever the browser had before. */
  begin(known: KnownAccount): Promise<BegunSession>;
  /** Whose session it is; null: nobody's, or it is over. */
  continue(secret: string): Promise<Principal | null>;
  end(secret: string): Promise<void>;
  endAll(account: AccountId): Promise<number>;
}

const principalOf = ({ account, user, role }: KnownAccount, id: string, expiresAt: Date): Principal => ({
  account,
  user,
  role,
  through: { kind: 'session', id, expiresAt },
});

export const createSessions = (
  { sessions, newSecret, clock }: Pick<AccountPorts, 'sessions' | 'newSecret' | 'clock'>,
  directory: Pick<Directory, 'ofId' | 'ofIdNow'>,
): Sessions => ({
  async begin(known) {
    const [now, secret] = [clock.now(), newSecret()];
    const id = secretHash(secret);
    const expiresAt = new Date(now.getTime() + longestSessionMs);
    await sessions.removeOver(now, new Date(now.getTime() - idleMs));
    await sessions.add({
      id,
      account: known.account,
      credentials: known.credentials ?? '',
      createdAt: now,
      lastUsedAt: now,
      expiresAt,
    });
    return { secret, principal: principalOf(known, id, expiresAt) };
  },

  async continue(secret) {
    const id = secretHash(secret);
    const session = await sessions.find(id);
    if (session === null) return null;
    const now = clock.now();
    const idle = now.getTime() - session.lastUsedAt.getTime();
    const isOver = now >= session.expiresAt || idle >= idleMs;
    let known = isOver ? null : await directory.ofId(session.account);
    // What is remembered of CYNOW's account may be older than this session, which began with a new password.
    if (known !== null && known.credentials !== session.credentials) known = await directory.ofIdNow(session.account);
    if (known === null || known.credentials !== session.credentials) {
      await sessions.remove(id);
      return null;
    }
    if (idle >= touchMs) await sessions.touch(id, now);
    return principalOf(known, id, session.expiresAt);
  },

  end: (secret) => sessions.remove(secretHash(secret)),
  endAll: (account) => sessions.removeAll(account),
});
