import { expect } from 'vitest';
import type { BackfillEvent } from '../backfill/runBackfill.ts';
import { PoError } from '../errors.ts';

/** Lets a run go on although another has taken its place: it ends, and writes nothing any more. */
export const expectPowerless = async (dead: AsyncGenerator<BackfillEvent, void>): Promise<void> => {
  try {
    for await (const event of dead) expect(event.type).not.toBe('decided');
  } catch (error) {
    if (!PoError.is(error)) throw error;
  }
};
