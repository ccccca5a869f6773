export const commandNames = [
  'demo',
  'migrate status',
  'migrate plan',
  'migrate sql',
  'migrate up',
  'migrate zero',
  'doctor',
  'backfill',
  'where',
  'stats',
  'import',
  'export',
  'runs list',
  'runs show',
  'flags list',
  'flags get',
  'flags set',
  'user add',
  'user list',
  'user passwd',
  'user disable',
  'token create',
  'token list',
  'token revoke',
  'config check',
] as const;

/** The words that call a command. */
export type CommandName = (typeof commandNames)[number];

/** Words under which several commands stand. */
export const commandGroups = ['migrate', 'runs', 'flags', 'user', 'token', 'config'] as const;

export type CommandGroup = (typeof commandGroups)[number];
