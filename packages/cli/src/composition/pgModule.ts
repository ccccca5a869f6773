import { openPg } from '@cynow/po-adapters-pg';
import { ContainerModule } from 'inversify';
import { tokens } from './tokens.ts';

/** The ports, on PostgreSQL. */
export const pgModule = new ContainerModule(({ bind }) => {
  bind(tokens.pg).toResolvedValue(openPg, [tokens.pgSettings]).inSingletonScope();
  bind(tokens.ports)
    .toResolvedValue((pg, clock) => ({ ...pg.ports, clock }), [tokens.pg, tokens.clock])
    .inSingletonScope();
});
