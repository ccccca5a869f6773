import type { AuditRecord, AuditTrail, PoId } from '@cynow/po-core';
import { decidedPo, shownPo } from './describeChange.ts';
import { useFrame } from './Frame.ts';
import type { Visitor } from './Page.ts';
import { placeWith } from './PageContext.ts';
import { Hidden, Once, Told } from './parts.tsx';

/** The visitor's own decision that still stands, null when it is not: addresses can be made up. */
export const ownDecision = async (
  audit: Pick<AuditTrail, 'find'>,
  { who }: Visitor,
  id: string | undefined,
): Promise<AuditRecord | null> => {
  const entry = id === undefined ? null : await audit.find(id);
  return entry !== null && entry.by.actor === who.user && entry.undoneBy === null ? entry : null;
};

/** Takes back what was done, and comes back here. `back`: a place. */
export const UndoForm = ({
  what,
  back,
  text,
}: {
  readonly what: { readonly auditId: string } | { readonly batchId: string };
  readonly back: string;
  readonly text: string;
}) => {
  const { url, readOnly } = useFrame();
  if (readOnly) return null;
  return (
    <form method="post" action={url('/undo')}>
      <Once />
      <Hidden values={{ ...what, back }} />
      <button type="submit" class="quiet">
        {text}
      </button>
    </form>
  );
};

/**
 * Tells that it is done, with the way back. Where something else is shown than what was decided (`at`: the PO that is shown), it
 * says what that was, and the way back leads there.
 */
export const Done = ({
  decision,
  undone,
  at = null,
  back,
  work,
}: {
  readonly decision: AuditRecord | null;
  readonly undone: boolean;
  readonly at?: PoId | null;
  readonly back: string;
  readonly work: string | null;
}) => {
  const { t, labels, messages, url } = useFrame();
  if (undone) return <Told>{t.decided.undone}</Told>;
  if (decision === null) return null;
  const isHere = at !== null && decision.subjects.includes(`po:${at}`);
  const elsewhere = isHere ? null : decidedPo(decision);
  const there = elsewhere === null ? back : placeWith(`/po/${elsewhere.id}`, { work });
  return (
    <Told>
      {elsewhere === null ? (
        t.decided.done
      ) : (
        <>
          {t.decided.doneOf(labels.actions[decision.action] ?? decision.action)}{' '}
          <a href={url(there)}>{shownPo(elsewhere, messages)}</a>
        </>
      )}
      <UndoForm what={{ auditId: decision.id }} back={there} text={t.decided.undo} />
    </Told>
  );
};
