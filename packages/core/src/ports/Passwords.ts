import type { CynowPassword } from './CynowAccounts.ts';

/** Hashes the passwords of our own accounts, slowly and with a salt of its own each. */
export interface PasswordHasher {
  /** What is stored: the hash with all that checking it needs. */
  hash(password: string): Promise<string>;
  /**
   * Whether it is this password; `outdated`: it is, and should be hashed anew. `null` stands for nobody's password: the
   * same work is done, and the answer is `wrong`.
   */
  verify(password: string, stored: string | null): Promise<'right' | 'outdated' | 'wrong'>;
}

/** Checks passwords as Django stores them. */
export interface DjangoPasswords {
  /** `unsupported`: it was made by another hasher than `pbkdf2_sha256`. In every case the same work is done. */
  verify(password: string, stored: CynowPassword): Promise<'right' | 'wrong' | 'unsupported'>;
}

/** A new secret of 256 random bits, in base64url without padding. */
export type NewSecret = () => string;
