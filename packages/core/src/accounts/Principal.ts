import type { Role } from '../flags/FlagState.ts';

/** What a token is for, at most. */
export const tokenScopes = ['read', 'write', 'admin'] as const;

export type TokenScope = (typeof tokenScopes)[number];

/** An account: one of our own by the key of its name, one of CYNOW's by its number there, which outlives a change of name. */
export type AccountId = `own:${string}` | `cynow:${string}`;

/** On which ways people sign in (`PO_AUTH`). */
export type AuthMethod = 'own' | 'django-session' | 'django-password';

/** Somebody who has shown who they are. */
export interface Principal {
  readonly account: AccountId;
  /** The name, for the audit trail, the flag and the screen. */
  readonly user: string;
  readonly role: Role;
  readonly through:
    | {
        readonly kind: 'session';
        readonly id: string;
        /** When it ends however much it is used. */
        readonly expiresAt: Date;
      }
    /** Signed in to CYNOW; there is no session of ours, and one signs out there. */
    | { readonly kind: 'cynow-session' }
    | { readonly kind: 'token'; readonly id: string; readonly scope: TokenScope };
}
