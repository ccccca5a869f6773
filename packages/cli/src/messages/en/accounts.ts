import { passwordLengths } from '@cynow/po-core';
import { time } from '../format.ts';
import type { Messages } from '../messages.ts';

export const accounts: Messages['accounts'] = {
  password: {
    ask: 'Type the password (it is not shown):',
    again: 'Once more:',
    different: 'The two passwords differ. Run it again.',
    how: 'There is no terminal to ask for the password. Use --password-stdin and give it as the first line of standard input.',
    notUtf8:
      'The password on standard input is not UTF-8. Save the file as UTF-8, or type chcp 65001 first on a console of Windows.',
    problems: {
      'too-short': `The password is too short: at least ${passwordLengths.least} characters.`,
      'too-long': `The password is too long: at most ${passwordLengths.most} characters.`,
      'too-plain': 'The password needs at least five different characters.',
      'is-name': 'The name cannot be the password.',
    },
  },
  added: (name, role) => `Added: ${name} (${role})`,
  taken: (name) => ({ what: `The name is taken: ${name}`, next: 'Use another. Those there are: cynow-po user list' }),
  unusableName: (name) => `Not a usable name ("${name}"): at most 150 characters, no comma.`,
  ownIsClosed: 'Note: PO_AUTH does not have own, so that this user cannot sign in.',
  noAdminLeft:
    'Note: no administrator can sign in any more. To take it back: cynow-po user enable NAME, cynow-po user role NAME --role admin. To add one: cynow-po user add NAME --role admin',
  passwordSet: (name) => `New password set, all sessions ended: ${name}`,
  roleChanged: (name, role) => `Role changed: ${name} (${role})`,
  enabled: (name) => `In use again; the user signs in anew, and tokens that were not revoked work again: ${name}`,
  disabled: (name) => `Disabled; sessions and tokens work no longer: ${name}`,
  unknownUser: (name) => ({
    what: `No such user, or disabled: ${name}`,
    next: 'See: cynow-po user list. Users of CYNOW are found when PO_AUTH has django-session or django-password.',
  }),
  noSuchUser: (name) => ({
    what: `No such user: ${name}`,
    next: 'See: cynow-po user list. Users of CYNOW are changed in CYNOW.',
  }),
  noUsers: 'No users. Add one: cynow-po user add NAME --role admin',
  userColumns: { name: 'name', role: 'role', state: 'state', createdAt: 'added', createdBy: 'by' },
  inUse: 'in use',
  disabledSince: (at) => `disabled ${time(at)}`,
  tokenNeeds: '--user and --scope (read, write, admin) are needed.',
  expiredAlready: (day) => `--expires: that day has passed ("${day}").`,
  tokenOnce: (id) => `The token is shown this once. To revoke it: cynow-po token revoke ${id}`,
  noTokens: 'No tokens.',
  tokenColumns: { id: 'id', user: 'user', scope: 'scope', state: 'state', lastUsed: 'last used', createdBy: 'made by' },
  tokenState: ({ expiresAt, revokedAt }, now) => {
    if (revokedAt !== null) return `revoked ${time(revokedAt)}`;
    if (expiresAt === null) return 'does not expire';
    return `${expiresAt <= now ? 'expired' : 'expires'} ${time(expiresAt)}`;
  },
  lastUsed: (at) => (at === null ? 'never' : time(at)),
  unknownToken: (id) => ({ what: `No such token: ${id}`, next: 'See: cynow-po token list' }),
  revoked: (id) => `Revoked: ${id}`,
  revokedAlready: (id) => `Revoked before: ${id}`,
  unreadable: (problem, what) => ({
    what:
      {
        forbidden: "No permission to read CYNOW's tables of users.",
        busy: "CYNOW's tables of users do not answer in time.",
      }[problem] ?? "CYNOW's tables of users, or columns of them, are missing.",
    why: what,
    next: 'What is needed, and the GRANT: cynow-po doctor',
  }),
};
