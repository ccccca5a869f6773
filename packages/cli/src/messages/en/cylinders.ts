import { number, time } from '../format.ts';
import type { cylinders as ko } from '../ko/cylinders.ts';

const moment = (at: Date | null): string => (at === null ? 'never' : time(at));

export const cylinders = {
  columns: {
    ordered: 'ordered',
    instructed: 'instructed',
    filled: 'filled',
    warehoused: 'warehoused',
    shipped: 'shipped',
    rate: 'shipped %',
    stage: 'stage',
  },
  unread: '-',
  atLeast: (n) => `${number(n)} or more`,
  count: (n, incomplete = false) => `${number(n)}${incomplete ? ' or more' : ''}`,
  asOf: (at) =>
    at === null
      ? 'Filled, warehoused, shipped: not read yet. They are read at the end of a backfill.'
      : `Filled, warehoused, shipped as of ${time(at)}`,
  whole: 'the whole PO',
  item: (product) => `item ${product}`,
  reading: 'Reading what is filled, warehoused and shipped.',
  readSoFar: (histories) => `${number(histories)} histories of cylinders`,
  read: (at, documents, seconds) =>
    `Read what is filled, warehoused and shipped, as of ${moment(at)}; documents with other figures: ${number(documents)} (${seconds.toFixed(1)} s)`,
  notDue: {
    unchanged: (at) => `Filled, warehoused, shipped: nothing has changed, as of ${moment(at)}`,
    'too-soon': (at) => `Filled, warehoused, shipped: too soon to read again (PO_PROGRESS_EVERY), as of ${moment(at)}`,
  },
  busy: 'Filled, warehoused, shipped: another process is reading.',
  interrupted:
    'Stopped reading what is filled, warehoused and shipped. The backfill is saved; the next one goes on reading.',
  failed:
    '⚠ The backfill is saved, but what is filled, warehoused and shipped could not be read. The next backfill tries again.',
} satisfies typeof ko;
