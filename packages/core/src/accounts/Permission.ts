import type { Role } from '../flags/FlagState.ts';
import { type Principal, type TokenScope, tokenScopes } from './Principal.ts';

/** What somebody may be allowed to do. The list is closed: whatever is offered needs one of these. */
export const permissions = [
  /** See POs, documents, queues, figures; download them. */
  'read',
  /** Decide reviews, matches and orphans, and take decisions back. */
  'review',
  /** Take, give back and extend document numbers. */
  'reserve',
  /** Enter, change, cancel and import POs. */
  'enter',
  /** Start, follow and cancel backfills, and see why the service is or is not ready. */
  'run',
  /** Change the flag. */
  'flag',
  /** Accounts and tokens of everybody. */
  'users',
  /** The audit trail of everything. */
  'audit',
  /** One's own password, sessions and tokens. */
  'account',
] as const;

export type Permission = (typeof permissions)[number];

const ofViewers: readonly Permission[] = ['read', 'account'];
const ofEditors: readonly Permission[] = [...ofViewers, 'review', 'reserve', 'enter'];

const ofRole: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ofViewers,
  editor: ofEditors,
  admin: [...ofEditors, 'run', 'flag', 'users', 'audit'],
};

/** Never `account`: a stolen token must not make another one, or a password, that outlives it. */
const ofScope: Readonly<Record<TokenScope, readonly Permission[]>> = {
  read: ['read'],
  write: ['read', 'review', 'reserve', 'enter'],
  admin: ['read', 'review', 'reserve', 'enter', 'run', 'flag', 'users', 'audit'],
};

/** Whether somebody may do this. Nobody may do anything; a token may do what both its scope and its user's role allow. */
export const may = (who: Principal | null, permission: Permission): boolean =>
  who !== null &&
  ofRole[who.role].includes(permission) &&
  (who.through.kind !== 'token' || ofScope[who.through.scope].includes(permission));

/** The least role that may do this, to tell somebody who may not. */
export const neededRole = (permission: Permission): Role => {
  if (ofRole.viewer.includes(permission)) return 'viewer';
  return ofRole.editor.includes(permission) ? 'editor' : 'admin';
};

/** The least scope of a token that may do this; null: none may, a person has to sign in. */
export const neededScope = (permission: Permission): TokenScope | null =>
  tokenScopes.find((scope) => ofScope[scope].includes(permission)) ?? null;
