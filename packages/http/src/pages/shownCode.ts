import { unknown } from '@cynow/po-core';

/** A customer's or product's code for people: where FCMS has none, that is said instead of what we store in its place. */
export const shownCode = (code: string, missing: string): string => (code === unknown ? missing : code);
