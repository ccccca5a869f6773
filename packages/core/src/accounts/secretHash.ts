import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * SHA-256 in hexadecimal, what is stored instead of a secret. Enough for what nobody can guess (256 random bits), and never
 * used for passwords.
 */
export const secretHash = (secret: string): string => bytesToHex(sha256(utf8ToBytes(secret)));
