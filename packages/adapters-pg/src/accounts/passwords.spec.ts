import { expect, it } from 'vitest';
import { djangoPassword } from '../demo/djangoPassword.ts';
import { djangoPasswords } from './djangoPasswords.ts';
import { inTurns } from './inTurns.ts';
import { newSecret } from './newSecret.ts';
import { scryptHasher } from './scryptHasher.ts';

const cheap = { log2n: 4, r: 8, p: 1 };

it('scrypt: tells right from wrong, and what was made at another cost', async () => {
  const hasher = scryptHasher(cheap);
  const [stored, again] = [await hasher.hash('비밀번호'), await hasher.hash('비밀번호')];
  expect(stored).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/);
  expect(stored).not.toBe(again);
  expect(await hasher.verify('비밀번호', stored)).toBe('right');
  expect(await hasher.verify('비밀번호 ', stored)).toBe('wrong');
  expect(await hasher.verify('비밀번호', null)).toBe('wrong');
  expect(await scryptHasher({ ...cheap, p: 2 }).verify('비밀번호', stored)).toBe('outdated');
  await expect(hasher.verify('x', 'damaged')).rejects.toThrow('damaged');
});

it('scrypt: agrees with another implementation, and costs what it should', async () => {
  // Made by Python's hashlib.scrypt.
  const stored = '$scrypt$ln=10,r=8,p=2$c2l4dGVlbiBieXRlcyEhIQ$vKLx5BkfGWJjFfD4-t1EXHhxObOW4vJ43bO8ORgdH3o';
  expect(await scryptHasher({ log2n: 10, r: 8, p: 2 }).verify('pleaseletmein 비밀번호', stored)).toBe('right');
  expect(await scryptHasher().hash('x')).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w-]{22}\$[\w-]{43}$/);
});

it('Django: tells right from wrong with the iterations that are stored, and refuses other hashers', async () => {
  const { verify } = djangoPasswords();
  const usualIterations = 1000;
  // Made by Python's hashlib.pbkdf2_hmac, in Django's form.
  const encoded = 'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=';
  expect(await verify('lètmein', { encoded, usualIterations })).toBe('right');
  expect(await verify('cynow-demo', { encoded: await djangoPassword('cynow-demo'), usualIterations })).toBe('right');
  expect(await verify('lètmeinz', { encoded, usualIterations })).toBe('wrong');
  expect(await verify('x', { encoded: null, usualIterations })).toBe('wrong');
  for (const other of [
    'argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA',
    'pbkdf2_sha1$1000$salt$x',
    'md5$salt$x',
    '!unusable',
    '',
    'pbkdf2_sha256$99999999$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  ]) {
    expect(await verify('x', { encoded: other, usualIterations })).toBe('unsupported');
  }
});

it('secrets have 256 bits and never repeat', () => {
  const secrets = Array.from({ length: 1000 }, newSecret);
  expect(new Set(secrets).size).toBe(1000);
  for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

it('takes turns, in order, and goes on after a failure', async () => {
  const turn = inTurns(2);
  let [underWay, most] = [0, 0];
  const order: number[] = [];
  const work = (n: number) =>
    turn(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      order.push(n);
      await new Promise((done) => setImmediate(done));
      underWay -= 1;
      if (n === 1) throw new Error('one fails');
      return n;
    });
  const done = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
  expect(done.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true, true]);
  expect([most, underWay]).toEqual([2, 0]);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});
