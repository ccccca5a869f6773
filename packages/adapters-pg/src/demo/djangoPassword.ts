import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** Iterations of Django 4.2; the format carries them, so any number is valid. */
const iterations = 600_000;
const derive = promisify(pbkdf2);

/** The password as Django stores it: `pbkdf2_sha256$<iterations>$<salt>$<base64 hash>`, with a salt of its own. */
export const djangoPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16).toString('hex').slice(0, 22);
  const hash = await derive(password, salt, iterations, 32, 'sha256');
  return `pbkdf2_sha256$${iterations}$${salt}$${hash.toString('base64')}`;
};
