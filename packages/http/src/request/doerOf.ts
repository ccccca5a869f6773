import type { Doer, Principal } from '@cynow/po-core';

/** Who does what a request asks for, as the audit trail names it. */
export const doerOf = (requestId: string, who: Principal): Doer => ({
  actor: who.user,
  channel: who.through.kind === 'token' ? 'api' : 'page',
  requestId,
});
