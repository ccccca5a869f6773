import { type RoleRule, roles } from '@cynow/po-core';

const rule = (text: string): RoleRule | null => {
  const equals = text.lastIndexOf('=');
  const who = text.slice(0, Math.max(0, equals)).trim();
  const role = roles.find((each) => each === text.slice(equals + 1).trim());
  if (role === undefined) return null;
  if (who === 'superuser' || who === 'staff' || who === '*') return { who, role };
  const group = /^group:\s*(\S.*)$/.exec(who)?.[1];
  return group === undefined ? null : { who: { group }, role };
};

/** Reads `superuser=admin, group:CYNOW Editors=editor, *=viewer`: the first that fits counts. Null when it is none. */
export const roleMap = (text: string): readonly RoleRule[] | null => {
  const rules = text.split(',').map(rule);
  return rules.every((each) => each !== null) ? rules : null;
};
