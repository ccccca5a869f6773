import {
  decideReviews,
  may,
  type Priority,
  priorities,
  priorityOf,
  type ReasonCode,
  type ReviewDecision,
  type ReviewEntry,
  readReviewCursor,
  reasonCodes,
  reviewCursor,
  sortReasons,
} from '@cynow/po-core';
import { z } from 'zod';
import { time } from '../messages/format.ts';
import { type Messages, messagesIn } from '../messages/messages.ts';
import { Dated } from './Dated.tsx';
import { Done, ownDecision, UndoForm } from './Done.tsx';
import { shownPoNo } from './describeChange.ts';
import { describeRefusal } from './describeReason.ts';
import { useFrame } from './Frame.ts';
import { createFreshness, Freshness } from './freshness.tsx';
import { type Page, type PageAnswer, page, type Visitor } from './Page.ts';
import { given, nothing, type PageContext, placeWith } from './PageContext.ts';
import {
  ErrorSummary,
  type FieldError,
  Hidden,
  Once,
  PoNo,
  PriorityTag,
  Select,
  Table,
  TextArea,
  TextField,
  Told,
} from './parts.tsx';
import { type ReviewWork, readWork, reviewFilterOf, reviewQuery, workAsText } from './ReviewWork.ts';
import { shownCode } from './shownCode.ts';

/** So many reviews stand on a page: what somebody does before the next break. */
const onPage = 50;

/** Decisions that need no more than a note, so that they can be taken of many. */
const bulkKinds = [
  'keep',
  'accept-qty',
  'cancel-po',
  'reopen',
  'alias-always',
  'alias-other',
] as const satisfies readonly ReviewDecision['kind'][];

type BulkKind = (typeof bulkKinds)[number];

const bulkDecision = (kind: BulkKind, note: string | null): ReviewDecision => {
  if (kind === 'keep') return { kind, note: note ?? '' };
  return kind === 'cancel-po' && note !== null ? { kind, note } : { kind };
};

const address = z.string().min(1).max(64);
const cursor = z.string().max(400);
const count = z.string().regex(/^\d{1,6}$/);
const chosenIds = z
  .union([address, z.array(address).max(onPage)])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()));

const Filter = ({ work }: { readonly work: ReviewWork }) => {
  const { t, labels, url } = useFrame();
  const { review } = t;
  const any = ['', review.any] as const;
  return (
    <form method="get" action={url('/review')} class="card filter">
      <Select
        id="priority"
        name="priority"
        label={review.priority}
        value={work.priority ?? ''}
        choices={[any, ...priorities.map((each) => [each, labels.priorities[each]] as const)]}
      />
      <Select
        id="reason"
        name="reason"
        label={review.reason}
        value={work.reason ?? ''}
        choices={[any, ...reasonCodes.map((each) => [each, labels.reasons[each]] as const)]}
      />
      <TextField id="customer" name="customer" label={review.customer} value={work.customer ?? ''} />
      <Select
        id="origin"
        name="origin"
        label={review.origin}
        value={work.origin ?? ''}
        choices={[any, ['manual', labels.manual], ['backfilled', labels.backfilled]]}
      />
      <div class="row">
        <button type="submit">{review.apply}</button>
        {workAsText(work) !== '' && <a href={url('/review')}>{review.clear}</a>}
      </div>
    </form>
  );
};

const nameOf = ({ customer, poNo, numberless }: ReviewEntry, noNumber: string): string =>
  `${customer} ${numberless ? noNumber : poNo}`;

const Row = ({
  entry,
  work,
  choosing,
}: {
  readonly entry: ReviewEntry;
  readonly work: string;
  readonly choosing: boolean;
}) => {
  const { t, labels, url } = useFrame();
  const place = `/po/${encodeURIComponent(entry.id)}?work=${encodeURIComponent(work)}`;
  return (
    <tr>
      {choosing && (
        <td>
          <input
            type="checkbox"
            name="po"
            value={entry.id}
            aria-label={t.review.chooseOf(nameOf(entry, labels.numberless))}
          />
        </td>
      )}
      <td>
        <PriorityTag priority={entry.priority} />
      </td>
      <td>
        {shownCode(entry.customer, labels.reasons.MISSING_CUSTOMER)} <span class="soft">{entry.customerName}</span>
      </td>
      <th scope="row">
        <a href={url(place)}>
          <PoNo numberless={entry.numberless} poNo={entry.poNo} />
        </a>
      </th>
      <td>
        <ul class="tags">
          {entry.codes.map((code) => (
            <li key={code} class="tag">
              {labels.reasons[code]}
            </li>
          ))}
        </ul>
      </td>
      <td class="w">{entry.manual ? labels.manual : labels.backfilled}</td>
      <td class="w">{time(entry.since)}</td>
    </tr>
  );
};

const Queue = ({
  entries,
  work,
  next,
  after,
}: {
  readonly entries: readonly ReviewEntry[];
  readonly work: ReviewWork;
  readonly next: string | null;
  readonly after: string | null;
}) => {
  const { t, labels, url, who, readOnly } = useFrame();
  const { review } = t;
  const text = workAsText(work);
  const choosing = may(who, 'review') && !readOnly;
  const table = (
    <Table
      caption={review.caption}
      head={[
        ...(choosing ? [review.choose] : []),
        review.priority,
        labels.customer,
        labels.poNo,
        review.reasons,
        labels.origin,
        review.since,
      ]}
    >
      {entries.map((entry) => (
        <Row key={entry.id} entry={entry} work={text} choosing={choosing} />
      ))}
    </Table>
  );
  return (
    <section>
      <p>
        <a class="button" href={url(placeWith('/review/next', work))}>
          {review.work}
        </a>
      </p>
      {choosing ? (
        <form method="get" action={url('/review/bulk')}>
          <Hidden values={{ work: text }} />
          {table}
          <div class="filter">
            <Select
              id="kind"
              name="kind"
              label={review.decision}
              choices={bulkKinds.map((kind) => [kind, t.detail.decisions[kind].name])}
            />
            <button type="submit" class="quiet">
              {review.bulk}
            </button>
          </div>
        </form>
      ) : (
        table
      )}
      {(after !== null || next !== null) && (
        <nav class="pages" aria-label={review.pages}>
          {after !== null && <a href={url(placeWith('/review', work))}>{review.first}</a>}
          {next !== null && (
            <a rel="next" href={url(placeWith('/review', { ...work, after: next }))}>
              {review.next}
            </a>
          )}
        </nav>
      )}
    </section>
  );
};

/** A PO that somebody has chosen, as it is now. */
interface Chosen {
  readonly id: string;
  readonly customer: string;
  readonly customerName: string | null;
  readonly poNo: string;
  readonly priority: Priority | null;
  readonly codes: readonly ReasonCode[];
}

const ChosenRow = ({ chosen: { customer, customerName, poNo, priority, codes } }: { readonly chosen: Chosen }) => {
  const { labels } = useFrame();
  return (
    <tr>
      <td>{priority !== null && <PriorityTag priority={priority} />}</td>
      <td>
        {shownCode(customer, labels.reasons.MISSING_CUSTOMER)} <span class="soft">{customerName}</span>
      </td>
      <th scope="row">{poNo}</th>
      <td>{codes.map((code) => labels.reasons[code]).join(', ')}</td>
    </tr>
  );
};

const Confirm = ({
  all,
  kind,
  work,
  note,
  errors,
}: {
  readonly all: readonly Chosen[];
  readonly kind: BulkKind;
  readonly work: string;
  readonly note: string;
  readonly errors: readonly FieldError[];
}) => {
  const { t, labels, url } = useFrame();
  const { confirm, priority, reasons } = t.review;
  const { name, help } = t.detail.decisions[kind];
  const asks = kind === 'keep' || kind === 'cancel-po';
  return (
    <>
      <h1>{confirm.title}</h1>
      <ErrorSummary errors={errors} />
      <section>
        <p>{confirm.text(all.length, name)}</p>
        <p class="soft">{help}</p>
        <Table caption={t.review.caption} unseen head={[priority, labels.customer, labels.poNo, reasons]}>
          {all.map((each) => (
            <ChosenRow key={each.id} chosen={each} />
          ))}
        </Table>
        <form method="post" action={url('/review/bulk')}>
          <Once />
          <Hidden values={{ kind, work }} />
          {all.map(({ id }) => (
            <input key={id} type="hidden" name="po" value={id} />
          ))}
          {asks && (
            <TextArea
              id="note"
              name="note"
              label={kind === 'keep' ? t.detail.noteRequired : t.detail.note}
              value={note}
              required={kind === 'keep'}
              errors={errors}
            />
          )}
          <p class="row">
            <button type="submit">{confirm.button(all.length)}</button>
            <a href={url(work === '' ? '/review' : `/review?${work}`)}>{confirm.back}</a>
          </p>
        </form>
      </section>
    </>
  );
};

/** What became of a decision about many, where some of them were left as they are. */
const Outcome = ({
  refused,
  done,
  batchId,
  work,
}: {
  readonly refused: readonly { readonly chosen: Chosen; readonly why: string }[];
  readonly done: number;
  readonly batchId: string;
  readonly work: string;
}) => {
  const { t, labels, url } = useFrame();
  const { result } = t.review;
  const back = work === '' ? '/review' : `/review?${work}`;
  return (
    <>
      <h1>{result.title}</h1>
      <Told kind="warn">
        {t.decided.bulk(done, refused.length)}
        {done > 0 && <UndoForm what={{ batchId }} back={back} text={t.decided.undoAll} />}
      </Told>
      <section>
        <Table caption={result.caption} head={[labels.customer, labels.poNo, result.why]}>
          {refused.map(({ chosen: { id, customer, customerName, poNo }, why }) => (
            <tr key={id}>
              <td>
                {shownCode(customer, labels.reasons.MISSING_CUSTOMER)} <span class="soft">{customerName}</span>
              </td>
              <th scope="row">
                <a href={url(`/po/${encodeURIComponent(id)}`)}>{poNo}</a>
              </th>
              <td>
                <Dated>{why}</Dated>
              </td>
            </tr>
          ))}
        </Table>
        <p>
          <a href={url(back)}>{t.review.toQueue}</a>
        </p>
      </section>
    </>
  );
};

const bulkForm = z.strictObject({
  po: chosenIds,
  kind: z.enum(bulkKinds),
  work: z.string().max(600).optional(),
  note: z.string().max(2000).optional(),
});

/** The queue of reviews, to be worked through one by one or many at once. */
export const reviewPages = (context: PageContext): readonly Page[] => {
  const { ports, settings } = context;
  const freshnessAt = createFreshness(context);

  const chosenOf = async (ids: readonly string[], messages: Messages): Promise<readonly Chosen[]> => {
    const found = ids.length === 0 ? { pos: [] } : await ports.pos.find({ ids });
    // In the order in which they were chosen, and each once: several addresses may lead to one.
    const inOrder = found.pos.toSorted((a, b) => ids.indexOf(a.po.id) - ids.indexOf(b.po.id));
    return inOrder.map(({ po, deliveries }) => {
      const reasons = deliveries.flatMap((each) => each.reasons);
      return {
        id: po.id,
        customer: po.customer,
        customerName: po.customerName,
        poNo: shownPoNo(po, messages),
        priority: priorityOf(reasons),
        codes: [...new Set(sortReasons(reasons).map(({ code }) => code))],
      };
    });
  };

  const toldOf = async (
    visit: Visitor,
    { batch, undone, left }: { batch?: string | undefined; undone?: string | undefined; left?: string | undefined },
    back: string,
  ) => {
    const { decided } = messagesIn(visit.language).pages;
    if (undone !== undefined && left !== undefined)
      return <Told>{decided.bulkUndone(Number(undone), Number(left))}</Told>;
    const entries = batch === undefined ? [] : await ports.audit.ofBatch(batch);
    const standing = entries.filter(({ by, undoneBy }) => by.actor === visit.who.user && undoneBy === null);
    if (batch === undefined || standing.length === 0) return null;
    return (
      <Told>
        {decided.bulk(standing.length, 0)}
        <UndoForm what={{ batchId: batch }} back={back} text={decided.undoAll} />
      </Told>
    );
  };

  const confirmed = (
    visit: Visitor,
    all: readonly Chosen[],
    kind: BulkKind,
    work: string,
    rest: { readonly note?: string; readonly errors?: readonly FieldError[] } = {},
  ): PageAnswer => {
    const { note = '', errors = [] } = rest;
    return {
      title: messagesIn(visit.language).pages.review.confirm.title,
      body: <Confirm all={all} kind={kind} work={work} note={note} errors={errors} />,
      status: errors.length > 0 ? 422 : 200,
    };
  };

  /** What a page took along, read and written again: nothing else gets into an address. */
  const workOf = (text: string | undefined): string => {
    const work = readWork(text ?? '');
    return work === null ? '' : workAsText(work);
  };

  return [
    page({
      id: 'reviews',
      method: 'GET',
      path: '/review',
      permission: 'read',
      params: nothing,
      query: z.strictObject({
        ...reviewQuery,
        after: cursor.optional(),
        done: address.optional(),
        batch: address.optional(),
        undone: count.optional(),
        left: count.optional(),
        end: z.literal('1').optional(),
        nothing: z.literal('1').optional(),
      }),
      form: null,
      async handle({ query, visit }) {
        const { pages } = messagesIn(visit.language);
        const { after: text, done, batch, undone, left, end, nothing: noneChosen, ...work } = query;
        const after = text === undefined ? null : readReviewCursor(text);
        const [{ entries, next }, freshness] = await Promise.all([
          ports.reviews.list(reviewFilterOf(work), { limit: onPage, after }),
          freshnessAt(visit.at),
        ]);
        const back = placeWith('/review', work);
        const isNarrowed = workAsText(work) !== '';
        const body = (
          <>
            <h1>{pages.review.title}</h1>
            <Freshness asOf={freshness.lastChangeAt} freshness={freshness} />
            <Done
              decision={await ownDecision(ports.audit, visit, done)}
              undone={undone !== undefined && left === undefined}
              back={back}
              work={workAsText(work)}
            />
            {await toldOf(visit, { batch, undone, left }, back)}
            {end !== undefined && entries.length > 0 && <Told kind="warn">{pages.review.noneBehind}</Told>}
            {noneChosen !== undefined && <Told kind="warn">{pages.review.confirm.nothing}</Told>}
            <Filter work={work} />
            {entries.length === 0 ? (
              <section>
                <p>{isNarrowed || after !== null ? pages.review.noneOfFilter : pages.review.none}</p>
              </section>
            ) : (
              <Queue
                entries={entries}
                work={work}
                after={text ?? null}
                next={next === null ? null : reviewCursor(next)}
              />
            )}
          </>
        );
        return { title: pages.review.title, body };
      },
    }),
    page({
      id: 'nextReview',
      method: 'GET',
      path: '/review/next',
      permission: 'read',
      params: nothing,
      query: z.strictObject({ ...reviewQuery, after: cursor.optional(), done: address.optional() }),
      form: null,
      async handle({ query }) {
        const { after: text, done, ...work } = query;
        const after = text === undefined ? null : readReviewCursor(text);
        const { entries } = await ports.reviews.list(reviewFilterOf(work), { limit: 1, after });
        const [next] = entries;
        if (next === undefined)
          return { to: placeWith('/review', { ...work, done, end: after === null ? null : '1' }) };
        const place = placeWith(`/po/${next.id}`, { done });
        return { to: `${place}${done === undefined ? '?' : '&'}work=${encodeURIComponent(workAsText(work))}` };
      },
    }),
    page({
      id: 'confirmBulk',
      method: 'GET',
      path: '/review/bulk',
      permission: 'review',
      params: nothing,
      query: z.strictObject({ po: chosenIds, kind: z.enum(bulkKinds), work: z.string().max(600).optional() }),
      form: null,
      async handle({ query: { po, kind, work }, visit }) {
        const all = await chosenOf(po, messagesIn(visit.language));
        if (all.length > 0) return confirmed(visit, all, kind, workOf(work));
        return { to: placeWith('/review', { ...readWork(work ?? ''), nothing: '1' }) };
      },
    }),
    page({
      id: 'decideBulk',
      method: 'POST',
      path: '/review/bulk',
      permission: 'review',
      params: nothing,
      query: nothing,
      form: bulkForm,
      keepsTyped: true,
      async handle({ form, visit }) {
        const messages = messagesIn(visit.language);
        const { pages } = messages;
        const work = workOf(form.work);
        const all = await chosenOf(form.po, messages);
        if (all.length === 0) return { problem: { kind: 'refused', detail: pages.review.confirm.nothing } };
        const note = given(form.note);
        if (form.kind === 'keep' && note === null) {
          const error = { id: 'note', label: pages.detail.noteRequired, text: pages.refusals['note-missing'] };
          return confirmed(visit, all, form.kind, work, { errors: [error] });
        }
        const batchId = ports.newId();
        const request = {
          poIds: all.map(({ id }) => id),
          decision: bulkDecision(form.kind, note),
          by: visit.doer,
          batchId,
        };
        const refused: { readonly chosen: Chosen; readonly why: string }[] = [];
        for await (const { poId, result } of decideReviews(ports, settings.rules, request)) {
          const one = all.find(({ id }) => id === poId);
          if (result.outcome === 'refused' && one !== undefined) {
            refused.push({ chosen: one, why: describeRefusal(result.refusal, messages) });
          }
        }
        const rest = work === '' ? '' : `&${work}`;
        if (refused.length === 0) return { to: `/review?batch=${batchId}${rest}` };
        const done = all.length - refused.length;
        return {
          title: pages.review.result.title,
          body: <Outcome refused={refused} done={done} batchId={batchId} work={work} />,
        };
      },
    }),
  ];
};
