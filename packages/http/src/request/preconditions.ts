import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint } from '../api/Endpoint.ts';
import type { Problem } from '../problem/Problem.ts';

export const etagOf = (version: number): string => `"${version}"`;

const strong = /^"(\d{1,15})"$/;
/** Something that is an entity tag, but never one of ours. */
const foreign = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

export type Precondition = { readonly version: number | null } | { readonly problem: Problem };

/** Reads the version that a change is based upon from `If-Match`; `*` takes any. */
export const readPrecondition = ({ changes }: Endpoint, headers: IncomingHttpHeaders): Precondition => {
  if (changes !== true) return { version: null };
  const given = headers['if-match']?.trim();
  if (given === undefined) return { problem: { kind: 'precondition-required' } };
  if (given === '*') return { version: null };
  const version = strong.exec(given)?.[1];
  if (version !== undefined) return { version: Number(version) };
  if (foreign.test(given)) return { problem: { kind: 'precondition-failed' } };
  return { problem: { kind: 'invalid-request', errors: [{ pointer: 'If-Match:', detail: '"<ETag>" | *' }] } };
};
