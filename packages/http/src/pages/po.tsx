import {
  createPoFinder,
  createReviewDetails,
  decideReview,
  may,
  type PoDetails,
  type ReviewDecision,
  type ReviewRefusal,
  reasonCodes,
  reviewCursor,
  seoulDayOf,
} from '@cynow/po-core';
import { z } from 'zod';
import { messagesIn } from '../messages/messages.ts';
import { Dated } from './Dated.tsx';
import { type Attempt, Decide } from './Decide.tsx';
import { Done, ownDecision } from './Done.tsx';
import { shownPo, shownPoNo } from './describeChange.ts';
import { describeRefusal } from './describeReason.ts';
import { useFrame } from './Frame.ts';
import { createFreshness, Freshness } from './freshness.tsx';
import { type Page, type PageAnswer, page, type Visitor } from './Page.ts';
import { given, type PageContext, placeWith, typed } from './PageContext.ts';
import { Deliveries, History, Items, Numbers, OpenReasons, Summary } from './PoView.tsx';
import { ErrorSummary, type FieldError, Told } from './parts.tsx';
import { readWork, workAsText } from './ReviewWork.ts';

const address = z.string().min(1).max(64);
const workText = z.string().max(600);

/** Where a PO is in the queue of reviews; null when it is not in it. */
const placeInQueue = ({ po, priority, open }: PoDetails): string | null =>
  priority === null
    ? null
    : reviewCursor({ priority, since: new Date(Math.min(...open.map(({ since }) => since.getTime()))), id: po.id });

/** The bar of somebody who works through the queue. */
const Working = ({ work, after }: { readonly work: string; readonly after: string | null }) => {
  const { t, url } = useFrame();
  const next = new URLSearchParams(work);
  if (after !== null) next.set('after', after);
  return (
    <nav class="row noprint" aria-label={t.review.inTurn}>
      <span class="soft">{t.review.inTurn}</span>
      <a href={url(`/review/next?${next}`)}>{t.review.nextOne}</a>
      <a href={url(work === '' ? '/review' : `/review?${work}`)}>{t.review.toQueue}</a>
    </nav>
  );
};

const fields = {
  kind: z.enum([
    'correct',
    'merge',
    'move-document',
    'accept-qty',
    'keep',
    'cancel-po',
    'reopen',
    'alias-always',
    'alias-other',
  ] as const satisfies readonly ReviewDecision['kind'][]),
  version: z.string().regex(/^\d{1,15}$/),
  work: workText.optional(),
  customer: typed.optional(),
  poNo: typed.optional(),
  product: typed.optional(),
  docNo: z.string().max(64).optional(),
  into: z.string().max(64).optional(),
  codes: z.union([z.enum(reasonCodes), z.literal('')]).optional(),
  note: z.string().max(2000).optional(),
};

const decisionForm = z.strictObject(fields);

type DecisionFields = z.output<typeof decisionForm>;

/** A PO in full, and what is decided of it. */
export const poPages = (context: PageContext): readonly Page[] => {
  const { ports, settings } = context;
  const { rules } = settings;
  const read = createReviewDetails(ports);
  const find = createPoFinder(ports, rules);
  const freshnessAt = createFreshness(context);

  /** Where the address of a PO that was merged leads; null: it is none. */
  const mergedInto = async (id: string): Promise<string | null> =>
    (await ports.pos.find({ ids: [id] })).merged.get(id) ?? null;

  const readWhereItLeads = async (id: string): Promise<PoDetails | null> => {
    const details = await read(id);
    const into = details === null ? await mergedInto(id) : null;
    return into === null ? details : read(into);
  };

  const shown = async (
    visit: Visitor,
    details: PoDetails,
    {
      work = null,
      attempt = null,
      done,
      undone,
    }: {
      readonly work?: string | null;
      readonly attempt?: Attempt | null;
      readonly done?: string | undefined;
      readonly undone?: string | undefined;
    },
    status: 200 | 412 | 422 = 200,
  ): Promise<PageAnswer> => {
    const messages = messagesIn(visit.language);
    const { pages } = messages;
    const { po, open, progress } = details;
    const freshness = await freshnessAt(visit.at);
    const mayDecide = may(visit.who, 'review') && !visit.readOnly;
    const body = (
      <>
        {work !== null && <Working work={work} after={placeInQueue(details)} />}
        <h1>{shownPo(po, messages)}</h1>
        <Freshness asOf={progress.asOf} freshness={freshness} />
        <Done
          decision={await ownDecision(ports.audit, visit, done)}
          undone={undone !== undefined}
          at={po.id}
          back={placeWith(`/po/${po.id}`, { work })}
          work={work}
        />
        {attempt?.message && (
          <Told kind="bad">
            <Dated>{attempt.message}</Dated>
          </Told>
        )}
        <ErrorSummary errors={attempt?.errors ?? []} />
        <div class={mayDecide ? 'two' : undefined}>
          <div>
            <Summary details={details} today={seoulDayOf(visit.at)} />
            {open.length > 0 && (
              <section>
                <h2>{pages.detail.reasons}</h2>
                <OpenReasons open={open} docPrefix={rules.docPrefix} />
              </section>
            )}
          </div>
          {mayDecide && <Decide details={details} work={work} attempt={attempt} />}
        </div>
        <Items details={details} />
        <Deliveries details={details} />
        <Numbers details={details} />
        <History details={details} at={visit.at} undoable={mayDecide} work={work} />
      </>
    );
    return {
      title: pages.detail.title(shownPoNo(po, messages)),
      body,
      status,
      ...(work === null ? {} : { within: '/review' }),
    };
  };

  /** What the form decides; or what is wrong in it. */
  const decisionIn = async (
    { kind, ...form }: DecisionFields,
    { pages, labels }: ReturnType<typeof messagesIn>,
  ): Promise<{ readonly decision: ReviewDecision } | { readonly errors: readonly FieldError[] }> => {
    const wrong = (name: string, label: string, text: string) => ({ errors: [{ id: `${kind}-${name}`, label, text }] });
    const note = given(form.note);
    const [customer, poNo, product, docNo] = [form.customer, form.poNo, form.product, form.docNo].map(given);
    switch (kind) {
      case 'keep':
        if (note === null) return wrong('note', pages.detail.noteRequired, pages.refusals['note-missing']);
        return { decision: { kind, note, ...(form.codes ? { codes: [form.codes] } : {}) } };
      case 'cancel-po':
        return { decision: { kind, ...(note === null ? {} : { note }) } };
      case 'correct': {
        const values = [customer && { customer }, poNo && { poNo }, product && { product }];
        if (values.every((each) => !each)) return wrong('customer', labels.customerCode, pages.refused.nothingGiven);
        return { decision: Object.assign({ kind }, ...values, product && docNo ? { docNo } : {}) };
      }
      case 'merge':
        return { decision: { kind, into: form.into ?? '' } };
      case 'move-document': {
        if (form.into !== undefined) return { decision: { kind, docNo: docNo ?? '', into: form.into } };
        const { target } = pages.detail;
        if (!poNo) return wrong('poNo', target.poNo, pages.refused.targetMissing);
        const found = await find(customer ? { customer, poNo } : { word: poNo });
        return found.outcome === 'found'
          ? { decision: { kind, docNo: docNo ?? '', into: found.po.po.id } }
          : wrong('poNo', target.poNo, pages.refused.noTarget);
      }
      default:
        return { decision: { kind } };
    }
  };

  const errorsOf = (refusal: ReviewRefusal, kind: string, { labels, pages }: ReturnType<typeof messagesIn>) => {
    const names = { customer: labels.customerCode, poNo: labels.poNo } as Readonly<Record<string, string>>;
    return refusal.reason !== 'unusable'
      ? []
      : refusal.fields.map(({ field, value }) => ({
          id: `${kind}-${names[field] === undefined ? 'product' : field}`,
          label: names[field] ?? labels.product,
          text: pages.refused.unusable(value),
        }));
  };

  return [
    page({
      id: 'po',
      method: 'GET',
      path: '/po/{id}',
      permission: 'read',
      params: z.strictObject({ id: address }),
      query: z.strictObject({ work: workText.optional(), done: address.optional(), undone: z.literal('1').optional() }),
      form: null,
      async handle({ params, query, visit }) {
        const details = await read(params.id);
        const work = query.work === undefined ? null : readWork(query.work);
        if (details !== null) {
          return shown(visit, details, { ...query, work: work === null ? null : workAsText(work) });
        }
        const into = await mergedInto(params.id);
        return into === null
          ? { problem: { kind: 'not-found' } }
          : { to: placeWith(`/po/${into}`, { work: query.work, done: query.done, undone: query.undone }) };
      },
    }),
    page({
      id: 'decide',
      method: 'POST',
      path: '/po/{id}/decision',
      permission: 'review',
      params: z.strictObject({ id: address }),
      query: z.strictObject({}),
      form: decisionForm,
      keepsTyped: true,
      async handle({ params, form, visit }) {
        const messages = messagesIn(visit.language);
        const details = await readWhereItLeads(params.id);
        if (details === null) return { problem: { kind: 'not-found' } };
        const work = form.work === undefined ? null : readWork(form.work);
        const kept = work === null ? null : workAsText(work);
        const again = (attempt: Pick<Attempt, 'errors' | 'message'>, now: PoDetails, status: 412 | 422) => {
          const values = Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
          const typedIn = Object.fromEntries(values) as Record<string, string>;
          return shown(visit, now, { work: kept, attempt: { ...attempt, kind: form.kind, typed: typedIn } }, status);
        };
        const wanted = await decisionIn(form, messages);
        if ('errors' in wanted) return again({ errors: wanted.errors, message: null }, details, 422);
        const { decision } = wanted;
        const request = { poId: params.id, decision, by: visit.doer, version: Number(form.version) };
        const result = await decideReview(ports, rules, request);
        if (result.outcome === 'done') {
          const { auditId, poId } = result;
          if (work === null) return { to: placeWith(`/po/${poId}`, { done: auditId }) };
          return { to: placeWith('/review/next', { ...work, after: placeInQueue(details), done: auditId }) };
        }
        const { refusal } = result;
        const now = refusal.reason === 'changed' ? await readWhereItLeads(params.id) : details;
        if (now === null || refusal.reason === 'not-found') return { problem: { kind: 'not-found' } };
        const errors = errorsOf(refusal, form.kind, messages);
        const message = errors.length > 0 ? null : describeRefusal(refusal, messages);
        return again({ errors, message }, now, refusal.reason === 'changed' ? 412 : 422);
      },
    }),
  ];
};
