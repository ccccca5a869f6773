import type { Messages } from '../messages.ts';

export const serving: Messages['serving'] = {
  listening: (url) => `PO management: ${url}`,
  metrics: (url) => `Metrics: ${url}`,
  stopped: 'The server has ended.',
  cannotListen: (place, problem) => ({
    what: `Cannot listen on ${place}`,
    why: problem,
    next: 'See whether another program has the address, and change HOST, PORT or PO_METRICS_ADDRESS.',
  }),
  tooManyWorkers: (count, connections, most) =>
    `--workers ${count}: PO_DB_MAX_CONNECTIONS=${connections} is enough for ${most}. Take fewer workers, or allow more connections.`,
};
