import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHasher } from '@cynow/po-core';
import { inTurns } from './inTurns.ts';

/** What a hash costs: 2^`log2n` blocks of 128 · `r` bytes in memory, `p` times one after the other. */
export interface ScryptCost {
  readonly log2n: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB, three times: as strong as one pass over 128 MiB, on a machine that is not ours alone. */
const usualCost: ScryptCost = { log2n: 15, r: 8, p: 3 };

/** Two at once keep a flood of sign-ins from filling memory and all threads. */
const atOnce = 2;

const [saltBytes, keyBytes] = [16, 32];

const derive = (password: string, salt: Buffer, { log2n, r, p }: ScryptCost): Promise<Buffer> => {
  const options: ScryptOptions = { N: 2 ** log2n, r, p, maxmem: 256 * 2 ** log2n * r };
  return new Promise((done, failed) => {
    scrypt(password, salt, keyBytes, options, (error, key) => (error === null ? done(key) : failed(error)));
  });
};

const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;

const parsed = (stored: string): { cost: ScryptCost; salt: Buffer; key: Buffer } => {
  const [, log2n, r, p, salt = '', key = ''] = form.exec(stored) ?? [];
  if (log2n === undefined) throw new Error('A stored password hash is damaged.');
  return {
    cost: { log2n: Number(log2n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
};

/** Hashes passwords with scrypt; what it cost and the salt stand with the hash: `$scrypt$ln=15,r=8,p=3$salt$key`. */
export const scryptHasher = (cost: ScryptCost = usualCost): PasswordHasher => {
  const turn = inTurns(atOnce);
  /** What nobody's password is compared with. */
  const nobody = { cost, salt: randomBytes(saltBytes), key: randomBytes(keyBytes) };
  return {
    hash: (password) =>
      turn(async () => {
        const salt = randomBytes(saltBytes);
        const key = await derive(password, salt, cost);
        const { log2n, r, p } = cost;
        return `$scrypt$ln=${log2n},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
      }),

    verify: (password, stored) =>
      turn(async () => {
        const held = stored === null ? nobody : parsed(stored);
        const equal = timingSafeEqual(await derive(password, held.salt, held.cost), held.key);
        if (!equal || stored === null) return 'wrong';
        const { log2n, r, p } = held.cost;
        return log2n === cost.log2n && r === cost.r && p === cost.p ? 'right' : 'outdated';
      }),
  };
};
