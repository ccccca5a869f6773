import type { MigrationStatus } from '@cynow/po-adapters-pg';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { migrationName, openMigrateTools } from './migrateClient.ts';

/** States in which no command of this release can work until somebody has done something about it. */
const broken: readonly MigrationStatus['state'][] = ['foreign', 'unreadable', 'newer', 'changed'];

/** Shows what is applied and what is not. */
export const migrateStatusCommand: OrdinaryCommand = {
  name: 'migrate status',
  options: {},
  reads: 'config',
  async run(context) {
    const { messages, output } = context;
    const { migrate } = messages;
    const { status: readStatus } = await openMigrateTools(context);
    const status = await readStatus();
    const exitCode = broken.includes(status.state) ? exitCodes.notReady : exitCodes.done;
    if (output.json) {
      const { schema, state, createdByUp, applied, unknown, changed, foreign } = status;
      const pending = status.pending.map(({ number, name }) => ({ number, name }));
      await output.value({ schema, state, createdByUp, applied, pending, unknown, changed, foreign });
      return exitCode;
    }
    output.print(migrate.status(status.schema, migrate.states[status.state]));
    const numbers = (list: readonly { readonly number: number }[]) => new Set(list.map(({ number }) => number));
    const [unknown, changed] = [numbers(status.unknown), numbers(status.changed)];
    for (const each of status.applied) {
      const name = migrationName(each);
      if (unknown.has(each.number)) output.print(migrate.unknown(name));
      else output.print(changed.has(each.number) ? migrate.changed(name) : migrate.applied(name, each.appliedAt));
    }
    for (const each of status.pending) output.print(migrate.pending(migrationName(each)));
    for (const object of status.foreign) output.print(`    ${object}`);
    return exitCode;
  },
};
