import type { AuditEntry } from '../audit/AuditEntry.ts';
import type { AuditRecord, AuditTrail } from '../ports/AuditTrail.ts';

/** The audit trail as the stores of the same memory write it. */
export interface InMemoryAuditTrail extends AuditTrail {
  add(entries: readonly AuditEntry[]): void;
  undone(id: string): boolean;
  /** Entries about any of these that are newer than `seq`, oldest first, taken back or not. */
  since(seq: number, subjects: ReadonlySet<string>): readonly AuditRecord[];
  /** The number of the newest entry; 0 while there is none. */
  lastSeq(): number;
  /** Later entries about the same that are in force, oldest first. */
  inForceAfter(entry: AuditEntry): readonly AuditRecord[];
}

/** An audit trail in memory, for embedding and trying out. */
export const inMemoryAuditTrail = (): InMemoryAuditTrail => {
  const entries: AuditEntry[] = [];
  const undoneBy = new Map<string, string>();
  const recordOf = (entry: AuditEntry, place: number): AuditRecord => ({
    ...entry,
    seq: place + 1,
    undoneBy: undoneBy.get(entry.id) ?? null,
  });
  const records = (): AuditRecord[] => entries.map(recordOf);
  return {
    add: (added) => {
      for (const entry of added) {
        entries.push(entry);
        if (entry.undoes !== null) undoneBy.set(entry.undoes, entry.id);
      }
    },
    undone: (id) => undoneBy.has(id),
    since: (seq, subjects) =>
      records().filter((entry) => entry.seq > seq && entry.subjects.some((subject) => subjects.has(subject))),
    lastSeq: () => entries.length,
    inForceAfter: ({ id, subjects }) => {
      const place = entries.findIndex((entry) => entry.id === id);
      return records().filter(
        (entry, i) =>
          i > place &&
          entry.undoneBy === null &&
          entry.undoes === null &&
          entry.subjects.some((subject) => subjects.includes(subject)),
      );
    },
    find: async (id) => records().find((entry) => entry.id === id) ?? null,
    ofBatch: async (batchId) => records().filter((entry) => entry.batchId === batchId),
    latest: async (limit, before = Number.POSITIVE_INFINITY) =>
      records()
        .filter(({ seq }) => seq < before)
        .reverse()
        .slice(0, limit),
    about: async (subject, limit, before = Number.POSITIVE_INFINITY) =>
      records()
        .filter((entry) => entry.seq < before && entry.subjects.includes(subject))
        .reverse()
        .slice(0, limit),
  };
};
