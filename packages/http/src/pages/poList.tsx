import {
  customerKey,
  type Day,
  type PoEntry,
  type PoFilter,
  type PoListing,
  poCursor,
  poSorts,
  priorities,
  readPoCursor,
  seoulDayOf,
} from '@cynow/po-core';
import { z } from 'zod';
import { messagesIn } from '../messages/messages.ts';
import { DueOn } from './DueOn.tsx';
import { useFrame } from './Frame.ts';
import { createFreshness, Freshness } from './freshness.tsx';
import { type Page, page } from './Page.ts';
import { given, nothing, type PageContext, placeWith, typed } from './PageContext.ts';
import { PoNo, PriorityTag, Select, Table, TextField, Told } from './parts.tsx';
import { RateBar } from './Stages.tsx';
import { shownCode } from './shownCode.ts';

/** So many POs stand on a page. */
const onPage = 50;

const reviewStates = ['needs-review', ...priorities] as const;
const poStates = ['open', 'cancelled'] as const;

const listQuery = {
  q: typed.optional(),
  review: z.union([z.enum(reviewStates), z.literal('')]).optional(),
  customer: typed.optional(),
  state: z.union([z.enum(poStates), z.literal('')]).optional(),
  sort: z.union([z.enum(poSorts), z.literal('')]).optional(),
};

type Wanted = z.output<z.ZodObject<typeof listQuery>>;

const listingOf = ({ q, review, customer, state, sort }: Wanted): PoListing => {
  const code = given(customer);
  const filter: PoFilter = {
    search: given(q) ?? undefined,
    review: review === '' ? undefined : review,
    state: state === '' ? undefined : state,
    customerKey: code === null ? undefined : (customerKey(code) ?? 'UNKNOWN'),
  };
  return { filter, sort: sort === undefined || sort === '' ? 'newest' : sort };
};

const Filter = ({ wanted }: { readonly wanted: Wanted }) => {
  const { t, labels, url } = useFrame();
  const { list } = t;
  const any = ['', list.any] as const;
  return (
    <search>
      <form method="get" action={url('/')} class="card filter">
        <TextField
          id="q"
          name="q"
          type="search"
          wide
          label={list.search}
          hint={list.searchHint}
          value={wanted.q ?? ''}
        />
        <Select
          id="review"
          name="review"
          label={list.review}
          value={wanted.review ?? ''}
          choices={[
            any,
            ['needs-review', list.needsReview],
            ...priorities.map((each) => [each, labels.priorities[each]] as const),
          ]}
        />
        <TextField id="customer" name="customer" label={list.customer} value={wanted.customer ?? ''} />
        <Select
          id="state"
          name="state"
          label={list.state}
          value={wanted.state ?? ''}
          choices={[any, ['open', list.open], ['cancelled', list.cancelled]]}
        />
        <Select
          id="sort"
          name="sort"
          label={list.sort}
          value={wanted.sort ?? 'newest'}
          choices={poSorts.map((each) => [each, list.sorts[each]])}
        />
        <div class="row">
          <button type="submit">{list.apply}</button>
          {placeWith('/', wanted) !== '/' && <a href={url('/')}>{list.clear}</a>}
        </div>
      </form>
    </search>
  );
};

const Row = ({ entry, today }: { readonly entry: PoEntry; readonly today: Day }) => {
  const { t, labels, url } = useFrame();
  const { id, customer, customerName, poNo, numberless, state, receivedOn, nextDueOn, deliveries, priority, codes } =
    entry;
  return (
    <tr>
      <td class="w">{receivedOn}</td>
      <td>
        {shownCode(customer, labels.reasons.MISSING_CUSTOMER)} <span class="soft">{customerName}</span>
      </td>
      <th scope="row">
        <a href={url(`/po/${encodeURIComponent(id)}`)}>
          <PoNo numberless={numberless} poNo={poNo} />
        </a>
        {state === 'cancelled' && (
          <>
            {' '}
            <span class="tag">{labels.cancelledPo}</span>
          </>
        )}
      </th>
      <td>
        {priority !== null && (
          <>
            <PriorityTag priority={priority} />{' '}
            <span class="small">{codes.map((code) => labels.reasons[code]).join(', ')}</span>
          </>
        )}
      </td>
      <td>{nextDueOn !== null && <DueOn on={nextDueOn} today={today} />}</td>
      <td class="n">{t.list.times(deliveries)}</td>
      <td>
        <RateBar figures={entry} of={poNo} />
      </td>
    </tr>
  );
};

/** All POs, to search and narrow. */
export const poListPages = (context: PageContext): readonly Page[] => {
  const { ports } = context;
  const freshnessAt = createFreshness(context);
  return [
    page({
      id: 'pos',
      method: 'GET',
      path: '/',
      permission: 'read',
      params: nothing,
      query: z.strictObject({ ...listQuery, after: z.string().max(8000).optional() }),
      form: null,
      async handle({ query: { after: cursor, ...wanted }, visit }) {
        const { pages, labels } = messagesIn(visit.language);
        const { list } = pages;
        const listing = listingOf(wanted);
        const after = cursor === undefined ? null : readPoCursor(listing, cursor);
        const [{ entries, next }, freshness, asOf] = await Promise.all([
          ports.directory.list(listing.filter, { sort: listing.sort, limit: onPage, after }),
          freshnessAt(visit.at),
          ports.progress.readAt(),
        ]);
        const here = placeWith('/', wanted);
        const body = (
          <>
            <h1>{list.title}</h1>
            <Freshness asOf={asOf} freshness={freshness} />
            <Filter wanted={wanted} />
            {cursor !== undefined && after === null && <Told kind="warn">{list.badCursor}</Told>}
            <section>
              {entries.length === 0 ? (
                <p>{here === '/' ? list.empty : list.none}</p>
              ) : (
                <Table
                  caption={list.shown(entries.length)}
                  head={[
                    labels.receivedOn,
                    labels.customer,
                    labels.poNo,
                    labels.review,
                    labels.deliveryOn,
                    { n: list.deliveries },
                    list.progress,
                  ]}
                >
                  {entries.map((entry) => (
                    <Row key={entry.id} entry={entry} today={seoulDayOf(visit.at)} />
                  ))}
                </Table>
              )}
              <Paging
                first={after === null ? null : here}
                next={next === null ? null : placeWith('/', { ...wanted, after: poCursor(listing, next) })}
              />
            </section>
          </>
        );
        return { title: list.title, body };
      },
    }),
  ];
};

/** To the first page, and to the next; back goes the browser. */
const Paging = ({ first, next }: { readonly first: string | null; readonly next: string | null }) => {
  const { t, url } = useFrame();
  if (first === null && next === null) return null;
  return (
    <nav class="pages" aria-label={t.list.pages}>
      {first !== null && <a href={url(first)}>{t.list.first}</a>}
      {next !== null && (
        <a rel="next" href={url(next)}>
          {t.list.next}
        </a>
      )}
    </nav>
  );
};
