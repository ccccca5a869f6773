import type { Channel, Doer, Principal } from '@cynow/po-core';

/** Who does what a request asks for, as the audit trail names it: by a page or by the JSON API, however they showed who they are. */
export const doerOf = (requestId: string, who: Principal, channel: Extract<Channel, 'page' | 'api'>): Doer => ({
  actor: who.user,
  channel,
  requestId,
});
