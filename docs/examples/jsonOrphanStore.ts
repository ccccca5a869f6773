import { compareCodePoints, type Orphan, type OrphanState, type OrphanStore } from '@cynow/po-core';

// #region table
/** What this store asks of a table of one's own: texts by key. */
export interface TextTable {
  get(keys: readonly string[]): Promise<readonly string[]>;
  put(rows: readonly { readonly key: string; readonly text: string }[]): Promise<void>;
  all(): Promise<readonly string[]>;
}
// #endregion table

const dateFields = new Set(['firstSeenAt', 'openedAt', 'settledAt']);

const read = (text: string): Orphan =>
  JSON.parse(text, (name, value: unknown) =>
    dateFields.has(name) && typeof value === 'string' ? new Date(value) : value,
  );

// #region store
/** Orphans as JSON in a table of one's own. */
export const jsonOrphanStore = (table: TextTable): OrphanStore => {
  const inState = async (...states: readonly OrphanState[]): Promise<Orphan[]> =>
    (await table.all()).map(read).filter(({ state }) => states.includes(state));
  return {
    find: async (docNos) => (await table.get(docNos)).map(read),
    async *unsettled() {
      const found = await inState('open', 'seen');
      if (found.length > 0) yield found.sort((a, b) => compareCodePoints(a.report.docNo, b.report.docNo));
    },
    put: (orphans) => table.put(orphans.map((each) => ({ key: each.report.docNo, text: JSON.stringify(each) }))),
    count: async (state) => (await inState(state)).length,
  };
};
// #endregion store
