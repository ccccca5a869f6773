/**
 * The end of a statement that lists by a moment, the newest first, and of the same moment by id: `$1` rows at most, only behind
 * the moment `$2` and the id `$3` when a place is given. An index by the moment leads to where the page begins. Ids are compared
 * as texts, in the same order: a place may be any text.
 */
export const newestFirst = (moment: string, hasPlace: boolean): string =>
  `${hasPlace ? `WHERE ${moment} <= $2 AND (${moment} < $2 OR id::text COLLATE "C" < $3)` : ''}
   ORDER BY ${moment} DESC, id DESC LIMIT $1`;
