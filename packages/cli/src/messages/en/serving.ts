import type { Messages } from '../messages.ts';

export const serving: Messages['serving'] = {
  listening: (url) => `PO management: ${url}`,
  metrics: (url) => `Metrics: ${url}`,
  stopped: 'The server has ended.',
  cannotListen: (place) => `Cannot listen on ${place}`,
  listenProblems: {
    'in-use': 'Another program has this address already.',
    'no-socket': 'A file or directory that is no socket lies there.',
    'not-here': 'It is no address of this machine.',
    'unknown-host': 'There is no address for this name.',
    'port-forbidden': 'No permission to open this port. Ports below 1024 are for administrators.',
    'no-directory': 'The directory for the socket is missing.',
    'directory-forbidden': 'No permission to write to the directory for the socket.',
    'not-handed-over': 'It is no socket that systemd has opened, or cannot be used.',
  },
  listenRemedies: {
    'in-use': (setting) => `End that program (is the server running already?), or change: ${setting}`,
    'no-socket': (setting) => `Move it away, or take another path: ${setting}`,
    'not-here': (setting) =>
      `Take 127.0.0.1 (this machine only), 0.0.0.0 (all addresses), or an address of this machine: ${setting}`,
    'unknown-host': (setting) => `Check the name, or take an IP address: ${setting}`,
    'port-forbidden': (setting) => `Take a port from 1024 on, with nginx in front: ${setting}`,
    'no-directory': (setting) => `Make the directory, or take another path: ${setting}`,
    'directory-forbidden': (setting) => `Check the permissions of the directory, or take another path: ${setting}`,
    'not-handed-over': (setting) => `See: systemctl status ${setting}`,
    other: (setting) => `Check: ${setting}`,
  },
  tooManyWorkers: (count, connections, most) =>
    `--workers ${count}: PO_DB_MAX_CONNECTIONS=${connections} is enough for ${most}. Take fewer workers, or allow more connections.`,
};
