import {
  type BackfillInput,
  cdcFreshness,
  createAccounts,
  createPoFinder,
  createReviewDetails,
  createWhere,
  type Doer,
  decideOrphan,
  decideReview,
  decideReviews,
  extendNumber,
  type ImportOptions,
  type ImportRow,
  importPos,
  listOrphans,
  type MatchInput,
  type MatchRequest,
  matchByHand,
  type NumberRequest,
  type OrphanListing,
  type OrphanRequest,
  type ProgressInput,
  type ReserveRequest,
  refreshProgress,
  releaseNumber,
  reserveNumbers,
  runBackfill,
  runMatch,
  type UndoRunInput,
  undoBatch,
  undoDecision,
  undoNumber,
  undoOrphanDecision,
  undoRun,
  unmatchNumber,
} from '@cynow/po-core';
import { ContainerModule } from 'inversify';
import type { Reviewing } from './compose.ts';
import { tokens } from './tokens.ts';

/** The use cases of the core, over whatever ports are bound. */
export const coreModule = new ContainerModule(({ bind }) => {
  bind(tokens.backfill)
    .toResolvedValue(
      (ports, settings) => (input: BackfillInput) => runBackfill(ports, settings, input),
      [tokens.ports, tokens.backfillSettings],
    )
    .inSingletonScope();
  bind(tokens.undoRun)
    .toResolvedValue(
      (ports, { rules }) =>
        (input: UndoRunInput) =>
          undoRun(ports, rules, input),
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
  bind(tokens.reviewing)
    .toResolvedValue(
      (ports, pg, { rules }): Reviewing => ({
        queue: pg.reviews,
        findPo: createPoFinder({ pos: ports.pos, reviews: pg.reviews }, rules),
        details: createReviewDetails({ ...pg, pos: ports.pos }),
        decide: (request) => decideReview(ports, rules, request),
        decideAll(request) {
          const batchId = ports.newId();
          return { batchId, rows: decideReviews(ports, rules, { ...request, batchId }) };
        },
        undo: (request) => undoDecision({ ...ports, audit: pg.audit }, rules, request),
        undoBatch: (request) => undoBatch({ ...ports, audit: pg.audit }, rules, request),
      }),
      [tokens.ports, tokens.pg, tokens.backfillSettings],
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
  bind(tokens.reservations)
    .toResolvedValue(
      (ports, { rules, reservationHours, cdc }) => {
        const settings = { docPrefix: rules.docPrefix, hours: reservationHours, cdc };
        return {
          reserve: (request: ReserveRequest) => reserveNumbers(ports, settings, request),
          release: (request: NumberRequest) => releaseNumber(ports, settings, request),
          extend: (request: NumberRequest) => extendNumber(ports, settings, request),
          undo: (request: NumberRequest) => undoNumber(ports, settings, request),
          matchByHand: (request: MatchRequest) => matchByHand(ports, request),
          unmatch: (request: NumberRequest) => unmatchNumber(ports, settings, request),
        };
      },
      [tokens.matchPorts, tokens.backfillSettings],
    )
    .inSingletonScope();
  bind(tokens.match)
    .toResolvedValue(
      (ports, settings) => (input: MatchInput) => runMatch(ports, settings, input),
      [tokens.matchPorts, tokens.backfillSettings],
    )
    .inSingletonScope();
  bind(tokens.orphans)
    .toResolvedValue(
      (ports, audit, { rules }) => ({
        find: (docNos: readonly string[]) => ports.orphans.find(docNos),
        list: (listing: OrphanListing) => listOrphans(ports, listing),
        decide: (request: OrphanRequest) => decideOrphan(ports, rules, request),
        undo: (request: { readonly auditId: string; readonly by: Doer }) =>
          undoOrphanDecision({ ...ports, audit }, request),
      }),
      [tokens.ports, tokens.audit, tokens.backfillSettings],
    )
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
