import type { Language } from '../api/Asking.ts';
import { messagesIn } from '../messages/messages.ts';
import type { Problem } from '../problem/Problem.ts';

/** The cursor of the request is none that a page of this list has given. */
export const badCursor = (language: Language): { readonly problem: Problem } => ({
  problem: {
    kind: 'invalid-request',
    errors: [{ pointer: '?cursor', detail: messagesIn(language).places['not-a-cursor'] }],
  },
});
