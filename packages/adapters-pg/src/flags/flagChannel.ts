import { createHash } from 'node:crypto';

/**
 * The channel on which a change of the flag in a schema is told to all processes. Channels belong to the database, so that the
 * schema takes part; its name may be longer than a channel's.
 */
export const flagChannel = (schema: string): string =>
  `cynow_po_flag_${createHash('sha256').update(schema).digest('hex').slice(0, 16)}`;
