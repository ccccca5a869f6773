import { evidence } from './en/evidence.ts';
import { labels } from './en/labels.ts';
import { pages } from './en/pages.ts';
import { reasons } from './en/reasons.ts';
import type { Messages } from './messages.ts';

export const en: Messages = {
  evidence,
  labels,
  pages,
  reasons,
  needed: (role) => `Needed: ${{ viewer: 'viewer', editor: 'editor', admin: 'administrator' }[role]}.`,
  problems: {
    'invalid-request': (_retry, places) => `Check the input: ${places} ${places === 1 ? 'place' : 'places'}`,
    'not-signed-in': () => 'Please sign in.',
    'not-permitted': () => 'You may not do this.',
    'read-only': () => 'Read-only at the moment.',
    'cross-site': () => 'The request came from another site and was not carried out. Try again from the pages.',
    'not-found': () => 'Not found. Check the number.',
    'method-not-allowed': () => 'This address does not know such a request.',
    'not-acceptable': () => 'There is no answer of this type. Ask for application/json.',
    conflict: () => 'Not possible as things stand.',
    'answer-lost': () => 'This may have been done already. Look, and if needed try again with a new Idempotency-Key.',
    'in-progress': () => 'The same request is being worked on.',
    'precondition-failed': () => 'Somebody changed it first. Look at the change, then save again.',
    'too-slow': () => 'Sending took too long. Try again.',
    'uri-too-long': () => 'The address is too long. Use fewer conditions.',
    'too-large': () => 'What was sent is too large.',
    'unsupported-media-type': () => 'The body must be application/json.',
    refused: () => 'Nothing was done.',
    'key-reused': () => 'Same key, other content.',
    'precondition-required': () => 'Say by the header If-Match what you saw and want to change.',
    'too-many-requests': (retry) => `Too many tries. Again in ${retry ?? 1} seconds.`,
    unexpected: (_retry, _places, requestId) => `Something went wrong. Quote request ${requestId}.`,
    maintenance: () => 'Maintenance.',
    unavailable: () => 'PO management is not answering; the rest of CYNOW is fine.',
  },
  places: {
    required: 'It must be given.',
    'not-a-day': 'Not a day. Write it like 2025-11-22.',
    'not-text': 'It holds characters that cannot be used.',
    unknown: 'There is no such name. See the description of the API.',
    'not-a-cursor': 'Not a nextCursor of this list. With other filters or another order, begin without a cursor.',
    placeholder: 'It stands for "none" and cannot be used.',
  },
  evidenceTimedOut: 'FCMS could not be read in time. Try again in a moment.',
};
