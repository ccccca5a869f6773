import {
  bucketOf,
  evaluateFlag,
  type FlagAnswer,
  flagKey,
  flagSubject,
  type HardSwitch,
  type StoredFlag,
} from '@cynow/po-core';
import { type EvaluationContext, type ResolutionDetails, StandardResolutionReasons } from '@openfeature/server-sdk';

/** The flag as a process sees it. */
export interface FlagSeen {
  /** What the machine says, without the database. */
  readonly machine: HardSwitch;
  /** The last answer of the store; null while there never was one. */
  readonly stored: StoredFlag | null;
  /** Whether the store can be read now. */
  readonly reachable: boolean;
}

const reasonOf = (answer: FlagAnswer, stored: StoredFlag | null): string => {
  const { STATIC, DISABLED, DEFAULT, SPLIT, TARGETING_MATCH, ERROR } = StandardResolutionReasons;
  if (answer.outcome === 'on') return { everybody: STATIC, listed: TARGETING_MATCH, share: SPLIT }[answer.because];
  if (answer.outcome === 'maintenance' || answer.because === 'machine') return DISABLED;
  if (stored === null) return ERROR;
  if (stored.state !== 'on') return DISABLED;
  return answer.because === 'not-let-in' && stored.percent !== null ? SPLIT : DEFAULT;
};

/**
 * What the flag says to whoever the context tells of (`targetingKey`: the user; `role`), as OpenFeature words it. Never an error code,
 * for which a caller's own default would stand in: when nothing is known of the flag it is off (rules 10).
 */
export const flagDetails = (
  { machine, stored, reachable }: FlagSeen,
  context: EvaluationContext,
): ResolutionDetails<boolean> => {
  const subject = flagSubject(context.targetingKey, context.role);
  const answer = evaluateFlag(machine, stored, subject);
  const value = answer.outcome === 'on';
  return {
    value,
    variant: value ? 'on' : 'off',
    reason: reasonOf(answer, stored),
    ...(answer.outcome === 'off' && answer.because === 'unknown'
      ? { errorMessage: 'nothing is known of the flag: off' }
      : {}),
    flagMetadata: {
      state: machine.state === 'off' ? 'machine-off' : (stored?.state ?? 'unknown'),
      because: answer.outcome === 'maintenance' ? 'stored' : answer.because,
      stale: !reachable,
      ...(stored === null ? {} : { version: stored.version, readOnly: stored.readOnly }),
      ...(subject === null ? {} : { bucket: bucketOf(flagKey, subject.user) }),
      ...(answer.outcome === 'maintenance' && answer.text !== null ? { maintenanceText: answer.text } : {}),
      ...(answer.outcome === 'on' && answer.notice !== null ? { notice: answer.notice } : {}),
    },
  };
};
