import { evidence } from './en/evidence.ts';
import { labels } from './en/labels.ts';
import { pages } from './en/pages.ts';
import { reasons } from './en/reasons.ts';
import type { Messages } from './messages.ts';

const counted = (n: number, of: 'string' | 'array'): string => {
  const [one, more] = of === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
  return `${n} ${n === 1 ? one : more}`;
};

export const en: Messages = {
  evidence,
  labels,
  pages,
  reasons,
  needed: (role) => `Needed: ${{ viewer: 'viewer', editor: 'editor', admin: 'administrator' }[role]}.`,
  lastAdmin: 'This is the last administrator who can sign in. Add another one first.',
  neededScope: (scope) => (scope === null ? 'No token may do this. Sign in.' : `Needed: a token of scope ${scope}.`),
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
    'day-out-of-range': 'It must be a day from 1990 to 2100.',
    'not-text': 'It holds characters that cannot be used.',
    unknown: 'There is no such name. See the description of the API.',
    'not-a-cursor': 'Not a nextCursor of this list. With other filters or another order, begin without a cursor.',
    'not-a-key': 'Up to 200 Latin letters, digits and signs, without spaces.',
    'not-a-name': 'It cannot be used as a name.',
    'unknown-user': 'There is no such user, or not any more.',
    'expired-already': 'That is past.',
    placeholder: 'It stands for "none" and cannot be used.',
    'days-and-dates': 'Give either the last days (days) or dates (since, until).',
    'since-after-until': 'since is later than until. until must be the same day or a later one.',
    'forced-with-limit': 'A forced run (force) starts from the beginning each time, so it takes no limit.',
  },
  issues: {
    missing: 'It must be given.',
    type: (expected) => `It must be ${expected}.`,
    tooShort: (least, of) => `At least ${counted(least, of)}.`,
    tooLong: (most, of) => `At most ${counted(most, of)}.`,
    least: (value) => `At least ${value}.`,
    most: (value) => `At most ${value}.`,
    above: (value) => `More than ${value}.`,
    below: (value) => `Less than ${value}.`,
    oneOf: (values) => `One of: ${values}`,
    noneFits: 'In none of the forms that are possible. See the description of the API.',
    format: 'Not of the right form. See the description of the API.',
  },
  types: {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    null: 'null',
  },
  notBefore: (day) => `Not before ${day}.`,
  evidenceTimedOut: 'FCMS could not be read in time. Try again in a moment.',
};
