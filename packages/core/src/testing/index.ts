export { type AccountsWorld, accountsContract } from './accountsContract.ts';
export {
  batchSizeArb,
  documentNumber,
  hostileText,
  manualPoArb,
  poNumberText,
  sameDocument,
  sourceDocumentArb,
  sourceDocuments,
  sourceTimestamp,
  windowArb,
} from './arbitraries.ts';
export { backfillModelTest } from './backfillModelTest.ts';
export { backfillProperties } from './backfillProperties.ts';
export {
  backfillSettings,
  defaultNow,
  manualPo,
  moveReport,
  orphan,
  reservationSettings,
  somebody,
  sourceDocument,
} from './builders.ts';
export { cdcMonitorContract, type WatchedSource } from './cdcMonitorContract.ts';
export { collect } from './collect.ts';
export { type CountedPasswords, countedPasswords } from './countedPasswords.ts';
export { type CynowWorld, cynowAccountsContract } from './cynowAccountsContract.ts';
export { documentSourceContract } from './documentSourceContract.ts';
export { enterManualPos } from './enterManualPos.ts';
export { expectConsistentPos, expectConsistentTally } from './expectConsistent.ts';
export { type FlagWorld, flagStoreContract } from './flagStoreContract.ts';
export { idempotencyContract } from './idempotencyContract.ts';
export { inMemoryWorld } from './inMemoryWorld.ts';
export { looksContract } from './looksContract.ts';
export { missingContract } from './missingContract.ts';
export { orphanDecisionContract } from './orphanDecisionContract.ts';
export { orphanStoreContract } from './orphanStoreContract.ts';
export { poDirectoryContract } from './poDirectoryContract.ts';
export { poReportsContract } from './poReportsContract.ts';
export { poStoreContract } from './poStoreContract.ts';
export { type MoveChange, type ProgressWorld, progressContract } from './progressContract.ts';
export { progressProperties } from './progressProperties.ts';
export { reservationStoreContract } from './reservationStoreContract.ts';
export { reviewContract } from './reviewContract.ts';
export { reviewProperties } from './reviewProperties.ts';
export { reviewQueueContract } from './reviewQueueContract.ts';
export { runStoreContract } from './runStoreContract.ts';
export { type RanToEnd, type RunRequest, runToEnd, startRun } from './runToEnd.ts';
export { type DeliverySnapshot, type PoSnapshot, snapshotOf } from './snapshotOf.ts';
export { toldDecisions } from './toldDecisions.ts';
export { tries } from './tries.ts';
export { undoRunContract } from './undoRunContract.ts';
export { undoRunProperties } from './undoRunProperties.ts';
export { usingWorld } from './usingWorld.ts';
export type { SourceChange, World } from './World.ts';
