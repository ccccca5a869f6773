import { type Day, isDay } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';
import type { Arguments } from './Command.ts';
import { usageFailure } from './CommandFailure.ts';

/** The whole number of an option; undefined when it was not given. @throws CommandFailure when it is none */
export const wholeNumber = (
  args: Arguments,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
  { errors }: Messages,
): number | undefined => {
  const value = args.text(name);
  if (value === undefined) return undefined;
  const n = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (!(n >= min && n <= max)) throw usageFailure(errors.notWhole(`--${name}`, min, max, value));
  return n;
};

/** The day of an option; undefined when it was not given. @throws CommandFailure when it is none */
export const day = (args: Arguments, name: string, { errors }: Messages): Day | undefined => {
  const value = args.text(name);
  if (value !== undefined && !isDay(value)) throw usageFailure(errors.notADay(`--${name}`, value));
  return value;
};

/** The one of the known words that was given; undefined when none was. @throws CommandFailure for any other */
export const oneOf = <const T extends string>(
  given: string | undefined,
  name: string,
  known: readonly T[],
  { errors }: Messages,
): T | undefined => {
  if (given === undefined) return undefined;
  const found = known.find((word) => word === given);
  if (found === undefined) throw usageFailure(errors.notOneOf(name, known, given));
  return found;
};
