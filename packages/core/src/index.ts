export type { AccountPorts, AccountSettings } from './accounts/AccountPorts.ts';
export { accountKey, accountName } from './accounts/accountName.ts';
export { type Accounts, createAccounts } from './accounts/createAccounts.ts';
export type { PasswordChange, PasswordChangeResult } from './accounts/createPasswordChange.ts';
export { type BegunSession, idleMs, longestSessionMs } from './accounts/createSessions.ts';
export type { RefusedBecause, SignIn, SignInResult } from './accounts/createSignIn.ts';
export type { TokenRequest, TokenResult, Tokens } from './accounts/createTokens.ts';
export type { AddUserResult, SetPasswordResult, Users } from './accounts/createUsers.ts';
export { may, neededRole, neededScope, type Permission, permissions } from './accounts/Permission.ts';
export {
  type AccountId,
  type AuthMethod,
  type Principal,
  type TokenScope,
  tokenScopes,
} from './accounts/Principal.ts';
export { type PasswordProblem, passwordLengths, passwordProblem } from './accounts/passwordProblem.ts';
export type { RoleRule } from './accounts/roleOf.ts';
export { secretHash } from './accounts/secretHash.ts';
export { type Attempts, noAttempts } from './accounts/signInBrakes.ts';
export {
  type AuditAction,
  type AuditEntry,
  type AuditSubject,
  auditActions,
  type Channel,
  type Doer,
} from './audit/AuditEntry.ts';
export { undoDays } from './audit/isTooLateToUndo.ts';
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
export { type RunResult, runResult } from './backfill/runResult.ts';
export { prepareSought, soughtBy, soughtWith } from './backfill/soughtBy.ts';
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
export { type Standstill, standstillEnded } from './cdc/Standstill.ts';
export { isWorking, type WorkingHours, workingMinutes } from './cdc/workingHours.ts';
export { type Delivered, listedFigures } from './directory/listedFigures.ts';
export { type PoListing, poCursor, readPoCursor } from './directory/poCursor.ts';
export { searchable } from './directory/searchable.ts';
export { type SearchTerms, searchTermsOf } from './directory/searchTermsOf.ts';
export { type Content, contentChanges, contentFields, contentHash } from './document/contentHash.ts';
export { addDays, type Day, dayOf, effectiveDate, isDay, isPlausibleDay, seoulDayOf } from './document/days.ts';
export { compareDecisionOrder, type Position } from './document/decisionOrder.ts';
export { createDocNoReader, type DocNoParts, docNo } from './document/docNo.ts';
export { earliestStatsDay } from './document/earliestStatsDay.ts';
export { createDocumentReader, type FcmsDocument } from './document/FcmsDocument.ts';
export { canonicalDecimal, maxQuantity, quantity } from './document/quantity.ts';
export type { SourceDocument } from './document/SourceDocument.ts';
export { typedDocNos } from './document/typedDocNos.ts';
export { PoError, type PoErrorCode } from './errors.ts';
export { bucketOf } from './flags/bucketOf.ts';
export { evaluateFlag, type FlagAnswer, type FlagSubject } from './flags/evaluateFlag.ts';
export { type FlagState, flagKey, initialFlag, type Role, roles } from './flags/FlagState.ts';
export { type FlagChange, flagChanged, isSameFlag } from './flags/flagChange.ts';
export { flagSubject } from './flags/flagSubject.ts';
export { type HardSwitch, hardSwitch, type OffFile } from './flags/hardSwitch.ts';
export { isShareUnwise } from './flags/isShareUnwise.ts';
export { type ChangeRefusal, type ChangeRequest, type ChangeResult, changePo } from './manual/changePo.ts';
export { type EnterPoResult, type EnterPorts, enterPo } from './manual/enterPo.ts';
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
export { type PoChange, poChangeSchema } from './manual/PoChange.ts';
export type { ChangedReservation } from './match/matchReservations.ts';
export {
  type MatchEvent,
  type MatchInput,
  type MatchPorts,
  type MatchSettings,
  type MatchSummary,
  runMatch,
} from './match/runMatch.ts';
export { askingFeatures } from './matching/askingOf.ts';
export { assign, type Pairing } from './matching/assign.ts';
export { type BlockingKeys, blockingKeys, mostHeldKeys, mostPosOfKey } from './matching/blockingKeys.ts';
export { type CandidatePo, candidateOf, heldKeysOf, type MatchablePo } from './matching/CandidatePo.ts';
export { type Candidates, customersOf, type Keeps, noCandidates, type Sought } from './matching/Candidates.ts';
export { type Comparison, compareFeatures } from './matching/compareFeatures.ts';
export { compareNumbers } from './matching/compareNumbers.ts';
export { type CandidateIndex, createCandidateIndex } from './matching/createCandidateIndex.ts';
export { createNumbering, type KeptNumbering } from './matching/createNumbering.ts';
export { comparableName } from './matching/customerName.ts';
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
export { type InMemoryAccounts, inMemoryAccounts } from './memory/inMemoryAccounts.ts';
export { type InMemoryAuditTrail, inMemoryAuditTrail } from './memory/inMemoryAuditTrail.ts';
export { inMemoryCdcMonitor } from './memory/inMemoryCdcMonitor.ts';
export { type InMemoryCynowAccount, inMemoryCynowAccounts } from './memory/inMemoryCynowAccounts.ts';
export { type InMemoryDocumentSource, inMemoryDocumentSource } from './memory/inMemoryDocumentSource.ts';
export { inMemoryFlagStore } from './memory/inMemoryFlagStore.ts';
export { inMemoryIdempotency } from './memory/inMemoryIdempotency.ts';
export { inMemoryMissingStore } from './memory/inMemoryMissingStore.ts';
export { type InMemoryOrphanStore, inMemoryOrphanStore } from './memory/inMemoryOrphanStore.ts';
export { inMemoryPoDirectory } from './memory/inMemoryPoDirectory.ts';
export { inMemoryPoReports } from './memory/inMemoryPoReports.ts';
export { type InMemoryPorts, inMemoryPorts } from './memory/inMemoryPorts.ts';
export { type InMemoryPoStore, inMemoryPoStore } from './memory/inMemoryPoStore.ts';
export { inMemoryReservationStore } from './memory/inMemoryReservationStore.ts';
export { inMemoryReviewQueue } from './memory/inMemoryReviewQueue.ts';
export { inMemoryRunRequests } from './memory/inMemoryRunRequests.ts';
export { type InMemoryRunStore, inMemoryRunStore } from './memory/inMemoryRunStore.ts';
export { type Look, type LookInput, type LookPorts, lookForMissing } from './missing/lookForMissing.ts';
export type { MissingDocuments } from './missing/MissingDocuments.ts';
export {
  decideOrphan,
  type OrphanAudit,
  type OrphanChoice,
  type OrphanDecisionPorts,
  type OrphanRefusal,
  type OrphanRequest,
  type OrphanResult,
  type PoNaming,
} from './orphan/decideOrphan.ts';
export { heldNumber } from './orphan/heldNumber.ts';
export { listOrphans, type OrphanListing, type OrphanPage } from './orphan/listOrphans.ts';
export type { MoveReport } from './orphan/MoveReport.ts';
export {
  type DecidedState,
  decidedStates,
  type Orphan,
  type OrphanDecision,
  type OrphanState,
  orphanStates,
} from './orphan/Orphan.ts';
export {
  comparePlaces,
  lastShownGroup,
  type OrphanPlace,
  orphanPlace,
  placeText,
  readPlace,
} from './orphan/OrphanPlace.ts';
export { orphanDay, orphanPriority } from './orphan/orphanPriority.ts';
export { type OrphanSuggestions, type SuggestedPo, suggestPos } from './orphan/suggestPos.ts';
export { type OrphanOptions, type OrphanPorts, syncOrphans } from './orphan/syncOrphans.ts';
export {
  type OrphanUndoPorts,
  type OrphanUndoRefusal,
  type OrphanUndoResult,
  orphanActions,
  undoOrphanDecision,
} from './orphan/undoOrphanDecision.ts';
export { type OrphanView, viewOrphans } from './orphan/viewOrphans.ts';
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
export { createPoNumberReader, type PoNumber, poKey, poKeyPrefix, poNo } from './po/poNo.ts';
export type { Amendment, Found, HeldPo, PoQuery, RunTraces, TakenBack } from './ports/Amendment.ts';
export type { AttemptStore } from './ports/AttemptStore.ts';
export type { AuditRecord, AuditTrail } from './ports/AuditTrail.ts';
export type { CdcMonitor } from './ports/CdcMonitor.ts';
export type { Clock } from './ports/Clock.ts';
export type { CynowAccount, CynowAccounts, CynowPassword } from './ports/CynowAccounts.ts';
export type { DocumentListing, DocumentSource, ListedDocument } from './ports/DocumentSource.ts';
export type { FlagProcess, FlagStore, StoredFlag } from './ports/FlagStore.ts';
export {
  type ClaimResult,
  claimedForMs,
  type IdempotencyStore,
  type KeptAnswer,
  type KeyedRequest,
  keptForMs,
  type RequestClaim,
} from './ports/IdempotencyStore.ts';
export type { Missed, MissingStore } from './ports/MissingStore.ts';
export type { OrphanFilter, OrphanStore } from './ports/OrphanStore.ts';
export type { DjangoPasswords, NewSecret, PasswordHasher } from './ports/Passwords.ts';
export {
  type Customer,
  type CustomerPage,
  type PoDirectory,
  type PoEntry,
  type PoFilter,
  type PoPage,
  type PoPlace,
  type PoSort,
  type PoTotals,
  poSorts,
} from './ports/PoDirectory.ts';
export type {
  ExportedDocument,
  ExportedOrphan,
  ExportedPo,
  ExportedReview,
  PoReports,
  RunDecision,
  Stats,
} from './ports/PoReports.ts';
export type {
  Checkpoint,
  LookUp,
  NamedQuery,
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
export type {
  FoundNumbers,
  FoundReservations,
  ReservationAmendment,
  ReservationQuery,
  ReservationStore,
} from './ports/ReservationStore.ts';
export {
  mostReasons,
  type OpenReason,
  type ReviewEntry,
  type ReviewFilter,
  type ReviewPage,
  type ReviewPlace,
  type ReviewQueue,
} from './ports/ReviewQueue.ts';
export {
  heardWithinMs,
  mostOpenRequests,
  type NewRunRequest,
  type RunClaim,
  type RunRequestEnd,
  type RunRequests,
  type RunTold,
  requestKeptMs,
} from './ports/RunRequests.ts';
export type { HeldRun, RunFence, RunHolder, RunStart, RunStore } from './ports/RunStore.ts';
export type { Session, SessionStore } from './ports/SessionStore.ts';
export type { NewToken, Token, TokenStore } from './ports/TokenStore.ts';
export type { HeldUser, User, UserChange, UserStore } from './ports/UserStore.ts';
export { type CylinderMove, countCylinders, stageOfMove } from './progress/CylinderMove.ts';
export {
  type CountedCylinder,
  type CylinderPlace,
  countedCylinders,
  isBehind,
} from './progress/countedCylinders.ts';
export { type InMemoryProgressStore, inMemoryProgressStore, moveKey } from './progress/inMemoryProgressStore.ts';
export { type LotParts, lotNo } from './progress/lotNo.ts';
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
export {
  extendNumber,
  type NumberRequest,
  type NumberResult,
  releaseNumber,
  undoNumber,
  unmatchNumber,
} from './reservation/decideOnNumber.ts';
export { hoursLeft } from './reservation/heldUntil.ts';
export { type MatchRequest, type MatchResult, matchByHand } from './reservation/matchByHand.ts';
export { documentNumberOf, readSequences, type SequencesRead, settlesGreatest } from './reservation/nextNumbers.ts';
export {
  type Mismatch,
  type Reservation,
  type ReservationState,
  type ReservedFor,
  reservationStates,
} from './reservation/Reservation.ts';
export type { ReservationPorts, ReservationSettings } from './reservation/ReservationSettings.ts';
export { mostAtOnce, type ReserveRequest, type ReserveResult, reserveNumbers } from './reservation/reserveNumbers.ts';
export { createPoFinder, type FoundPo, mostNamed, type PoReference } from './review/createPoFinder.ts';
export { createReviewDetails, mostHistory, type PoDetails } from './review/createReviewDetails.ts';
export {
  type DecisionSnapshot,
  isDecisionSnapshot,
  type SnapshotDocument,
  type SnapshotPo,
} from './review/DecisionSnapshot.ts';
export { decideReview, decideReviews, type ReviewPorts, type ReviewRow } from './review/decideReview.ts';
export {
  type PoCandidate,
  type ProbableMatchFacts,
  probableMatchFacts,
  type SuspectLinkFacts,
  suspectLinkFacts,
} from './review/matchFacts.ts';
export { type Priority, priorities, priorityOf } from './review/priority.ts';
export {
  type Facts,
  type QtyMismatchFacts,
  type Reason,
  type ReasonCode,
  reasonCodes,
  sortReasons,
} from './review/Reason.ts';
export {
  auditActionOf,
  type ReviewDecision,
  type ReviewRefusal,
  type ReviewRequest,
  type ReviewResult,
} from './review/ReviewDecision.ts';
export { readReviewCursor, reviewCursor } from './review/reviewCursor.ts';
export {
  type UndoPorts,
  type UndoRefusal,
  type UndoResult,
  undoBatch,
  undoDecision,
} from './review/undoDecision.ts';
export type { CarriedOut, RunExecution, RunExecutorPorts } from './runRequest/carryOutRequest.ts';
export {
  type NumberedDecision,
  type RunFailure,
  type RunProgress,
  type RunRequest,
  type RunRequestState,
  runRequestStates,
} from './runRequest/RunRequest.ts';
export { runRequestEntry } from './runRequest/runRequestEntry.ts';
export { runsMayGoOn } from './runRequest/runsMayGoOn.ts';
export { type RunExecutor, type RunExecutorOptions, startRunExecutor } from './runRequest/startRunExecutor.ts';
export { defaultSiteRules, type SiteRules } from './SiteRules.ts';
export { compareCodePoints } from './text/compareCodePoints.ts';
export { shown } from './text/shown.ts';
export { text } from './text/text.ts';
export type { EarlierDelivery } from './undo/EarlierDelivery.ts';
export type { RefusedPos, TakeBackRefusal } from './undo/takeBack.ts';
export {
  type UndoRunCounts,
  type UndoRunEvent,
  type UndoRunInput,
  type UndoRunPorts,
  undoRun,
} from './undo/undoRun.ts';
export { createWhere } from './where/createWhere.ts';
export {
  type NamedPo,
  namedPo,
  type WaitingBecause,
  type WhereAnswer,
  type WhereDecision,
} from './where/WhereAnswer.ts';
