import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { migrationName, openMigrateTools } from './migrateClient.ts';

/** Shows what `up` would apply. */
export const migratePlanCommand: OrdinaryCommand = {
  name: 'migrate plan',
  options: {},
  reads: 'config',
  async run(context) {
    const { messages, output } = context;
    const { status } = await openMigrateTools(context);
    const { schema, state, pending } = await status();
    if (output.json) {
      await output.value({ schema, state, pending: pending.map(({ number, name }) => ({ number, name })) });
      return exitCodes.done;
    }
    output.print(messages.migrate.status(schema, messages.migrate.states[state]));
    output.print(pending.length === 0 ? messages.migrate.nothingPending : messages.migrate.planned(pending.length));
    for (const each of pending) output.print(messages.migrate.pending(migrationName(each)));
    return exitCodes.done;
  },
};
