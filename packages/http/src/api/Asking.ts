import type { Doer, Permission, Role } from '@cynow/po-core';

export type Language = 'ko' | 'en';

/** Who asks, by what, and in which language an answer is wanted. */
export interface Asking {
  readonly who: SignedIn | null;
  readonly requestId: string;
  readonly language: Language;
  readonly at: Date;
  /** Ends when the client has gone. */
  readonly signal: AbortSignal;
  /** As the audit trail names it. @throws when nobody is signed in, which a permission rules out */
  doer(): Doer;
}

/** Somebody who is signed in, by a session or a token. */
export interface SignedIn {
  readonly user: string;
  readonly role: Role;
  readonly by: 'session' | 'token';
  readonly permissions: ReadonlySet<Permission>;
}
