import { type Facts, type PoDetails, type ReasonCode, type ReviewDecision, suspectLinkFacts } from '@cynow/po-core';
import type { ComponentChildren } from 'preact';
import { useFrame } from './Frame.ts';
import type { Typed } from './Page.ts';
import { CandidateHead, Evidence, noneOfThem } from './PoView.tsx';
import { type FieldError, Hidden, Once, Select, TextArea, TextField, typedText } from './parts.tsx';

export type DecisionKind = ReviewDecision['kind'];

/** What was typed into one of the forms and could not be done. */
export interface Attempt {
  readonly kind: string;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly message: string | null;
}

interface Deciding {
  readonly details: PoDetails;
  /** What the reviewer works on, as one text; null: this PO alone. */
  readonly work: string | null;
  readonly attempt: Attempt | null;
}

/** A form that takes one decision, upon what the reviewer sees. */
const DecisionForm = ({
  deciding: { details, work },
  kind,
  values = {},
  stop = false,
  children,
}: {
  readonly deciding: Deciding;
  readonly kind: DecisionKind;
  readonly values?: Readonly<Record<string, string>>;
  readonly stop?: boolean;
  readonly children?: ComponentChildren;
}) => {
  const { t, url } = useFrame();
  return (
    <form method="post" action={url(`/po/${encodeURIComponent(details.po.id)}/decision`)}>
      <Hidden values={{ kind, version: String(details.version), ...(work === null ? {} : { work }), ...values }} />
      <Once />
      {children}
      <button type="submit" class={stop ? 'stop' : undefined}>
        {t.detail.decisions[kind].button}
      </button>
    </form>
  );
};

/** A decision that is folded up until somebody wants it, or has tried it in vain. */
const Folded = ({
  deciding,
  kind,
  open = false,
  children,
}: {
  readonly deciding: Deciding;
  readonly kind: DecisionKind;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}) => {
  const { t } = useFrame();
  const { name, help } = t.detail.decisions[kind];
  return (
    <details open={open || deciding.attempt?.kind === kind}>
      <summary>{name}</summary>
      <p class="soft small">{help}</p>
      {children}
    </details>
  );
};

const fieldsOf = ({ attempt }: Deciding, kind: DecisionKind, suggested: Readonly<Record<string, string>> = {}) => {
  const mine = attempt?.kind === kind ? attempt : null;
  return (name: string, label: string) => ({
    id: `${kind}-${name}`,
    name,
    label,
    value: mine === null ? (suggested[name] ?? '') : typedText(mine.typed, name),
    errors: mine?.errors ?? [],
  });
};

const Candidates = ({ deciding }: { readonly deciding: Deciding }) => {
  const { t } = useFrame();
  const { candidates, open } = deciding.details;
  const none = noneOfThem(open);
  if (candidates.length === 0) return null;
  return (
    <>
      <h3>{t.detail.candidates}</h3>
      <ul class="plainlist">
        {candidates.map((candidate) => (
          <li key={candidate.id} class="candidate">
            <CandidateHead candidate={candidate} />
            <Evidence evidence={candidate.evidence} />
            <DecisionForm deciding={deciding} kind="merge" values={{ into: candidate.id }} />
          </li>
        ))}
      </ul>
      {none !== null && (
        <p class="soft">
          {t.detail.noneOfThem(none)}. {t.detail.noneHelp}
        </p>
      )}
    </>
  );
};

const Keep = ({ deciding, codes }: { readonly deciding: Deciding; readonly codes: readonly ReasonCode[] }) => {
  const { t, labels } = useFrame();
  const field = fieldsOf(deciding, 'keep');
  return (
    <Folded deciding={deciding} kind="keep" open>
      <DecisionForm deciding={deciding} kind="keep">
        {codes.length > 1 && (
          <Select
            {...field('codes', t.detail.which)}
            choices={[['', t.detail.allReasons], ...codes.map((code) => [code, labels.reasons[code]] as const)]}
          />
        )}
        <TextArea {...field('note', t.detail.noteRequired)} required />
      </DecisionForm>
    </Folded>
  );
};

const Correct = ({ deciding, open }: { readonly deciding: Deciding; readonly open: boolean }) => {
  const { t, labels } = useFrame();
  const field = fieldsOf(deciding, 'correct');
  const { deliveries } = deciding.details;
  return (
    <Folded deciding={deciding} kind="correct" open={open}>
      <DecisionForm deciding={deciding} kind="correct">
        <TextField {...field('customer', labels.customerCode)} />
        <TextField {...field('poNo', labels.poNo)} />
        <TextField {...field('product', labels.product)} />
        {deliveries.length > 0 && (
          <Select
            {...field('docNo', t.detail.ofDocument)}
            choices={[['', t.detail.anyDocument], ...deliveries.map(({ docNo }) => [docNo, docNo] as const)]}
          />
        )}
      </DecisionForm>
    </Folded>
  );
};

/** Of a document that names another order than its number was reserved for: where it says that it belongs. */
const namedByConflict = (open: PoDetails['open']): Readonly<Record<string, string>> => {
  const conflict = open.find(({ code }) => code === 'RESERVATION_CONFLICT');
  const { customer, poNo } = (conflict?.facts.document ?? {}) as Facts;
  return conflict !== undefined && typeof customer === 'string' && typeof poNo === 'string'
    ? { docNo: conflict.docNo, customer, poNo }
    : {};
};

const Move = ({ deciding }: { readonly deciding: Deciding }) => {
  const { t, labels } = useFrame();
  const named = namedByConflict(deciding.details.open);
  const field = fieldsOf(deciding, 'move-document', named);
  const { deliveries, open } = deciding.details;
  const rivals = open.flatMap(({ code, docNo, facts }) => {
    const rival = code === 'SUSPECT_LINK' ? suspectLinkFacts(facts)?.rival : undefined;
    return rival === undefined ? [] : [{ docNo, rival }];
  });
  return (
    <Folded deciding={deciding} kind="move-document" open={rivals.length > 0 || named.docNo !== undefined}>
      {rivals.map(({ docNo, rival }) => (
        <div key={docNo} class="candidate">
          <p>
            {docNo}: {t.detail.target.rival}: {rival.customer} {rival.poNo}
          </p>
          <DecisionForm deciding={deciding} kind="move-document" values={{ docNo, into: rival.id }} />
        </div>
      ))}
      <DecisionForm deciding={deciding} kind="move-document">
        <Select {...field('docNo', labels.docNo)} choices={deliveries.map(({ docNo }) => [docNo, docNo])} />
        <TextField {...field('customer', t.detail.target.customer)} />
        <TextField {...field('poNo', t.detail.target.poNo)} />
      </DecisionForm>
    </Folded>
  );
};

/** What can be decided of a PO, each as a form. */
export const Decide = (deciding: Deciding) => {
  const { t } = useFrame();
  const { po, open, deliveries } = deciding.details;
  const codes = [...new Set(open.map(({ code }) => code))];
  const has = (...some: readonly ReasonCode[]) => some.some((code) => codes.includes(code));
  // What was typed in vain stays to be seen, even where the decision is no longer to be taken.
  const tried = (kind: DecisionKind) => deciding.attempt?.kind === kind;
  const lacks = has('MISSING_CUSTOMER', 'MISSING_PO_NO', 'MISSING_PRODUCT');
  const note = fieldsOf(deciding, 'cancel-po')('note', t.detail.note);
  const isSettled = po.reviewed || deliveries.some(({ resolved }) => resolved.length > 0);
  return (
    <section class="noprint" id="decide">
      <h2>{t.detail.decide}</h2>
      <Candidates deciding={deciding} />
      {po.manual && has('QTY_MISMATCH', 'PRODUCT_NOT_ORDERED') && (
        <Folded deciding={deciding} kind="accept-qty" open>
          <DecisionForm deciding={deciding} kind="accept-qty" />
        </Folded>
      )}
      {has('ALIAS_LINK') && (
        <>
          <Folded deciding={deciding} kind="alias-always" open>
            <DecisionForm deciding={deciding} kind="alias-always" />
          </Folded>
          <Folded deciding={deciding} kind="alias-other" open>
            <DecisionForm deciding={deciding} kind="alias-other" />
          </Folded>
        </>
      )}
      {lacks && <Correct deciding={deciding} open />}
      {(codes.length > 0 || tried('keep')) && <Keep deciding={deciding} codes={codes} />}
      {!lacks && <Correct deciding={deciding} open={false} />}
      {deliveries.length > 0 && <Move deciding={deciding} />}
      {(po.state === 'open' || tried('cancel-po')) && (
        <Folded deciding={deciding} kind="cancel-po">
          <DecisionForm deciding={deciding} kind="cancel-po" stop>
            <TextArea {...note} />
          </DecisionForm>
        </Folded>
      )}
      {(po.state === 'cancelled' || isSettled) && (
        <Folded deciding={deciding} kind="reopen">
          <DecisionForm deciding={deciding} kind="reopen" />
        </Folded>
      )}
    </section>
  );
};
