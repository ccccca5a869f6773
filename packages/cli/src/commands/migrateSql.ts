import type { OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { migrationName } from './migrateClient.ts';

/** Prints exactly the SQL that `up` executes, of one migration or of all. Connects to nothing. */
export const migrateSqlCommand: OrdinaryCommand = {
  name: 'migrate sql',
  arguments: '[n]',
  options: {},
  reads: 'config',
  async run({ config, messages, output }, args) {
    const { migrationSql, ownMigrations } = await import('@cynow/po-adapters-pg');
    const all = await ownMigrations();
    const n = args.text('n');
    const asked = n === undefined ? all : all.filter(({ number }) => String(number) === n.replace(/^0+(?=\d)/, ''));
    if (asked.length === 0) throw usageFailure(messages.migrate.noSuchMigration(n ?? '', all.length));
    const texts = await Promise.all(asked.map((migration) => migrationSql(migration, config.PO_SCHEMA)));
    if (output.json) {
      await output.value(asked.map(({ number, name }, i) => ({ number, name, sql: texts[i] })));
      return exitCodes.done;
    }
    for (const [i, migration] of asked.entries()) {
      if (asked.length > 1) await output.write(`-- ${migrationName(migration)}\n`);
      await output.write(texts[i] ?? '');
    }
    return exitCodes.done;
  },
};
