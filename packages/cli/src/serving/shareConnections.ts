/** What a worker of `worker`, commands typed beside and the like may use of PO_DB_MAX_CONNECTIONS. */
const ofOthers = 8;
/** More than a process of the server can use with profit. */
const mostOfAPool = 5;

/** Connections of a process besides those of its pool: reports, CYNOW's accounts, the flag, and a look at FCMS. */
const besides = (ofPool: number, readsCynow: boolean): number =>
  Math.max(1, Math.floor(ofPool / 2)) + (readsCynow ? Math.min(2, Math.max(1, Math.floor(ofPool / 2))) : 0) + 2;

/**
 * How many connections the pool of each of `workers` may open, so that all of them with everything else stay within
 * PO_DB_MAX_CONNECTIONS, which counts the whole machine; null when there are not enough. One worker alone is never refused.
 */
export const shareConnections = (all: number, workers: number, readsCynow: boolean): number | null => {
  const ofEach = Math.floor((all - Math.min(ofOthers, Math.floor(all / 2))) / workers);
  for (let ofPool = mostOfAPool; ofPool > 0; ofPool -= 1) {
    if (ofPool + besides(ofPool, readsCynow) <= ofEach) return ofPool;
  }
  return workers === 1 ? 1 : null;
};

/** How many workers PO_DB_MAX_CONNECTIONS is enough for. */
export const mostWorkers = (all: number, readsCynow: boolean): number => {
  let workers = 1;
  while (shareConnections(all, workers + 1, readsCynow) !== null) workers += 1;
  return workers;
};
