export const commandNames = [
  'demo',
  'migrate status',
  'migrate plan',
  'migrate sql',
  'migrate up',
  'migrate zero',
  'doctor',
  'backfill',
  'backfill undo',
  'where',
  'stats',
  'reserve',
  'match',
  'import',
  'export',
  'orphans list',
  'orphans resolve',
  'orphans undo',
  'runs list',
  'runs show',
  'flags list',
  'flags get',
  'flags set',
  'review list',
  'review show',
  'review resolve',
  'review undo',
  'user add',
  'user list',
  'user passwd',
  'user role',
  'user disable',
  'user enable',
  'token create',
  'token list',
  'token revoke',
  'serve',
  'config check',
] as const;

/** The words that call a command. */
export type CommandName = (typeof commandNames)[number];

/** Words under which several commands stand. */
export const commandGroups = ['migrate', 'review', 'orphans', 'runs', 'flags', 'user', 'token', 'config'] as const;

export type CommandGroup = (typeof commandGroups)[number];
