import { flagKey } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';
import type { Arguments } from './Command.ts';
import { usageFailure } from './CommandFailure.ts';

/** The flag that was named: there is one. @throws CommandFailure */
export const flagName = (args: Arguments, { errors }: Messages): typeof flagKey => {
  const given = args.text('key') ?? '';
  if (given !== flagKey) throw usageFailure(errors.notOneOf('key', [flagKey], given));
  return flagKey;
};
