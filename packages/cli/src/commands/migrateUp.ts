import type { UpResult } from '@cynow/po-adapters-pg';
import type { Messages } from '../messages/messages.ts';
import type { Output } from '../output/createOutput.ts';
import { announceTarget } from './beginWriting.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { migrationName, openMigrateTools } from './migrateClient.ts';
import { disturbanceLines, migrateFailure } from './migrateRefusals.ts';

/** Prints what was applied, and what was proved before. */
export const printUp = (result: UpResult, output: Output, messages: Messages): void => {
  const { migrate } = messages;
  for (const line of disturbanceLines(result, messages)) output.note(line);
  if (result.createdSchema) output.print(migrate.up.createdSchema(result.schema));
  for (const [i, step] of result.applied.entries()) {
    output.print(migrate.up.step(migrationName(step), step.statements));
    const { locks, catalogObjects, catalogDigest } = step.proof;
    // The steps of a rehearsal share one proof.
    if (result.applied[i + 1]?.proof !== step.proof) {
      output.print(migrate.up.proof(locks, catalogObjects, catalogDigest));
    }
  }
  if (result.outcome === 'applied') output.print(migrate.up.applied(result.applied.length));
  if (result.outcome === 'rehearsed') output.print(migrate.up.rehearsed(result.applied.length));
  if (result.outcome === 'up-to-date') output.print(migrate.up.upToDate);
};

/** Applies what is pending, and commits only when everything outside our schema is as it was. */
export const migrateUpCommand: OrdinaryCommand = {
  name: 'migrate up',
  options: { rehearse: 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const { pg, client, database, migrations, schema } = await openMigrateTools(context);
    announceTarget(context, database);
    const result = await pg.migrateUp(client, { schema, migrations, rehearse: args.flag('rehearse') });
    const failure = migrateFailure(result, messages);
    if (output.json && failure === undefined) await output.value(result);
    if (!output.json) printUp(result, output, messages);
    if (failure !== undefined) throw failure;
    return exitCodes.done;
  },
};
