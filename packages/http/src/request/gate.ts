import { evaluateFlag, type HardSwitch, type Principal, type StoredFlag } from '@cynow/po-core';

/** The flag as this process sees it. */
export interface FlagView {
  /** What the machine says, without the database. */
  readonly machine: () => HardSwitch;
  /** The last answer of the store; null while there never was one. */
  readonly stored: () => StoredFlag | null;
}

/** What the flag lets somebody do. */
export type Passage =
  | { readonly outcome: 'open'; readonly readOnly: boolean }
  /** As if nothing were here. */
  | { readonly outcome: 'hidden' }
  | { readonly outcome: 'maintenance'; readonly text: string | null };

/** Whether the flag hides everything from everybody: then nobody has to be asked who they are. */
export const hidesAll = ({ machine, stored }: FlagView): boolean => {
  const answer = evaluateFlag(machine(), stored(), null);
  return answer.outcome === 'off' && answer.because !== 'nobody';
};

export const passageOf = ({ machine, stored }: FlagView, who: Principal | null): Passage => {
  const answer = evaluateFlag(machine(), stored(), who);
  if (answer.outcome === 'on') return { outcome: 'open', readOnly: answer.readOnly };
  return answer.outcome === 'maintenance' ? answer : { outcome: 'hidden' };
};
