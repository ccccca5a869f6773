import {
  compareCodePoints,
  comparePlaces,
  lastShownGroup,
  type Orphan,
  type OrphanState,
  type OrphanStore,
  orphanPlace,
} from '@cynow/po-core';

// #region table
/** What this store asks of a table of one's own: texts by key. */
export interface TextTable {
  get(keys: readonly string[]): Promise<readonly string[]>;
  /** Writes the text if the key still has the one that was `before`; null: none. Says whether it did. */
  replace(key: string, before: string | null, text: string): Promise<boolean>;
  all(): Promise<readonly string[]>;
}
// #endregion table

const dateFields = new Set(['firstSeenAt', 'openedAt', 'settledAt', 'arrivedAt', 'at']);

const read = (text: string): Orphan =>
  JSON.parse(text, (name, value: unknown) =>
    dateFields.has(name) && typeof value === 'string' ? new Date(value) : value,
  );

// #region store
/** Orphans as JSON in a table of one's own. */
export const jsonOrphanStore = (table: TextTable): OrphanStore => {
  const all = async (): Promise<Orphan[]> => (await table.all()).map(read);
  const isIn = (state: OrphanState | undefined, orphan: Orphan): boolean =>
    state === undefined ? orphanPlace(orphan).group <= lastShownGroup : orphan.state === state;
  const put = async (orphan: Orphan): Promise<boolean> => {
    const [before = null] = await table.get([orphan.report.docNo]);
    if ((before === null ? 0 : read(before).version) !== orphan.version) return false;
    const after = JSON.stringify({ ...orphan, version: orphan.version + 1 });
    return table.replace(orphan.report.docNo, before, after);
  };
  return {
    find: async (docNos) => (await table.get(docNos)).map(read),
    async *unsettled() {
      const found = (await all()).filter(({ state }) => state !== 'resolved');
      if (found.length > 0) yield found.sort((a, b) => compareCodePoints(a.report.docNo, b.report.docNo));
    },
    async put(orphans) {
      const refused: string[] = [];
      for (const orphan of orphans) if (!(await put(orphan))) refused.push(orphan.report.docNo);
      return refused;
    },
    count: async (state) => (await all()).filter((orphan) => orphan.state === state).length,
    list: async ({ state, since = '', until = '~' }, limit, after) =>
      (await all())
        .map((orphan) => ({ orphan, place: orphanPlace(orphan) }))
        .filter(({ orphan, place }) => isIn(state, orphan) && place.day >= since && place.day <= until)
        .filter(({ place }) => after === undefined || comparePlaces(place, after) > 0)
        .sort((a, b) => comparePlaces(a.place, b.place))
        .slice(0, limit)
        .map(({ orphan }) => orphan),
  };
};
// #endregion store
