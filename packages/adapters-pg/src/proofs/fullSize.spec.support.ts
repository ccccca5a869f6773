import { vi } from 'vitest';

/** Whether the proofs run at their full sizes: PO_FULL=1. */
export const full = process.env.PO_FULL === '1';

// What takes seconds otherwise takes minutes then.
if (full) vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });
