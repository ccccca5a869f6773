import type { AuditTrail } from '@cynow/po-core';
import { useFrame } from './Frame.ts';
import type { Visitor } from './Page.ts';
import { Hidden, Once, Told } from './parts.tsx';

/** Whether this decision is the visitor's own and still stands: addresses can be made up. */
export const ownDecision = async (
  audit: Pick<AuditTrail, 'find'>,
  { who }: Visitor,
  id: string | undefined,
): Promise<string | null> => {
  const entry = id === undefined ? null : await audit.find(id);
  return entry !== null && entry.by.actor === who.user && entry.undoneBy === null ? entry.id : null;
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

/** Tells that it is done, with the way back. */
export const Done = ({
  decision,
  undone,
  back,
}: {
  readonly decision: string | null;
  readonly undone: boolean;
  readonly back: string;
}) => {
  const { t } = useFrame();
  if (undone) return <Told>{t.decided.undone}</Told>;
  if (decision === null) return null;
  return (
    <Told>
      {t.decided.done}
      <UndoForm what={{ auditId: decision }} back={back} text={t.decided.undo} />
    </Told>
  );
};
