import type { Doer, Principal } from '@cynow/po-core';

export type Language = 'ko' | 'en';

/** Who asks, and in which language an answer is wanted. */
export interface Asking {
  readonly who: Principal;
  readonly requestId: string;
  readonly language: Language;
  /** When the request came. */
  readonly at: Date;
  /** Who does what is asked for, as the audit trail names it. */
  readonly doer: Doer;
}
