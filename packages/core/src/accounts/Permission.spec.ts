import { expect, it } from 'vitest';
import { roles } from '../flags/FlagState.ts';
import { defaultNow } from '../testing/builders.ts';
import { may, neededRole, neededScope, type Permission, permissions } from './Permission.ts';
import { type Principal, tokenScopes } from './Principal.ts';

const principal = (role: Principal['role'], through: Principal['through']): Principal => ({
  account: 'own:kim',
  user: 'Kim',
  role,
  through,
});

const ways: readonly Principal['through'][] = [
  { kind: 'session', id: '', expiresAt: defaultNow },
  { kind: 'cynow-session' },
  ...tokenScopes.map((scope) => ({ kind: 'token', id: '', scope }) as const),
];

const wayName = (through: Principal['through']): string => (through.kind === 'token' ? through.scope : through.kind);

/** Who may do what, written out: whatever is not named here is refused. */
const signedIn = {
  viewer: 'read account',
  editor: 'read account review reserve enter',
  admin: 'read account review reserve enter run flag users audit',
};
const allowed: Readonly<Record<string, string>> = {
  'viewer session': signedIn.viewer,
  'viewer cynow-session': signedIn.viewer,
  'viewer read': 'read',
  'viewer write': 'read',
  'viewer admin': 'read',
  'editor session': signedIn.editor,
  'editor cynow-session': signedIn.editor,
  'editor read': 'read',
  'editor write': 'read review reserve enter',
  'editor admin': 'read review reserve enter',
  'admin session': signedIn.admin,
  'admin cynow-session': signedIn.admin,
  'admin read': 'read',
  'admin write': 'read review reserve enter',
  'admin admin': 'read review reserve enter run flag users audit',
};

it('allows each role, in person and by each token, exactly what is written here', () => {
  const found = Object.fromEntries(
    roles.flatMap((role) =>
      ways.map((through) => [
        `${role} ${wayName(through)}`,
        permissions.filter((permission) => may(principal(role, through), permission)),
      ]),
    ),
  );
  const written = Object.fromEntries(
    Object.entries(allowed).map(([who, what]) => [who, permissions.filter((each) => what.split(' ').includes(each))]),
  );
  expect(found).toEqual(written);
});

it('allows nobody anything, and nothing that is not on the list', () => {
  for (const permission of permissions) expect(may(null, permission)).toBe(false);
  for (const unknown of ['', 'Read', 'constructor', 'toString']) {
    expect(may(principal('admin', ways[0]!), unknown as Permission)).toBe(false);
  }
});

it('names the least role that may do it', () => {
  for (const permission of permissions) {
    const least = roles.find((role) => may(principal(role, ways[0]!), permission));
    expect(neededRole(permission)).toBe(least);
  }
});

it('names the least scope of a token that may do it, if any may', () => {
  for (const permission of permissions) {
    const least = tokenScopes.find((scope) => may(principal('admin', { kind: 'token', id: '', scope }), permission));
    expect(neededScope(permission)).toBe(least ?? null);
  }
  expect(neededScope('account')).toBe(null);
});
