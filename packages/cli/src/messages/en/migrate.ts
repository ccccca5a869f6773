import { number, time } from '../format.ts';
import type { migrate as ko } from '../ko/migrate.ts';

const list = (items: readonly string[]): string => items.join(', ');

export const migrate = {
  states: {
    absent: 'not installed (no schema)',
    foreign: "another program's schema",
    unreadable: 'no permission to read',
    newer: 'newer than this program',
    changed: 'an applied migration has changed',
    pending: 'migrations to apply',
    current: 'up to date',
  },
  status: (schema, state) => `Schema ${schema}: ${state}`,
  applied: (name, at) => `[X] ${name}  ${time(at)}`,
  pending: (name) => `[ ] ${name}`,
  unknown: (name) => `[?] ${name}  unknown to this program`,
  changed: (name) => `[!] ${name}  changed since it was applied`,
  nothingPending: 'Nothing to apply.',
  planned: (n) => `To apply: ${number(n)}`,
  noSuchMigration: (n, max) => `No such migration: ${n} (1 to ${max})`,
  up: {
    applied: (n) => `✅ Applied: ${number(n)}`,
    rehearsed: (n) => `✅ Rehearsed: ${number(n)} — all rolled back.`,
    upToDate: '✅ Up to date.',
    step: (name, statements) => `   ✓ ${name} (${number(statements)} statements)`,
    proof: (locks, objects, digest) =>
      `   Proof: all ${number(locks)} locks lie in our schema, ${number(objects)} catalog entries outside are as before (${digest.slice(0, 12)})`,
    createdSchema: (schema) => `   Made the schema ${schema}`,
    appliedBefore: (n) => `   The ${number(n)} before it are applied.`,
  },
  zero: {
    rows: 'To be deleted:',
    table: (table, rows) => `   ${table}: ${number(rows)} rows`,
    dropped: (schema) => `✅ All deleted: schema ${schema}`,
    schemaStays: '   The schema itself was made by the DBA and stays, empty.',
    nothing: 'Nothing to delete.',
    backup: {
      what: 'Nothing was done: there is no backup of the last hour.',
      next: 'Make one with pg_dump, then run with --without-backup',
    },
  },
  refused: 'Nothing was done, nothing was changed.',
  refusals: {
    'schema-name': 'This cannot be the name of our schema. Check PO_SCHEMA.',
    'cannot-create-schema': (role, database, schema) =>
      `No permission to make the schema. The DBA runs: CREATE SCHEMA ${schema} AUTHORIZATION ${role}; (database ${database})`,
    'foreign-schema': (objects) => `The schema holds what is not ours: ${list(objects)}. Choose another PO_SCHEMA.`,
    unreadable: (role, owner) => `Role ${role} may not read the schema. Run as its owner: ${owner}`,
    'not-owner': (role, owner) =>
      `Role ${role} does not own the schema. Set PO_MIGRATE_DATABASE_URL for its owner: ${owner}`,
    newer: (names) => `The database is newer than this program: ${list(names)}. Use a release that has them.`,
    changed: (names) => `Changed since they were applied: ${list(names)}. Use the release that applied them.`,
    'out-of-order': (names) => `Later migrations are applied already: ${list(names)}`,
    statement: (name, line, kind, code, subject) =>
      `${name} line ${line}: a statement that is not allowed (${kind}, ${code}: ${subject}).`,
    'not-made-by-up': (objects) =>
      `The schema holds what no migration made: ${list(objects)}. Whoever made it has to move or drop it first.`,
    'depended-on': (objects) =>
      `Something outside depends on ours: ${list(objects)}. Whoever made it has to drop it first.`,
    running: (processes) =>
      `Processes are running: ${list(processes.map(({ applicationName, pid }) => `${applicationName} (${pid})`))}. Stop them first.`,
    confirm: (expected) => `Please confirm. Run: cynow-po migrate zero --confirm ${expected}`,
  },
  disturbed: (n) =>
    `Tries rolled back: ${number(n)}; something outside our schema differed (perhaps somebody else's work).`,
  foreignLock: (object, owner, mode) => `   lock: ${object} (owner ${owner}, ${mode})`,
  difference: (object, kind, owner, change) => `   ${change}: ${object} (${kind}, owner ${owner})`,
  rolledBack: { what: 'Rolled back. Nothing was changed.', next: 'Try again in a while.' },
  failure: (message, detail) => ({ what: `Rolled back, a statement failed: ${message}`, why: detail }),
  failureAt: (name, line) => `${name} line ${line}`,
  lockedOut: (holders) => ({
    what: 'Nothing was done: another connection holds a lock.',
    why: list(holders.map(({ applicationName, pid, holds }) => `${applicationName || 'unnamed'} (${pid}): ${holds}`)),
    next: 'Try again when it has ended.',
  }),
} satisfies typeof ko;
