import type { ZeroResult } from '@cynow/po-adapters-pg';
import { announceTarget } from './beginWriting.ts';
import type { Context, OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';
import { openMigrateTools } from './migrateClient.ts';
import { disturbanceLines, migrateFailure } from './migrateRefusals.ts';

/** The connections by which processes keep the embedded server running use no schema. */
const keepsServerRunning = 'cynow-po/embedded ';

const printRows = ({ rowCounts }: ZeroResult, { messages, output }: Context): void => {
  const { zero } = messages.migrate;
  if (output.json || rowCounts.length === 0) return;
  output.print(zero.rows);
  for (const { table, rows } of rowCounts) output.print(zero.table(table, rows));
};

/** Drops what `up` made. Says first what that is; wants it confirmed by name, and a backup. */
export const migrateZeroCommand: OrdinaryCommand = {
  name: 'migrate zero',
  options: { confirm: 'value', 'without-backup': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const { zero } = messages.migrate;
    const { pg, client, database, migrations, schema } = await openMigrateTools(context);
    announceTarget(context, database);
    const run = (confirm: string | undefined): Promise<ZeroResult> =>
      pg.migrateZero(client, {
        schema,
        migrations,
        ...(confirm !== undefined && { confirm }),
        standsInTheWay: ({ applicationName }) => !applicationName.startsWith(keepsServerRunning),
      });
    // Without a confirmation nothing is dropped: this tells what would be.
    const before = await run(undefined);
    printRows(before, context);
    const confirm = args.text('confirm');
    const wanted = before.refusals.find((refusal) => refusal.code === 'confirm');
    const onlyConfirm = before.outcome === 'refused' && before.refusals.every(({ code }) => code === 'confirm');
    if (onlyConfirm && confirm === wanted?.expected && !args.flag('without-backup')) {
      throw new CommandFailure(exitCodes.failed, 'NO_BACKUP', zero.backup);
    }
    const result = onlyConfirm ? await run(confirm) : before;
    for (const line of disturbanceLines(result, messages)) output.note(line);
    const failure = migrateFailure(result, messages);
    if (failure !== undefined) throw failure;
    if (output.json) {
      await output.value(result);
      return exitCodes.done;
    }
    if (result.outcome === 'nothing') output.print(zero.nothing);
    else {
      output.print(zero.dropped(result.schema));
      if (!result.droppedSchema) output.print(zero.schemaStays);
    }
    return exitCodes.done;
  },
};
