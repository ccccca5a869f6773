import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { DjangoPasswords } from '@cynow/po-core';
import { inTurns } from './inTurns.ts';

const derive = promisify(pbkdf2);

/** As many as of our own: see there. */
const atOnce = 2;

/** Django raises the number with every release; one of more than this is a mistake, and would hold up everybody. */
const mostIterations = 20_000_000;

const form = /^pbkdf2_sha256\$(\d{1,8})\$([^$]*)\$([A-Za-z0-9+/]{43}=)$/;

const parsed = (encoded: string): { iterations: number; salt: string; key: Buffer } | null => {
  const [, iterations = '', salt = '', key = ''] = form.exec(encoded) ?? [];
  const n = Number(iterations);
  return n >= 1 && n <= mostIterations ? { iterations: n, salt, key: Buffer.from(key, 'base64') } : null;
};

/** Checks passwords against `pbkdf2_sha256$iterations$salt$key`, Django's usual form, the only one that it knows. */
export const djangoPasswords = (): DjangoPasswords => {
  const turn = inTurns(atOnce);
  return {
    verify: (password, { encoded, usualIterations }) =>
      turn(async () => {
        const held = encoded === null ? null : parsed(encoded);
        const iterations = held?.iterations ?? Math.min(usualIterations, mostIterations);
        const key = await derive(password, held?.salt ?? 'nobody', iterations, 32, 'sha256');
        if (held !== null) return timingSafeEqual(key, held.key) ? 'right' : 'wrong';
        return encoded === null ? 'wrong' : 'unsupported';
      }),
  };
};
