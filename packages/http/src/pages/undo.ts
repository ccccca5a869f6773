import { undoBatch, undoDecision } from '@cynow/po-core';
import { z } from 'zod';
import { messagesIn } from '../messages/messages.ts';
import { describeUndoRefusal } from './describeReason.ts';
import { type Page, page } from './Page.ts';
import { nothing, type PageContext, placeUnder } from './PageContext.ts';

const address = z.string().min(1).max(64);
const back = z.string().max(2000);

/** A place with one more parameter, or another value of it. */
const withParameters = (place: string, parameters: Readonly<Record<string, string>>): string => {
  const url = new URL(place, 'http://localhost');
  for (const gone of ['done', 'batch', 'left']) url.searchParams.delete(gone);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.pathname + url.search;
};

/** Decisions taken back. */
export const undoPages = ({ ports, settings, basePath }: PageContext): readonly Page[] => [
  page({
    id: 'undoDecision',
    method: 'POST',
    path: '/undo',
    permission: 'review',
    params: nothing,
    query: nothing,
    form: z.union([z.strictObject({ auditId: address, back }), z.strictObject({ batchId: address, back })]),
    async handle({ form, visit }) {
      const place = placeUnder(basePath, basePath + form.back) ?? '/review';
      const { doer: by } = visit;
      if ('batchId' in form) {
        let [undone, left] = [0, 0];
        for await (const result of undoBatch(ports, settings.rules, { batchId: form.batchId, by })) {
          if (result.outcome === 'undone') undone += 1;
          else left += 1;
        }
        if (undone + left === 0) return { problem: { kind: 'not-found' } };
        return { to: withParameters(place, { undone: String(undone), left: String(left) }) };
      }
      const result = await undoDecision(ports, settings.rules, { auditId: form.auditId, by });
      if (result.outcome === 'undone') return { to: withParameters(place, { undone: '1' }) };
      const detail = describeUndoRefusal(result.refusal, messagesIn(visit.language));
      return { problem: result.refusal.reason === 'not-found' ? { kind: 'not-found' } : { kind: 'refused', detail } };
    },
  }),
];
