import { expect } from 'vitest';
import type { Reply } from './testServer.spec.support.ts';

/** What no answer of ours may be without, whatever it says, pages and answers to rubbish included. */
export const expectSecure = ({ status, headers, text }: Pick<Reply, 'status' | 'headers' | 'text'>): void => {
  const forPeople = status === 303 || /^text\/html/.test(String(headers['content-type'] ?? ''));
  const about = `${status} ${text.slice(0, 200)}`;
  const policy = String(headers['content-security-policy'] ?? '');
  expect(policy, about).toMatch(/(^|; )default-src 'none'(;|$)/);
  for (const directive of ["base-uri 'none'", "frame-ancestors 'none'", 'form-action ']) {
    expect(policy, about).toContain(directive);
  }
  // Nothing inline, nothing evaluated, no other host.
  expect(policy, about).not.toMatch(/unsafe|https?:|\*|data:|blob:|upgrade-insecure/);
  expect(headers, about).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Forms on plain HTTP are known for ours by their origin, which browsers tell with less.
    'referrer-policy': expect.stringMatching(forPeople ? /^(no-referrer|same-origin)$/ : /^no-referrer$/),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'cache-control': 'no-store',
  });
  // Browsers complain of it on plain HTTP, where they do not heed it.
  if (!forPeople) expect(headers['cross-origin-opener-policy'], about).toBe('same-origin');
  // The plant's plain HTTP, and other applications of the host, are none of our business.
  expect(headers['strict-transport-security'], about).toBeUndefined();
  for (const name of ['x-powered-by', 'server', 'access-control-allow-origin', 'access-control-allow-credentials']) {
    expect(headers[name], `${name} ${about}`).toBeUndefined();
  }
};
