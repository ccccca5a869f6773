import { type FlagState, flagKey, type HardSwitch, type StoredFlag } from '@cynow/po-core';
import type { Config } from '../config/readConfig.ts';
import type { Messages } from '../messages/messages.ts';

/** Whether a flag that is on is so for some only. */
export const isLimited = ({ users, roles, percent }: FlagState): boolean =>
  users.length > 0 || roles.length > 0 || percent !== null;

/** The flag in words: what is stored, who has it, and what the machine itself says. */
export const flagLines = (
  flag: StoredFlag,
  machine: HardSwitch,
  config: Pick<Config, 'ENABLE_PO_MANAGEMENT' | 'PO_OFF_FILE'>,
  { flags }: Messages,
): readonly string[] => {
  const changed = flag.changedAt === null ? null : { at: flag.changedAt, by: flag.changedBy ?? '' };
  const lines = [flags.state(flagKey, flags.states[flag.state], changed)];
  if (flag.state === 'on' && !isLimited(flag)) lines.push(flags.everybody);
  if (flag.users.length > 0) lines.push(flags.users(flag.users));
  if (flag.roles.length > 0) lines.push(flags.roles(flag.roles.map((role) => flags.roleNames[role])));
  if (flag.percent !== null) lines.push(flags.share(flag.percent));
  if (flag.readOnly) lines.push(flags.readOnly);
  if (flag.maintenanceText !== null) lines.push(flags.maintenanceText(flag.maintenanceText));
  if (flag.notice !== null) lines.push(flags.notice(flag.notice));
  lines.push(flags.environment(config.ENABLE_PO_MANAGEMENT ?? null, machine));
  lines.push(flags.offFile(config.PO_OFF_FILE ?? null, machine));
  return lines;
};

/** The same as JSON. */
export const flagJson = (flag: StoredFlag, machine: HardSwitch) => ({ key: flagKey, ...flag, machine });
