import type { Attempts } from '../accounts/signInBrakes.ts';

/** Where tries to sign in are counted, so that no restart and no second process forgets them. */
export interface AttemptStore {
  /**
   * Gives what is held of these keys, in their order, and holds what comes back instead; nobody else reads or changes any of
   * them in between.
   */
  change<T>(
    keys: readonly string[],
    change: (held: readonly Attempts[]) => { readonly held: readonly Attempts[]; readonly result: T },
  ): Promise<T>;
  /** Forgets keys whose last failure and last success were both before. */
  forget(failedBefore: Date, succeededBefore: Date): Promise<void>;
}
