import { randomBytes } from 'node:crypto';
import type { NewSecret } from '@cynow/po-core';

/** 256 random bits of the operating system's. */
export const newSecret: NewSecret = () => randomBytes(32).toString('base64url');
