export {
  type AuditAction,
  type AuditEntry,
  type AuditSubject,
  auditActions,
  type Channel,
  type Doer,
} from './audit/AuditEntry.ts';
export { type Changes, isEmpty } from './backfill/Changes.ts';
export type {
  AcceptedDecision,
  Action,
  Candidate,
  CandidateEvidence,
  DecidedPo,
  Decision,
  Outcome,
  SkippedDecision,
  SkipReason,
} from './backfill/Decision.ts';
export { type BatchDecisions, type DecideOptions, decideInOrder, type Rework } from './backfill/decideInOrder.ts';
export { type KnownPos, needsDecision, type RecordedDocument } from './backfill/KnownPos.ts';
export type { Cursor, OrphanCounts, Run, RunOptions, RunOwner, RunState } from './backfill/Run.ts';
export {
  type BackfillEvent,
  type BackfillInput,
  type BackfillPorts,
  type BackfillResult,
  type BackfillSettings,
  runBackfill,
} from './backfill/runBackfill.ts';
export { soughtBy, soughtWith } from './backfill/soughtBy.ts';
export { emptyTally, type FailedDocument, type Tally, tallied } from './backfill/tally.ts';
export { inWindow, lastDays, type Window } from './backfill/Window.ts';
export { type CdcObservation, observed } from './cdc/CdcObservation.ts';
export {
  type CdcFreshness,
  type CdcSettings,
  type CdcState,
  cdcFreshness,
  type DailyPause,
  inPause,
} from './cdc/cdcState.ts';
export { isWorking, type WorkingHours, workingMinutes } from './cdc/workingHours.ts';
export { type Content, contentChanges, contentFields, contentHash } from './document/contentHash.ts';
export { addDays, type Day, dayOf, effectiveDate, isDay, seoulDayOf } from './document/days.ts';
export { compareDecisionOrder, type Position } from './document/decisionOrder.ts';
export { createDocNoReader, type DocNoParts, docNo } from './document/docNo.ts';
export { createDocumentReader, type FcmsDocument } from './document/FcmsDocument.ts';
export { canonicalDecimal, maxQuantity, quantity } from './document/quantity.ts';
export type { SourceDocument } from './document/SourceDocument.ts';
export { PoError, type PoErrorCode } from './errors.ts';
export { type HardSwitch, hardSwitch } from './flags/hardSwitch.ts';
export {
  createManualPoReader,
  enterPos,
  type ImportResult,
  type ReadManualPo,
  type UnusableField,
} from './manual/enterPos.ts';
export {
  type FieldProblem,
  type FieldProblemCode,
  type ImportedRow,
  type ImportOptions,
  type ImportPorts,
  type ImportRefusal,
  type ImportRow,
  importPos,
} from './manual/importPos.ts';
export { type ManualPo, manualPoSchema } from './manual/ManualPo.ts';
export { askingFeatures } from './matching/askingOf.ts';
export { assign, type Pairing } from './matching/assign.ts';
export { type BlockingKeys, blockingKeys, mostHeldKeys, mostPosOfKey } from './matching/blockingKeys.ts';
export { type CandidatePo, candidateOf, heldKeysOf, type MatchablePo } from './matching/CandidatePo.ts';
export { type Candidates, customersOf, type Keeps, noCandidates, type Sought } from './matching/Candidates.ts';
export { type Comparison, compareFeatures } from './matching/compareFeatures.ts';
export { compareNumbers } from './matching/compareNumbers.ts';
export { type CandidateIndex, createCandidateIndex } from './matching/createCandidateIndex.ts';
export { createNumbering, type KeptNumbering } from './matching/createNumbering.ts';
export { defaultWeights } from './matching/defaultWeights.ts';
export { estimateWeights, type Label } from './matching/estimateWeights.ts';
export { factsOfDocument, factsOfPo } from './matching/factsOf.ts';
export { type HeldKey, type IndexChanges, indexChangesOf } from './matching/IndexChanges.ts';
export { labelSchema } from './matching/labelSchema.ts';
export { legalWeights } from './matching/legalWeights.ts';
export type { MatchFacts, MatchLine, Need } from './matching/MatchFacts.ts';
export { type MatchFeatures, matchFeatures } from './matching/MatchFeatures.ts';
export { type EvidenceCode, type MatchEvidence, matchEvidence } from './matching/matchEvidence.ts';
export { type Numbering, neighbours } from './matching/Numbering.ts';
export { type NumberParts, readNumberParts } from './matching/NumberParts.ts';
export { type Feature, type MatchContext, pairScore } from './matching/pairScore.ts';
export {
  boundOfNone,
  mostCandidates,
  ownExpectation,
  type RankedCandidate,
  type Ranking,
  rankCandidates,
} from './matching/rankCandidates.ts';
export { type Rival, suspectLink } from './matching/suspectLink.ts';
export type { Weights } from './matching/Weights.ts';
export { type InMemoryAuditTrail, inMemoryAuditTrail } from './memory/inMemoryAuditTrail.ts';
export { inMemoryCdcMonitor } from './memory/inMemoryCdcMonitor.ts';
export { type InMemoryDocumentSource, inMemoryDocumentSource } from './memory/inMemoryDocumentSource.ts';
export { inMemoryOrphanStore } from './memory/inMemoryOrphanStore.ts';
export { inMemoryPoReports } from './memory/inMemoryPoReports.ts';
export { type InMemoryPorts, inMemoryPorts } from './memory/inMemoryPorts.ts';
export { type InMemoryPoStore, inMemoryPoStore } from './memory/inMemoryPoStore.ts';
export { type InMemoryRunStore, inMemoryRunStore } from './memory/inMemoryRunStore.ts';
export type { MoveReport } from './orphan/MoveReport.ts';
export type { Orphan, OrphanState } from './orphan/Orphan.ts';
export { type OrphanOptions, syncOrphans } from './orphan/syncOrphans.ts';
export { customerKey, productKey, unknown } from './po/codeKeys.ts';
export { identityKey, type PoIdentity, poIdentityOf, standInPoNo } from './po/identity.ts';
export type {
  Alias,
  Correction,
  Delivery,
  Item,
  Link,
  Po,
  PoId,
  PoState,
  PoWithDeliveries,
  Resolved,
} from './po/Po.ts';
export { createPoNumberReader, type PoNumber, poKey, poNo } from './po/poNo.ts';
export type { Amendment, Found, HeldPo, PoQuery } from './ports/Amendment.ts';
export type { AuditRecord, AuditTrail } from './ports/AuditTrail.ts';
export type { CdcMonitor } from './ports/CdcMonitor.ts';
export type { Clock } from './ports/Clock.ts';
export type { DocumentListing, DocumentSource, ListedDocument } from './ports/DocumentSource.ts';
export type { OrphanStore } from './ports/OrphanStore.ts';
export type { ExportedDocument, ExportedPo, PoReports, RunDecision, Stats } from './ports/PoReports.ts';
export type {
  Checkpoint,
  LookUp,
  NewPos,
  PoStore,
  RecordedDelivery,
  RecordResult,
  Revision,
  WriteResult,
} from './ports/PoStore.ts';
export type {
  DocumentProgress,
  Evidence,
  HeldProgress,
  ProgressPass,
  ProgressStanding,
  ProgressStore,
  ProgressWork,
} from './ports/ProgressStore.ts';
export type { HeldRun, RunFence, RunHolder, RunStart, RunStore } from './ports/RunStore.ts';
export { type CylinderMove, countCylinders, stageOfMove } from './progress/CylinderMove.ts';
export { type InMemoryProgressStore, inMemoryProgressStore, moveKey } from './progress/inMemoryProgressStore.ts';
export { type OverallProgress, overallProgress, type PoGroup } from './progress/overallProgress.ts';
export { type ProgressFigures, progressFigures } from './progress/ProgressFigures.ts';
export { type CountedDelivery, type CountedPo, type PoProgress, poProgress } from './progress/poProgress.ts';
export { type PassReason, type ProgressDue, progressDue } from './progress/progressDue.ts';
export { type ProgressEvent, type ProgressInput, refreshProgress } from './progress/refreshProgress.ts';
export { type Quantity, rateOf, type Stage, stageOf, stages } from './progress/stageOf.ts';
export {
  type CylinderStage,
  cylinderStages,
  moveCodes,
  noCylinders,
  type StageCounts,
  sumOf,
} from './progress/stages.ts';
export {
  type RematchOptions,
  type RematchPorts,
  type RematchProgress,
  rematchNewPos,
} from './rematch/rematchNewPos.ts';
export { type ReservationState, type ReservedFor, reservationStates } from './reservation/Reservation.ts';
export { type Priority, priorities, priorityOf } from './review/priority.ts';
export {
  type Facts,
  type QtyMismatchFacts,
  type Reason,
  type ReasonCode,
  reasonCodes,
  sortReasons,
} from './review/Reason.ts';
export { defaultSiteRules, type SiteRules } from './SiteRules.ts';
export { compareCodePoints } from './text/compareCodePoints.ts';
export { shown } from './text/shown.ts';
export { text } from './text/text.ts';
export { createWhere } from './where/createWhere.ts';
export type { WaitingBecause, WhereAnswer } from './where/WhereAnswer.ts';
