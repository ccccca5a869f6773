import type { Messages } from '../messages/messages.ts';
import { interruptedFailure } from './CommandFailure.ts';

/** Rejects when somebody wants the command to end. */
export const interrupted = (signal: AbortSignal, { errors }: Messages): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(interruptedFailure(errors.interrupted));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
