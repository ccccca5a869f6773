import type { CandidateEvidence } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(', ');
  return value === null || value === undefined ? '–' : String(value);
};

/** One reason why a candidate is, or is not, the same order, in words. */
export const evidenceText = ({ code, facts }: CandidateEvidence, { evidence }: Messages): string => {
  // What is still needed is known of the candidate alone, and said by the words.
  if (code.startsWith('need.')) return evidence.codes[code];
  const expectation = facts.expectation as keyof typeof evidence.expectations | undefined;
  return evidence.compared(
    evidence.codes[code],
    expectation === undefined ? '' : evidence.expectations[expectation],
    shown(facts.document),
    shown(facts.candidate),
  );
};
