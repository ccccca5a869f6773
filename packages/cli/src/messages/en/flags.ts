import { words } from '@cynow/po-http/words';
import { number, time } from '../format.ts';
import type { Messages } from '../messages.ts';

const states = { off: 'off', maintenance: 'maintenance', on: 'on' };

export const flags: Messages['flags'] = {
  states,
  roleNames: words.en.roles,
  state: (key, state, changed) =>
    `Flag ${key}: ${state}${changed === null ? '' : `  (${time(changed.at)}, ${changed.by})`}`,
  stored: ({ state, readOnly }, isLimited) => {
    const open = state === 'on' ? [isLimited ? 'for some' : 'for everybody'] : [];
    return `Feature switch: ${[states[state], ...open, ...(readOnly ? ['read-only'] : [])].join(', ')} (stored)`;
  },
  storedUnreadable: (problem) => `Feature switch: the stored value cannot be read (${problem})`,
  everybody: '  For: everybody',
  users: (users) => `  For these users: ${users.join(', ')}`,
  roles: (roles) => `  For these roles: ${roles.join(', ')}`,
  share: (percent) => `  For ${percent}% of the users`,
  readOnly: '  Read-only: every write is refused',
  maintenanceText: (text) => `  Maintenance text: ${text}`,
  notice: (text) => `  Notice: ${text}`,
  environment: (value, machine) => {
    const variable = `  Environment ENABLE_PO_MANAGEMENT: ${value ?? 'not set'}`;
    if (machine.state === 'store') return `${variable} → the stored value decides`;
    if (machine.because === 'file' || machine.because === 'file-unreadable') return variable;
    return `${variable} → ${machine.because === 'misspelt' ? 'neither on nor off, so it counts as off' : 'forced off'}`;
  },
  offFile: (path, machine) => {
    if (path === null) return '  Off file: none set';
    const file = `  Off file ${path}`;
    if (machine.state === 'store') return `${file}: not there`;
    if (machine.because === 'file-unreadable')
      return `${file}: cannot be looked at (${machine.problem}), so it counts as off`;
    return machine.because === 'file' ? `${file}: there → forced off` : `${file}: not there`;
  },
  processes: (n) => (n === 0 ? 'No process is running.' : `${number(n)} running ${n === 1 ? 'process' : 'processes'}`),
  process: ({ host, command, pid, release, state, seenAt, alive, agrees }) => {
    const sees =
      state === 'machine-off' ? 'forced off' : state === 'unknown' ? 'cannot read the stored value' : states[state];
    const heard = alive ? `sees ${sees} at ${time(seenAt)}` : `silent since ${time(seenAt)}`;
    return `${host} ${command}  pid ${pid}  v${release}  ${heard}${alive && agrees ? '' : '  ← look here'}`;
  },
  answer: (url, status, agrees) => `From outside: ${url} ${status ?? 'no answer'}${agrees ? '' : '  ← look here'}`,
  unchanged: 'It is like that already; nothing was changed.',
  shareUnwise: (users) =>
    `${number(users)} ${users === 1 ? 'user' : 'users'} may sign in. Below 100, opening to --users or --roles is better than to a share.`,
  nothingToSet:
    'Say what to set: --on, --off, --maintenance, --read-only, --writable, --users, --roles, --percent, --notice',
  contradiction: 'Use one of --on, --off, --maintenance, and one of --read-only and --writable.',
  notAShare: (given) => `--percent: a number from 0 to 100, with up to two decimals (given "${given}").`,
  notAnAddress: (given) =>
    `--url: not an address (given "${given}"). For example: --url https://example.com/cynow/orders`,
};
