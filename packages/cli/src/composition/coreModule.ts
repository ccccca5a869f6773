import {
  type BackfillInput,
  cdcFreshness,
  createAccounts,
  createWhere,
  type ImportOptions,
  type ImportRow,
  importPos,
  type ProgressInput,
  refreshProgress,
  runBackfill,
} from '@cynow/po-core';
import { ContainerModule } from 'inversify';
import { tokens } from './tokens.ts';

/** The use cases of the core, over whatever ports are bound. */
export const coreModule = new ContainerModule(({ bind }) => {
  bind(tokens.backfill)
    .toResolvedValue(
      (ports, settings) => (input: BackfillInput) => runBackfill(ports, settings, input),
      [tokens.ports, tokens.backfillSettings],
    )
    .inSingletonScope();
  bind(tokens.accounts)
    .toResolvedValue(
      (pg, settings, clock) => createAccounts({ ...pg.accounts, clock }, settings),
      [tokens.pg, tokens.accountSettings, tokens.clock],
    )
    .inSingletonScope();
  bind(tokens.where)
    .toResolvedValue(
      (ports, reports, settings) => createWhere({ ...ports, reports }, settings.rules),
      [tokens.ports, tokens.reports, tokens.backfillSettings],
    )
    .inSingletonScope();
  bind(tokens.importPos)
    .toResolvedValue(
      (ports, { rules }) =>
        (rows: () => AsyncIterable<ImportRow>, options: Omit<ImportOptions, 'rules'>) =>
          importPos(ports, rows, { rules, ...options }),
      [tokens.ports, tokens.backfillSettings],
    )
    .inSingletonScope();
  bind(tokens.refreshProgress)
    .toResolvedValue((progress) => (input: ProgressInput) => refreshProgress({ progress }, input), [tokens.progress])
    .inSingletonScope();
  bind(tokens.freshness)
    .toResolvedValue(
      ({ cdc, clock }, settings) =>
        async () => {
          const at = clock.now();
          return cdcFreshness(await cdc.look(at, false), settings.cdc, at);
        },
      [tokens.ports, tokens.backfillSettings],
    )
    .inSingletonScope();
});
