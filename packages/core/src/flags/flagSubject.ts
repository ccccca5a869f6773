import type { FlagSubject } from './evaluateFlag.ts';
import { roles } from './FlagState.ts';

/**
 * Who asks, of what somebody else's program says about them. Whatever is no name of a user, the empty one included, is nobody;
 * whatever is no role of ours is none.
 */
export const flagSubject = (user: unknown, role: unknown): FlagSubject =>
  typeof user === 'string' && user !== '' ? { user, role: roles.find((known) => known === role) ?? null } : null;
