import { type ReviewRefusal, type UndoRefusal, undoDays } from '@cynow/po-core';
import type { Explanation } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';

/** Why a decision was not taken. */
export const describeRefusal = (refusal: ReviewRefusal, { reviews }: Messages): Explanation => {
  const { refusals } = reviews;
  switch (refusal.reason) {
    case 'changed':
      return refusals.changed(refusal.version);
    case 'unusable':
      return { what: refusals.unusable(refusal.fields.map(({ field, value }) => `${field} "${value}"`).join(', ')) };
    case 'target-cancelled':
      return { what: refusals['target-cancelled'](reviews.po(refusal.customer, null, refusal.poNo)) };
    case 'no-such-document':
      return { what: refusals['no-such-document'](refusal.docNo) };
    case 'not-found':
    case 'nothing-open':
    case 'no-change':
    case 'note-missing':
    case 'not-manual':
    case 'same-po':
      return { what: refusals[refusal.reason] };
  }
};

/** Why a decision was not taken back. */
export const describeUndoRefusal = (refusal: UndoRefusal, { reviews }: Messages): string => {
  const { refused } = reviews.undo;
  switch (refusal.reason) {
    case 'not-undoable':
      return refused['not-undoable'](refusal.action);
    case 'too-late':
      return refused['too-late'](refusal.at, undoDays);
    case 'built-on':
      return refused['built-on'](refusal.by, refusal.at, refusal.action, refusal.auditId);
    case 'documents-since':
      return refused['documents-since'](refusal.docNos.join(', '));
    case 'number-taken':
      return refused['number-taken'](reviews.po(refusal.customer, null, refusal.poNo));
    case 'not-found':
    case 'already-undone':
    case 'memo-gone':
      return refused[refusal.reason];
  }
};
