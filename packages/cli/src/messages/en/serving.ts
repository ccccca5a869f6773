import type { Messages } from '../messages.ts';

export const serving: Messages['serving'] = {
  listening: (url) => `PO management: ${url}`,
  metrics: (url) => `Metrics: ${url}`,
  stopped: 'The server has ended.',
  cannotListen: (host, port, problem) => ({
    what: `Cannot listen on ${host}, port ${port}`,
    why: problem,
    next: 'See whether another program has the port, and change PORT or PO_METRICS_ADDRESS.',
  }),
};
