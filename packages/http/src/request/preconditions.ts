import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint } from '../api/Endpoint.ts';
import type { Problem } from '../problem/Problem.ts';

export const etagOf = (version: number): string => `"${version}"`;

const tag = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const tagList = new RegExp(`^${tag}(?:[ \\t]*,[ \\t]*${tag})*$`);
const eachTag = new RegExp(tag, 'g');
/** An entity tag of ours, as `etagOf` writes it; a weak one never is. */
const strong = /^"(0|[1-9]\d{0,14})"$/;

export type Precondition = { readonly version: number | null } | { readonly problem: Problem };

/** Reads the version that a change is based upon from `If-Match`, which may list several; `*` takes any. */
export const readPrecondition = ({ changes }: Endpoint, headers: IncomingHttpHeaders): Precondition => {
  if (changes !== true) return { version: null };
  const given = headers['if-match']?.trim();
  if (given === undefined) return { problem: { kind: 'precondition-required' } };
  if (given === '*') return { version: null };
  if (!tagList.test(given)) {
    return { problem: { kind: 'invalid-request', errors: [{ pointer: 'If-Match:', detail: '"<ETag>" | *' }] } };
  }
  const versions = (given.match(eachTag) ?? []).flatMap((each) => strong.exec(each)?.[1] ?? []).map(Number);
  // Versions only rise: of all that a client has seen, none but the newest can be the one that it is now.
  return versions.length === 0 ? { problem: { kind: 'precondition-failed' } } : { version: Math.max(...versions) };
};
