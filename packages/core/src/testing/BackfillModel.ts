import type { AcceptedDecision, Action, Candidate, Decision, SkipReason } from '../backfill/Decision.ts';
import type { Tally } from '../backfill/tally.ts';
import type { Window } from '../backfill/Window.ts';
import { contentFields } from '../document/contentHash.ts';
import type { Day } from '../document/days.ts';
import { createDocumentReader, type FcmsDocument } from '../document/FcmsDocument.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { createManualPoReader, type ReadManualPo } from '../manual/enterPos.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import type { MatchablePo } from '../matching/CandidatePo.ts';
import type { Comparison } from '../matching/compareFeatures.ts';
import { createCandidateIndex } from '../matching/createCandidateIndex.ts';
import { createNumbering } from '../matching/createNumbering.ts';
import { defaultWeights } from '../matching/defaultWeights.ts';
import { factsOfDocument, factsOfPo } from '../matching/factsOf.ts';
import type { MatchFacts } from '../matching/MatchFacts.ts';
import { matchFeatures } from '../matching/MatchFeatures.ts';
import { matchEvidence } from '../matching/matchEvidence.ts';
import { rankCandidates } from '../matching/rankCandidates.ts';
import { suspectLink } from '../matching/suspectLink.ts';
import { identityKey, type PoIdentity } from '../po/identity.ts';
import type { Item, Link } from '../po/Po.ts';
import { type Facts, type Reason, type ReasonCode, sortReasons } from '../review/Reason.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { DeliverySnapshot, PoSnapshot } from './snapshotOf.ts';

/** A PO of the model: who it is, and what staff entered of it. Everything else is worked out when it is looked at. */
interface ModelPo {
  identity: PoIdentity;
  entered: {
    readonly customer: string;
    readonly customerName: string | null;
    readonly poNo: string;
    readonly receivedOn: string | null;
    readonly items: readonly Item[];
    readonly memo: string;
  } | null;
}

/** A recorded document: as last read, where it is, and which run wrote it last. */
interface ModelDocument {
  readonly document: FcmsDocument;
  readonly po: ModelPo;
  readonly link: Link;
  /** The facts of an open `SOURCE_CHANGED`. */
  readonly changed: Facts | null;
  /** An open `PROBABLE_MATCH`: the POs it names, and its facts. */
  readonly match: { readonly named: readonly ModelPo[]; readonly facts: Facts } | null;
  /** The facts of an open `SUSPECT_LINK`. */
  readonly rival: Facts | null;
  readonly run: ModelRun;
}

/** A run of the model. */
export interface ModelRun {
  readonly window: Window;
  readonly limit: number | null;
  readonly force: boolean;
  /** All that it decided so far, in order. */
  readonly decisions: ModelDecision[];
  readonly reworked: { opened: number; closed: number };
  state: 'running' | 'completed' | 'interrupted';
  /** The last document checked. */
  cursor: string | null;
}

/** A decision without the PO's address. */
export type ModelDecision =
  | Exclude<Decision, AcceptedDecision>
  | (Omit<AcceptedDecision, 'po' | 'candidates'> & {
      readonly po: Omit<AcceptedDecision['po'], 'id'>;
      readonly candidates: readonly Omit<Candidate, 'id'>[];
    });

const read = createDocumentReader(defaultSiteRules);
const readManual = createManualPoReader(defaultSiteRules);

/** A text that sorts documents into decision order by code point. */
const orderOf = ({ position: { effectiveOn, parts, docNo } }: FcmsDocument): string => {
  const number =
    parts === null ? '2' : `1${String(parts.year).padStart(2, '0')}${String(parts.sequence).padStart(8, '0')}`;
  return `${effectiveOn ?? '~'} ${number} ${docNo}`;
};

const sortedBy = <T>(values: readonly T[], key: (value: T) => string): T[] =>
  [...values].sort((a, b) => compareCodePoints(key(a), key(b)));

const isLive = ({ document }: ModelDocument): boolean => !document.content.cancelled;

const toldEvidence = (facts: MatchFacts, other: MatchFacts, comparison: Comparison) =>
  matchEvidence(facts, other, comparison, defaultWeights).map(({ weight: _weight, ...told }) => told);

/**
 * The rules of the backfill in their plainest form: nothing is kept but what was accepted, everything else is worked out
 * from all of it whenever it is looked at, one document at a time. It knows no batches.
 */
/** What a PO is that nobody has decided anything about. */
const undecided = { reviewed: false, state: 'open', aliases: [] } as const;

/**
 * The day of the delivery before the last of these, where more than 180 days lie between and nothing was left to deliver;
 * null where the number is simply used on.
 */
const reusedAfter = ({ identity, entered }: ModelPo, upTo: readonly ModelDocument[]): Day | null => {
  const earlier = upTo.slice(0, -1).map(({ document }) => document);
  const last = earlier.map(({ content }) => content.effectiveOn).findLast((day) => day !== null) ?? null;
  const day = upTo.at(-1)?.document.content.effectiveOn ?? null;
  if (identity.poKey === null || last === null || day === null) return null;
  if (Date.parse(day) - Date.parse(last) <= 180 * 24 * 60 * 60 * 1000) return null;
  const delivered = (product: string): number =>
    earlier.filter(({ productKey }) => productKey === product).reduce((sum, { qty }) => sum + (qty ?? 0), 0);
  const ordered = (product: string): number =>
    (entered?.items ?? []).filter((item) => item.productKey === product).reduce((sum, { qty }) => sum + qty, 0);
  return (entered?.items ?? []).every(({ productKey }) => delivered(productKey) >= ordered(productKey)) ? last : null;
};

export class BackfillModel {
  readonly source = new Map<string, SourceDocument>();
  readonly runs: ModelRun[] = [];
  #recorded = new Map<string, ModelDocument>();
  #pos: ModelPo[] = [];

  /** What is in the source and recorded, but no runs: for trying out what a run would do. */
  copy(): BackfillModel {
    const copy = new BackfillModel();
    const copies = new Map(this.#pos.map((po) => [po, { ...po }]));
    copy.#pos = [...copies.values()];
    for (const [docNo, each] of this.#recorded) {
      const { po, match } = each;
      const named = match?.named.map((other) => copies.get(other) ?? other) ?? [];
      copy.#recorded.set(docNo, { ...each, po: copies.get(po)!, match: match === null ? null : { ...match, named } });
    }
    for (const [docNo, document] of this.source) copy.source.set(docNo, document);
    return copy;
  }

  snapshot(): readonly PoSnapshot[] {
    return sortedBy(
      this.#pos.map((po) => this.#view(po)),
      ({ identity }) => identityKey(identity),
    );
  }

  /** Enters a PO; what became of it. */
  enter(input: ManualPo): 'created' | 'unchanged' | 'different' | 'taken-over' {
    const reading = readManual(input);
    if (!('identity' in reading)) throw new Error(`not a PO: ${JSON.stringify(reading)}`);
    const existing = this.#byIdentity(reading.identity);
    if (existing === undefined) {
      this.#pos.push({ identity: reading.identity, entered: this.#entered(reading, null) });
      return 'created';
    }
    if (existing.entered === null) {
      existing.entered = this.#entered(reading, this.#view(existing));
      return 'taken-over';
    }
    const asIs = existing.entered;
    const told = (items: readonly Item[]): string[] =>
      items.map(({ productKey, qty, deliveryOn }) => `${productKey} ${qty} ${deliveryOn}`).sort();
    const same =
      told(reading.items).join() === told(asIs.items).join() &&
      [
        reading.customerName ?? asIs.customerName,
        reading.receivedOn ?? asIs.receivedOn,
        reading.memo ?? asIs.memo,
      ].join() === [asIs.customerName, asIs.receivedOn, asIs.memo].join() &&
      !(reading.customerName === null && asIs.customerName !== null) &&
      !(reading.receivedOn === null && asIs.receivedOn !== null);
    return same ? 'unchanged' : 'different';
  }

  /** A new run; those that were left running were interrupted. */
  start(options: Pick<ModelRun, 'window' | 'limit' | 'force'>): ModelRun {
    this.#interruptOthers();
    const run: ModelRun = {
      ...options,
      decisions: [],
      reworked: { opened: 0, closed: 0 },
      state: 'running',
      cursor: null,
    };
    this.runs.push(run);
    return run;
  }

  /** Takes up a run that did not complete. */
  resume(run: ModelRun): void {
    this.#interruptOthers();
    run.state = 'running';
  }

  /** The latest run that can be taken up. */
  resumable(): ModelRun | undefined {
    return this.runs.findLast(({ state }) => state !== 'completed');
  }

  /** Lets a run go on to its end, or until it has checked `stopAfter` more documents; the decisions of this part. */
  goOn(run: ModelRun, stopAfter: number | null): readonly ModelDecision[] {
    const before = this.#openReasons();
    const decisions: ModelDecision[] = [];
    for (const document of this.#listed(run)) {
      if (this.limitReached(run) || decisions.length === stopAfter) break;
      const decision = this.#decide(document, run);
      decisions.push(decision);
      run.decisions.push(decision);
      run.cursor = orderOf(document);
    }
    this.#countReworked(run, before);
    return decisions;
  }

  /** How many documents a run still has before it, were there no limit. */
  ahead(run: ModelRun): number {
    return this.#listed(run).length;
  }

  tally({ decisions, reworked }: ModelRun): Tally {
    const count = (outcome: Decision['outcome'], action?: Action): number =>
      decisions.filter((each) => each.outcome === outcome && (!action || ('action' in each && each.action === action)))
        .length;
    const skippedBy = (reason: SkipReason): number =>
      decisions.filter((each) => each.outcome === 'skipped' && each.skipped === reason).length;
    const codes = decisions.flatMap((each) => (each.outcome === 'skipped' ? [] : each.reasons.map(({ code }) => code)));
    const positive = <K extends string>(entries: readonly (readonly [K, number])[]) =>
      Object.fromEntries(entries.filter(([, n]) => n > 0)) as Partial<Record<K, number>>;
    return {
      checked: decisions.length,
      created: {
        total: count('created'),
        newPo: count('created', 'new-po'),
        attached: count('created', 'attached'),
        refreshed: count('created', 'refreshed'),
      },
      skipped: {
        total: count('skipped'),
        byReason: positive([
          ['ALREADY_RECORDED', skippedBy('ALREADY_RECORDED')],
          ['CANCELLED', skippedBy('CANCELLED')],
        ]),
      },
      needsReview: {
        total: count('needs-review'),
        newPo: count('needs-review', 'new-po'),
        attached: count('needs-review', 'attached'),
        refreshed: count('needs-review', 'refreshed'),
        none: count('needs-review', 'none'),
        byReason: positive(
          [...new Set(codes)].map((code) => [code, codes.filter((each) => each === code).length] as const),
        ),
      },
      failed: { total: 0, documents: [] },
      reworked: { ...reworked },
    };
  }

  /** Whether the run has decided as many documents as it may. */
  limitReached({ limit, decisions }: ModelRun): boolean {
    return limit !== null && decisions.filter(({ outcome }) => outcome !== 'skipped').length >= limit;
  }

  #interruptOthers(): void {
    for (const run of this.runs) if (run.state === 'running') run.state = 'interrupted';
  }

  #listed({ window: { since, until }, cursor }: ModelRun): FcmsDocument[] {
    const inWindow = [...this.source.values()].map(read).filter(({ content: { effectiveOn: day } }) => {
      if (day === null) return true;
      return !(since !== null && day < since) && !(until !== null && day > until);
    });
    return sortedBy(inWindow, orderOf).filter(
      (document) => cursor === null || compareCodePoints(orderOf(document), cursor) > 0,
    );
  }

  #byIdentity(identity: PoIdentity): ModelPo | undefined {
    return this.#pos.find((po) => identityKey(po.identity) === identityKey(identity));
  }

  #documentsOf(po: ModelPo): ModelDocument[] {
    const own = [...this.#recorded.values()].filter((each) => each.po === po);
    return sortedBy(own, ({ document }) => orderOf(document));
  }

  #entered(reading: ReadManualPo, before: PoSnapshot | null): NonNullable<ModelPo['entered']> {
    const { customer, customerName, poNo, receivedOn, items, memo } = reading;
    return {
      customer,
      customerName: customerName === undefined ? (before?.customerName ?? null) : customerName,
      poNo,
      receivedOn: receivedOn === undefined ? (before?.receivedOn ?? null) : receivedOn,
      items,
      memo: memo ?? '',
    };
  }

  #decide(document: FcmsDocument, run: ModelRun): ModelDecision {
    const { docNo, hash, content } = document;
    const skip = (skipped: SkipReason): ModelDecision => ({ docNo, hash, outcome: 'skipped', skipped });
    const known = this.#recorded.get(docNo);
    if (known === undefined) return content.cancelled ? skip('CANCELLED') : this.#decideAnew(document, undefined, run);
    const manual = known.po.entered !== null;
    if (known.document.hash === hash && (!run.force || manual)) return skip('ALREADY_RECORDED');
    if (content.cancelled) {
      this.#record({ ...known, document, run, match: null, rival: null });
      return known.document.content.cancelled ? skip('CANCELLED') : this.#accept(docNo, 'none', null);
    }
    if (manual) {
      this.#record({ ...known, document, run, changed: this.#changes(known, document), rival: null });
      this.#suspect(document);
      return this.#accept(docNo, 'none', null);
    }
    return this.#decideAnew(document, known, run);
  }

  #decideAnew(document: FcmsDocument, known: ModelDocument | undefined, run: ModelRun): ModelDecision {
    const { docNo, identity } = document;
    const target = this.#byIdentity(identity);
    const before = known?.po.identity;
    const put = (po: ModelPo, link: Link): void => {
      this.#record({ document, po, link, changed: null, match: null, rival: null, run });
      if (link === 'exact') this.#suspect(document);
    };
    if (known !== undefined && target === known.po) {
      put(target, known.link);
      if (known.link === 'new') this.#match(document, known.document.content.cancelled ? null : known);
      return this.#accept(docNo, 'refreshed', known.link);
    }
    if (target !== undefined) {
      put(target, 'exact');
      if (known !== undefined && this.#documentsOf(known.po).length === 0) this.#forget(known.po);
      return this.#accept(docNo, 'attached', 'exact');
    }
    if (known !== undefined && this.#documentsOf(known.po).length === 1) {
      known.po.identity = identity;
      put(known.po, 'new');
      // A PO without a number has the same identity whatever its customer.
      const asIs = before !== undefined && identityKey(before) === identityKey(known.po.identity);
      this.#match(document, asIs && !known.document.content.cancelled ? known : null);
      return this.#accept(docNo, 'refreshed', 'new');
    }
    const po: ModelPo = { identity, entered: null };
    this.#pos.push(po);
    put(po, 'new');
    this.#match(document, null);
    return this.#accept(docNo, 'new-po', 'new');
  }

  /** The PO as matching compares it; its id is its identity. */
  #matchable(po: ModelPo, leftOut: string | null = null): MatchablePo {
    const view = this.#view(po, leftOut);
    return {
      po: { ...view, id: identityKey(po.identity) },
      deliveries: view.deliveries.map((delivery) => ({
        ...delivery,
        resolved: [],
        position: this.#recorded.get(delivery.docNo)!.document.position,
      })),
    };
  }

  /** What all POs but this one show of a document: found, compared and ranked among all of them from scratch. */
  #look(document: FcmsDocument, own: ModelPo) {
    const index = createCandidateIndex();
    const numbering = createNumbering();
    const byId = new Map(this.#pos.map((po) => [identityKey(po.identity), po]));
    for (const po of this.#pos) {
      const features = matchFeatures(factsOfPo(this.#matchable(po)));
      numbering.add(features);
      index.put(features);
    }
    const features = matchFeatures(factsOfDocument(document));
    const candidates = index.find(features).filter(({ id }) => id !== identityKey(own.identity));
    return { features, candidates, context: { numbering, weights: defaultWeights }, byId };
  }

  /** `known`: the document as it was recorded before, live and on the same PO; null when it was not. */
  #match(document: FcmsDocument, known: ModelDocument | null): void {
    const each = this.#recorded.get(document.docNo)!;
    const { features, candidates, context, byId } = this.#look(document, each.po);
    const ranking = rankCandidates(features, candidates, context);
    if (!ranking.probable) return;
    const named = (po: ModelPo): readonly ModelPo[] =>
      po.entered === null ? this.#documentsOf(po).flatMap(({ match }) => match?.named ?? []) : [];
    const first = (po: ModelPo): string => orderOf(this.#documentsOf(po).find(isLive)!.document);
    const asks = (po: ModelPo): boolean =>
      po.entered === null && this.#documentsOf(po).some((one) => isLive(one) && one.link === 'new');
    const isForIt = (other: ModelPo): boolean =>
      named(other).includes(each.po) ||
      (known !== null &&
        known.match?.named.includes(other) !== true &&
        asks(other) &&
        compareCodePoints(first(other), first(each.po)) > 0);
    const listed = ranking.candidates.map((one) => ({ ...one, modelPo: byId.get(one.po.id)! }));
    const mine = listed.filter(({ modelPo }) => !isForIt(modelPo));
    const rest = 1 - listed.filter((one) => !mine.includes(one)).reduce((sum, { probability }) => sum + probability, 0);
    const [best, second] = mine;
    if (best === undefined || ranking.none / rest >= 0.5) return;
    const facts = factsOfDocument(document);
    const told = mine.map(({ modelPo, comparison, probability }) => {
      const { po, deliveries } = this.#matchable(modelPo);
      return {
        customer: po.customer,
        poNo: po.poNo,
        score: Math.round((10_000 * probability) / rest) / 10_000,
        evidence: toldEvidence(facts, factsOfPo({ po, deliveries }), comparison),
      };
    });
    const none = Math.round((10_000 * ranking.none) / rest) / 10_000;
    const ambiguous = second !== undefined && 3 * second.probability >= best.probability;
    const match = { named: mine.map(({ modelPo }) => modelPo), facts: { candidates: told, none, ambiguous } };
    this.#recorded.set(document.docNo, { ...each, match });
  }

  #suspect(document: FcmsDocument): void {
    const each = this.#recorded.get(document.docNo)!;
    if (each.po.entered === null) return;
    const { features, candidates, context, byId } = this.#look(document, each.po);
    const own = matchFeatures(factsOfPo(this.#matchable(each.po, document.docNo)));
    const rival = suspectLink(features, own, candidates, context);
    if (rival === null) return;
    const other = this.#matchable(byId.get(rival.po.id)!);
    const { customer, poNo } = other.po;
    const evidence = toldEvidence(factsOfDocument(document), factsOfPo(other), rival.comparison);
    this.#recorded.set(document.docNo, { ...each, rival: { rival: { customer, poNo }, evidence } });
  }

  #record(each: ModelDocument): void {
    const { po, document } = each;
    this.#recorded.set(document.docNo, each);
    // The customer of a PO without a number is its document's.
    if (identityKey(po.identity) === identityKey(document.identity)) po.identity = document.identity;
  }

  #forget(po: ModelPo): void {
    this.#pos = this.#pos.filter((each) => each !== po);
  }

  /** Before and after: what was told already keeps its before. */
  #changes(known: ModelDocument, { content }: FcmsDocument): Facts {
    const differing = (beforeOf: (field: (typeof contentFields)[number]) => unknown): Facts =>
      Object.fromEntries(
        contentFields
          .map((field) => [field, [beforeOf(field), content[field]]] as const)
          .filter(([, [before, after]]) => before !== after),
      );
    const told = (known.changed ?? {}) as Readonly<Record<string, readonly [unknown, unknown]>>;
    const sinceSeen = differing((field) => (field in told ? told[field]![0] : known.document.content[field]));
    return Object.keys(sinceSeen).length > 0 ? sinceSeen : differing((field) => known.document.content[field]);
  }

  #accept(docNo: string, action: Action, link: Link | null): ModelDecision {
    const { po, document } = this.#recorded.get(docNo)!;
    const { customer, poNo, identity, manual, deliveries } = this.#view(po);
    const { number, reasons } = deliveries.find((delivery) => delivery.docNo === docNo)!;
    const { match } = this.#recorded.get(docNo)!;
    return {
      docNo,
      hash: document.hash,
      outcome: reasons.length === 0 ? 'created' : 'needs-review',
      action,
      link,
      po: { customer, poNo, numberless: identity.poKey === null, manual },
      delivery: number,
      reasons,
      candidates: link === 'new' ? ((match?.facts.candidates ?? []) as Omit<Candidate, 'id'>[]) : [],
    };
  }

  #openReasons(): Map<string, readonly ReasonCode[]> {
    const deliveries = this.#pos.flatMap((po) => this.#view(po).deliveries);
    return new Map(deliveries.map(({ docNo, reasons }) => [docNo, reasons.map(({ code }) => code)]));
  }

  #countReworked(run: ModelRun, before: ReadonlyMap<string, readonly ReasonCode[]>): void {
    for (const [docNo, is] of this.#openReasons()) {
      const was = before.get(docNo);
      if (was === undefined || this.#recorded.get(docNo)!.run === run) continue;
      run.reworked.opened += is.filter((code) => !was.includes(code)).length;
      run.reworked.closed += was.filter((code) => !is.includes(code)).length;
    }
  }

  /** The PO as it is, or as it would be without one of its documents. */
  #view(po: ModelPo, leftOut: string | null = null): PoSnapshot {
    const all = this.#documentsOf(po).filter(({ document }) => document.docNo !== leftOut);
    const live = all.filter(({ document }) => !document.content.cancelled);
    const deliveries = all.map((each) => this.#deliveryOf(each, live));
    if (po.entered !== null) {
      return { identity: po.identity, ...po.entered, ...undecided, manual: true, deliveries };
    }
    const told = (live.length > 0 ? live : all).map(({ document }) => document);
    const naming = told.find(({ identity }) => identityKey(identity) === identityKey(po.identity));
    const products = [...new Set(live.map(({ document }) => document.productKey ?? 'UNKNOWN'))];
    return {
      identity: po.identity,
      customer: naming === undefined ? po.identity.customerKey : (naming.customer ?? 'UNKNOWN'),
      customerName: told.map(({ customerName }) => customerName).findLast((name) => name !== null) ?? null,
      poNo: naming?.poNo ?? (po.identity.poKey === null ? `FCMS-${po.identity.docNo}` : po.identity.poKey),
      manual: false,
      ...undecided,
      receivedOn:
        told
          .map(({ content }) => content.effectiveOn)
          .filter((day) => day !== null)
          .sort()[0] ?? null,
      items: products.map((productKey) => {
        const own = live
          .map(({ document }) => document)
          .filter((each) => (each.productKey ?? 'UNKNOWN') === productKey);
        return {
          productKey,
          product: own[0]!.product ?? 'UNKNOWN',
          qty: own.reduce((sum, { qty }) => sum + (qty ?? 0), 0),
          deliveryOn: null,
          incomplete: own.some(({ qty }) => qty === null),
        };
      }),
      memo: '',
      deliveries,
    };
  }

  #deliveryOf(each: ModelDocument, live: readonly ModelDocument[]): DeliverySnapshot {
    const { identity: _identity, position: _position, customerKey: _customerKey, ...told } = each.document;
    const number = live.indexOf(each) + 1;
    return {
      ...told,
      link: each.link,
      number: number === 0 ? null : number,
      reasons: this.#reasonsOf(each, live.slice(0, number)),
      resolved: [],
      correction: null,
    };
  }

  /** The open reasons, in their fixed order; `upTo`: the live documents of the PO up to and including this one. */
  #reasonsOf(
    { document, po, changed, match, rival }: ModelDocument,
    upTo: readonly ModelDocument[],
  ): readonly Reason[] {
    const sourceChanged: Reason[] = changed === null ? [] : [{ code: 'SOURCE_CHANGED', facts: changed }];
    if (document.content.cancelled) return [{ code: 'CANCELLED_IN_FCMS', facts: {} }, ...sourceChanged];
    const { docNo, customerKey, identity, productKey, product, qty, position, content } = document;
    const reasons: Reason[] = [];
    if (customerKey === null) reasons.push({ code: 'MISSING_CUSTOMER', facts: { customer: 'UNKNOWN' } });
    if (identity.poKey === null) {
      reasons.push({ code: 'MISSING_PO_NO', facts: { poNo: `FCMS-${docNo}`, raw: content.poNo } });
    }
    if (productKey === null) reasons.push({ code: 'MISSING_PRODUCT', facts: { product: 'UNKNOWN' } });
    if (qty === null) reasons.push({ code: 'INVALID_QTY', facts: { qty: null, raw: content.qty } });
    if (position.parts === null) reasons.push({ code: 'INVALID_DOC_NO', facts: { docNo } });
    if (po.entered !== null && productKey !== null) {
      const items = po.entered.items.filter((item) => item.productKey === productKey);
      const ordered = items.reduce((sum, item) => sum + item.qty, 0);
      const instructed = upTo
        .filter((each) => each.document.productKey === productKey)
        .reduce((sum, each) => sum + (each.document.qty ?? 0), 0);
      const difference = instructed - ordered;
      const percent = (100 * difference) / ordered;
      if (items.length === 0) reasons.push({ code: 'PRODUCT_NOT_ORDERED', facts: { product } });
      else if (difference > 0) {
        reasons.push({ code: 'QTY_MISMATCH', facts: { product, ordered, instructed, difference, percent } });
      }
    }
    const last = reusedAfter(po, upTo);
    if (last !== null) reasons.push({ code: 'REUSED_PO_NO', facts: { lastDelivery: last, state: 'open' } });
    if (match !== null && po.entered === null) reasons.push({ code: 'PROBABLE_MATCH', facts: match.facts });
    if (rival !== null) reasons.push({ code: 'SUSPECT_LINK', facts: rival });
    return sortReasons([...reasons, ...sourceChanged]);
  }
}
