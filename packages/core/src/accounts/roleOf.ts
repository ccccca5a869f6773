import type { Role } from '../flags/FlagState.ts';
import type { CynowAccount } from '../ports/CynowAccounts.ts';

/** Whom of CYNOW's a role is for: superusers, staff, members of a group, or everybody (`*`). */
export type RoleRule = {
  readonly who: 'superuser' | 'staff' | '*' | { readonly group: string };
  readonly role: Role;
};

const fits = ({ who }: RoleRule, account: CynowAccount): boolean => {
  if (who === '*') return true;
  if (who === 'superuser') return account.isSuperuser;
  return who === 'staff' ? account.isStaff : account.groups.includes(who.group);
};

/** The role of an account of CYNOW's: that of the first rule that fits (`PO_ROLE_MAP`); null: none does, nothing is allowed. */
export const roleOf = (rules: readonly RoleRule[], account: CynowAccount): Role | null =>
  rules.find((rule) => fits(rule, account))?.role ?? null;
