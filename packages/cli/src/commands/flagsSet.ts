import { type FlagChange, flagChanged, isSameFlag, isShareUnwise, type Role, roles } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';
import { announceTarget, askActor, byCommand, offBecause, readSwitch } from './beginWriting.ts';
import type { Arguments, OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { flagJson, flagLines } from './flagLines.ts';
import { flagName } from './flagName.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { oneOf } from './readValues.ts';

const entriesOf = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const percentOf = (given: string, { flags }: Messages): number | null => {
  if (given === '') return null;
  const percent = /^\d{1,3}(\.\d{1,2})?$/.test(given) ? Number(given) : Number.NaN;
  if (!(percent <= 100)) throw usageFailure(flags.notAShare(given));
  return percent;
};

const textOf = (given: string): string | null => (given.trim() === '' ? null : given.trim());

/** What was asked for. An empty list, share or notice takes it away. @throws CommandFailure */
const changeOf = (args: Arguments, messages: Messages): FlagChange => {
  const states = ['on', 'off'].filter((name) => args.flag(name));
  const maintenance = args.text('maintenance');
  const writing = ['read-only', 'writable'].filter((name) => args.flag(name));
  if (states.length + (maintenance === undefined ? 0 : 1) > 1 || writing.length > 1) {
    throw usageFailure(messages.flags.contradiction);
  }
  const [users, roleNames, percent, notice] = ['users', 'roles', 'percent', 'notice'].map((name) => args.text(name));
  const change: FlagChange = {
    ...(states[0] === undefined ? {} : { state: states[0] as 'on' | 'off' }),
    ...(maintenance === undefined ? {} : { state: 'maintenance', maintenanceText: textOf(maintenance) }),
    ...(writing[0] === undefined ? {} : { readOnly: writing[0] === 'read-only' }),
    ...(users === undefined ? {} : { users: entriesOf(users) }),
    ...(roleNames === undefined
      ? {}
      : { roles: entriesOf(roleNames).map((name): Role => oneOf(name, '--roles', roles, messages)!) }),
    ...(percent === undefined ? {} : { percent: percentOf(percent, messages) }),
    ...(notice === undefined ? {} : { notice: textOf(notice) }),
  };
  if (Object.keys(change).length === 0) throw usageFailure(messages.flags.nothingToSet);
  return change;
};

/** Changes the flag; every process has it within two seconds. */
export const flagsSetCommand: OrdinaryCommand = {
  name: 'flags set',
  arguments: '<key>',
  options: {
    on: 'flag',
    off: 'flag',
    maintenance: 'value',
    'read-only': 'flag',
    writable: 'flag',
    users: 'value',
    roles: 'value',
    percent: 'value',
    notice: 'value',
  },
  reads: 'config',
  async run(context, args) {
    const { config, messages, output, surroundings } = context;
    flagName(args, messages);
    const change = changeOf(args, messages);
    // Switching it is what this command is for, whatever the machine says of the feature; that is told.
    const machine = readSwitch(config, surroundings.cwd);
    if (machine.state === 'off') output.note(offBecause(machine, config, messages));
    const actor = await askActor(context);
    const database = await openDatabase(context);
    announceTarget(context, database);
    const { flags, accounts } = await openOver(context, database, 'flags set');
    const before = await flags.read();
    const after = await flags.change(byCommand(actor), surroundings.now(), (now) => flagChanged(now, change));
    if (isSameFlag(before, after)) output.note(messages.flags.unchanged);
    if (change.percent !== undefined) {
      const users = await accounts.users.count();
      if (isShareUnwise(after.percent, users)) output.note(messages.flags.shareUnwise(users ?? 0));
    }
    if (output.json) await output.value(flagJson(after, machine));
    else for (const line of flagLines(after, machine, config, messages)) output.print(line);
    return exitCodes.done;
  },
};
