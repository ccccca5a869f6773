import { evaluateFlag, type HardSwitch, type Principal, type StoredFlag } from '@cynow/po-core';

/** The one place that an administrator reaches while everything is hidden. */
export const flagPath = '/admin/flag';

/** The flag as this process sees it. */
export interface FlagView {
  /** What the machine says, without the database. */
  readonly machine: () => HardSwitch;
  /** The last answer of the store; null while there never was one. */
  readonly stored: () => StoredFlag | null;
}

/** What the flag lets somebody do. */
export type Passage =
  | {
      readonly outcome: 'open';
      readonly readOnly: boolean;
      readonly notice: string | null;
      /** Whether it is so here only, and everything else is hidden from them. */
      readonly alone: boolean;
    }
  /** As if nothing were here. */
  | { readonly outcome: 'hidden' }
  | { readonly outcome: 'maintenance'; readonly text: string | null };

/** Whether the flag hides everything from everybody: then nobody has to be asked who they are. */
export const hidesAll = ({ machine, stored }: FlagView): boolean => {
  const answer = evaluateFlag(machine(), stored(), null);
  return answer.outcome === 'off' && answer.because !== 'nobody';
};

/**
 * What the flag lets somebody do. `anybody`: where people sign in and out, which is there as long as the feature is on for
 * anybody at all: else nobody on the list could come in.
 */
export const passageOf = ({ machine, stored }: FlagView, who: Principal | null, anybody = false): Passage => {
  const seen = stored();
  const answer = evaluateFlag(machine(), seen, who);
  if (answer.outcome === 'on') {
    return { outcome: 'open', readOnly: answer.readOnly, notice: answer.notice, alone: false };
  }
  if (answer.outcome === 'maintenance') return answer;
  const isForSome = answer.because === 'not-let-in' || (answer.because === 'nobody' && seen?.state === 'on');
  return anybody && isForSome
    ? { outcome: 'open', readOnly: seen?.readOnly ?? false, notice: null, alone: true }
    : { outcome: 'hidden' };
};
