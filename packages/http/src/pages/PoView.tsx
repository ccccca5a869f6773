import {
  type AuditRecord,
  type Day,
  type Delivery,
  type OpenReason,
  type PoCandidate,
  type PoDetails,
  probableMatchFacts,
  type Reason,
  type Resolved,
  undoDays,
} from '@cynow/po-core';
import { Fragment } from 'preact';
import { dayOfWeek, number, time } from '../messages/format.ts';
import { Dated } from './Dated.tsx';
import { UndoForm } from './Done.tsx';
import { DueOn } from './DueOn.tsx';
import { describeChange, shownPoNo } from './describeChange.ts';
import { describeReason } from './describeReason.ts';
import { useFrame } from './Frame.ts';
import { placeWith } from './PageContext.ts';
import { PriorityTag, Table } from './parts.tsx';
import { RateBar, StageCells } from './Stages.tsx';
import { shownCode } from './shownCode.ts';

/** A probability as whole percent: what is not certain is never told as if it were. */
const probability = (score: number): number => Math.min(99, Math.max(1, Math.round(100 * score)));

const ReasonText = ({ reason, docPrefix }: { readonly reason: Reason; readonly docPrefix: string }) => {
  const { messages } = useFrame();
  return (
    <>
      {describeReason(reason, messages, docPrefix).map((line) => (
        <p key={line}>
          <Dated>{line}</Dated>
        </p>
      ))}
    </>
  );
};

/** Why it should be looked at, a reason each with its document. */
export const OpenReasons = ({
  open,
  docPrefix,
}: {
  readonly open: readonly OpenReason[];
  readonly docPrefix: string;
}) => {
  const { labels, t } = useFrame();
  return (
    <ul class="plainlist">
      {open.map((reason) => (
        <li key={`${reason.docNo} ${reason.code}`} class="reason">
          <strong>{labels.reasons[reason.code]}</strong>{' '}
          <span class="soft">
            {reason.delivery === null ? '' : `${labels.nth(reason.delivery)} `}
            {reason.docNo}, <Dated>{t.detail.since(reason.since)}</Dated>
          </span>
          <ReasonText reason={reason} docPrefix={docPrefix} />
        </li>
      ))}
    </ul>
  );
};

const listed = (value: unknown): string =>
  [value]
    .flat()
    .filter((each) => each !== null && each !== undefined)
    .join(', ');

/** What speaks for and against a candidate, in words. */
export const Evidence = ({ evidence }: { readonly evidence: PoCandidate['evidence'] }) => {
  const { t, messages } = useFrame();
  const words = (effect: 'for' | 'against') => evidence.filter((each) => each.effect === effect);
  return (
    <>
      {(['for', 'against'] as const).map((effect) =>
        words(effect).length === 0 ? null : (
          <div key={effect}>
            <span class="label">{t.detail[effect]}</span>
            <ul>
              {words(effect).map(({ code, facts }, i) => {
                const [document, candidate] = [listed(facts.document), listed(facts.candidate)];
                const expectation = messages.evidence.expectations[String(facts.expectation)];
                return (
                  <li key={String(i)}>
                    {messages.evidence.codes[code] ?? code}
                    {document !== '' && candidate !== '' && (
                      <span class="soft"> ({messages.evidence.compared(document, candidate)})</span>
                    )}
                    {expectation !== undefined && <span class="soft">, {expectation}</span>}
                  </li>
                );
              })}
            </ul>
          </div>
        ),
      )}
    </>
  );
};

/** The probability that none of the candidates is the same order; null when several documents have one each, or none has. */
export const noneOfThem = (open: readonly OpenReason[]): number | null => {
  const all = open.flatMap(({ code, facts }) => (code === 'PROBABLE_MATCH' ? [probableMatchFacts(facts).none] : []));
  const [none = null] = all;
  return all.length === 1 && none !== null ? probability(none) : null;
};

export const CandidateHead = ({ candidate }: { readonly candidate: PoCandidate }) => {
  const { t, url } = useFrame();
  return (
    <h3>
      <a href={url(`/po/${encodeURIComponent(candidate.id)}`)}>
        {candidate.customer} {candidate.poNo}
      </a>{' '}
      <span class="soft">{t.detail.probability(probability(candidate.score))}</span>
    </h3>
  );
};

export const Summary = ({ details, today }: { readonly details: PoDetails; readonly today: Day }) => {
  const { t, labels, language, messages } = useFrame();
  const { po, progress, nextDueOn, createdAt, priority, open } = details;
  const since = new Date(Math.min(...open.map((each) => each.since.getTime())));
  return (
    <section>
      <h2 class="unseen">{t.detail.summary}</h2>
      <p class="row">
        {priority !== null && <PriorityTag priority={priority} />}
        {po.state === 'cancelled' && <span class="tag high">{labels.cancelledPo}</span>}
        <span>
          {priority === null ? (
            po.reviewed ? (
              t.detail.reviewed
            ) : (
              t.detail.nothingOpen
            )
          ) : (
            <Dated>{t.detail.waiting(labels.priorities[priority], labels.dueBy[priority], since)}</Dated>
          )}
        </span>
      </p>
      <dl class="facts">
        <dt>{labels.customer}</dt>
        <dd>
          {shownCode(po.customer, labels.reasons.MISSING_CUSTOMER)} {po.customerName}
        </dd>
        <dt>{labels.poNoLong}</dt>
        <dd>{shownPoNo(po, messages)}</dd>
        <dt>{labels.receivedOn}</dt>
        <dd class="w">{po.receivedOn === null ? labels.none : dayOfWeek(po.receivedOn, language)}</dd>
        <dt>{labels.deliveryOn}</dt>
        <dd>{nextDueOn === null ? labels.none : <DueOn on={nextDueOn} today={today} />}</dd>
        <dt>{labels.origin}</dt>
        <dd>
          {po.manual ? labels.manual : labels.backfilled} <span class="soft w">({time(createdAt)})</span>
        </dd>
        <dt>{t.detail.progress}</dt>
        <dd>
          <RateBar figures={progress.po} of={po.poNo} />
        </dd>
        {po.memo !== '' && (
          <>
            <dt>{labels.memo}</dt>
            <dd>{po.memo}</dd>
          </>
        )}
      </dl>
    </section>
  );
};

/** Days one after the other, each on one line. */
const Days = ({ days }: { readonly days: readonly Day[] }) => (
  <>
    {days.map((day, i) => (
      <Fragment key={day}>
        {i > 0 && ', '}
        <span class="w">{day}</span>
      </Fragment>
    ))}
  </>
);

export const Items = ({ details: { po, progress, nextDueOfProducts } }: { readonly details: PoDetails }) => {
  const { t, labels } = useFrame();
  const { column } = t.detail;
  const figures = new Map(progress.items.map((item) => [item.product, item]));
  /** What its items say; where they say nothing, what is due next. */
  const dueOf = (product: string): readonly Day[] => {
    const lines = po.items.filter((item) => item.product === product);
    const said = lines.flatMap(({ deliveryOn }) => deliveryOn ?? []);
    return [...new Set(said.length > 0 ? said : lines.flatMap((line) => nextDueOfProducts.get(line.productKey) ?? []))];
  };
  return (
    <section>
      <h2>{t.detail.items}</h2>
      <Table
        caption={t.detail.items}
        unseen
        head={[
          labels.product,
          labels.deliveryOn,
          { n: column.ordered },
          { n: column.instructed },
          { n: column.filled },
          { name: column.warehoused, help: labels.warehousedHelp },
          { n: column.shipped },
          t.detail.progress,
        ]}
      >
        {[...figures].map(([product, item]) => (
          <tr key={product}>
            <th scope="row">{shownCode(product, labels.reasons.MISSING_PRODUCT)}</th>
            <td>
              <Days days={dueOf(product)} />
            </td>
            <StageCells figures={item} />
            <td>
              <RateBar figures={item} of={product} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
};

const ResolvedLine = ({
  one: { reason, auditId },
  details,
}: {
  readonly one: Resolved;
  readonly details: PoDetails;
}) => {
  const { t, labels } = useFrame();
  const entry = details.decisions.get(auditId);
  return (
    <li>
      {labels.reasons[reason.code]}{' '}
      <span class="soft">
        <Dated>
          {entry === undefined
            ? t.detail.reviewed
            : t.detail.resolvedBy(labels.actions[entry.action] ?? entry.action, entry.by.actor, entry.at)}
        </Dated>
        {entry?.note ? ` "${entry.note}"` : ''}
      </span>
    </li>
  );
};

const DeliveryRow = ({ delivery, details }: { readonly delivery: Delivery; readonly details: PoDetails }) => {
  const { t, labels } = useFrame();
  const { docNo, position, content, product, productName, packing, mark, correction, resolved } = delivery;
  const figures = details.progress.deliveries.find((each) => each.docNo === docNo);
  const codes = details.open.filter((each) => each.docNo === docNo).map(({ code }) => code);
  return (
    <tr>
      <td class="w">{delivery.number === null ? '–' : labels.nth(delivery.number)}</td>
      <th scope="row" class="w">
        {docNo}
        {content.cancelled && (
          <>
            {' '}
            <span class="tag high">{labels.cancelledInFcms}</span>
          </>
        )}
      </th>
      <td class="w">{position.effectiveOn}</td>
      <td>
        {product ?? labels.none}
        {(productName !== null || packing !== null) && (
          <span class="soft"> {[productName, packing].filter((each) => each !== null).join(' ')}</span>
        )}
        {correction !== null && (
          <div class="soft small">{t.detail.corrected(correction.product, correction.insteadOf)}</div>
        )}
        {mark !== null && (
          <div class="soft small">
            {t.detail.mark} {mark}
          </div>
        )}
      </td>
      <td class="w">{content.deliveryOn}</td>
      <td class="n">{delivery.qty === null ? labels.unknownQty : number(delivery.qty)}</td>
      <td>{figures === undefined ? <span class="soft">–</span> : <RateBar figures={figures} of={docNo} />}</td>
      <td>
        {codes.length > 0 && (
          <ul class="tags">
            {codes.map((code) => (
              <li key={code} class="tag medium">
                {labels.reasons[code]}
              </li>
            ))}
          </ul>
        )}
        {resolved.length > 0 && (
          <ul class="plainlist small">
            {resolved.map((one) => (
              <ResolvedLine key={one.reason.code} one={one} details={details} />
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
};

export const Deliveries = ({ details }: { readonly details: PoDetails }) => {
  const { t, labels } = useFrame();
  return (
    <section>
      <h2>{t.detail.deliveries}</h2>
      {details.deliveries.length === 0 ? (
        <p>{t.detail.noDeliveries}</p>
      ) : (
        <>
          <p class="soft small">{t.detail.deliveryNote}</p>
          <Table
            caption={t.detail.deliveries}
            unseen
            head={[
              labels.delivery,
              labels.docNo,
              labels.effectiveOn,
              labels.product,
              labels.deliveryOn,
              { n: labels.qty },
              t.detail.progress,
              labels.review,
            ]}
          >
            {details.deliveries.map((delivery) => (
              <DeliveryRow key={delivery.docNo} delivery={delivery} details={details} />
            ))}
          </Table>
        </>
      )}
    </section>
  );
};

/** Numbers that lead here, and numbers set aside for it. */
export const Numbers = ({ details: { po, reservations, deliveries } }: { readonly details: PoDetails }) => {
  const { t, labels } = useFrame();
  const entered = new Set(deliveries.map(({ docNo }) => docNo));
  if (po.aliases.length === 0 && reservations.length === 0) return null;
  return (
    <section>
      {po.aliases.length > 0 && (
        <>
          <h2>{t.detail.aliases}</h2>
          <ul>
            {po.aliases.map(({ identity, always }) => (
              <li key={identity.poKey}>
                {identity.customerKey} {identity.poKey} {always && <span class="tag good">{t.detail.always}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {reservations.length > 0 && (
        <>
          <h2>{t.detail.reservations}</h2>
          {reservations.some(({ docNo, state }) => state === 'RESERVED' && !entered.has(docNo)) && (
            <p class="soft small">{t.detail.reservationHelp}</p>
          )}
          <ul>
            {reservations.map(({ docNo, state }) => (
              <li key={docNo}>
                {docNo} <span class="tag">{labels.reservations[state]}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

/** What was decided, newest first; `undoable`: with the way back, to who may take decisions back. */
export const History = ({
  details: { history, po },
  at,
  undoable,
  work,
}: {
  readonly details: PoDetails;
  readonly at: Date;
  readonly undoable: boolean;
  readonly work: string | null;
}) => {
  const { t, labels, messages } = useFrame();
  const isStillUndoable = ({ action, undoneBy, at: decidedAt }: AuditRecord): boolean =>
    undoable &&
    undoneBy === null &&
    Object.hasOwn(t.detail.decisions, action) &&
    at.getTime() - decidedAt.getTime() <= undoDays * 86_400_000;
  const back = placeWith(`/po/${po.id}`, { work });
  return (
    <section>
      <h2>{t.detail.history}</h2>
      {history.length === 0 ? (
        <p>{t.detail.noHistory}</p>
      ) : (
        <Table
          caption={t.detail.history}
          unseen
          head={[
            labels.actedAt,
            labels.actor,
            t.detail.what,
            labels.memo,
            ...(undoable ? [{ onScreen: t.decided.undo }] : []),
          ]}
        >
          {history.map((entry) => (
            <tr key={entry.id}>
              <td class="w">{time(entry.at)}</td>
              <td>{entry.by.actor}</td>
              <td>
                {labels.actions[entry.action] ?? entry.action}{' '}
                {entry.undoneBy !== null && <span class="tag">{t.detail.undone}</span>}
                {describeChange(entry, messages).map((line) => (
                  <div key={line} class="soft small">
                    <Dated>{line}</Dated>
                  </div>
                ))}
              </td>
              <td>{entry.note}</td>
              {undoable && (
                <td class="noprint">
                  {isStillUndoable(entry) && (
                    <UndoForm what={{ auditId: entry.id }} back={back} text={t.decided.undo} />
                  )}
                </td>
              )}
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
};
