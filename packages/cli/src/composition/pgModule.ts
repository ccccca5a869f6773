import { openPg } from '@cynow/po-adapters-pg';
import { ContainerModule } from 'inversify';
import { tokens } from './tokens.ts';

/** The ports, on PostgreSQL. */
export const pgModule = new ContainerModule(({ bind }) => {
  bind(tokens.pg).toResolvedValue(openPg, [tokens.pgSettings]).inSingletonScope();
  bind(tokens.ports)
    .toResolvedValue((pg, clock) => ({ ...pg.ports, clock }), [tokens.pg, tokens.clock])
    .inSingletonScope();
  bind(tokens.matchPorts)
    .toResolvedValue(
      (pg, clock) => ({ ...pg.ports, audit: pg.audit, reservations: pg.reservations, clock }),
      [tokens.pg, tokens.clock],
    )
    .inSingletonScope();
  bind(tokens.audit)
    .toResolvedValue((pg) => pg.audit, [tokens.pg])
    .inSingletonScope();
  bind(tokens.progress)
    .toResolvedValue((pg) => pg.progress, [tokens.pg])
    .inSingletonScope();
  bind(tokens.reports)
    .toResolvedValue((pg) => pg.reports, [tokens.pg])
    .inSingletonScope();
});
