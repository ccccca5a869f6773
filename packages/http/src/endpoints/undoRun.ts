import { type RefusedPos, type UndoRunCounts, undoRun } from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import * as s from './schemas.ts';

/** No answer takes longer than this and one transaction more; a second request goes on. */
const withinMs = 8000;
/** Of POs that stay, so many are named. */
const mostNamed = 1000;

const undone = z.object({
  dryRun: z.boolean(),
  /** Documents that are not recorded any more, or are as they were before the run; POs that are gone. */
  unrecorded: z.number(),
  restored: z.number(),
  removed: z.number(),
  /** POs that stay as they are. */
  refused: z.object({
    total: z.number(),
    named: z.array(
      z.object({
        pos: z.array(z.object({ customer: z.string(), poNo: z.string() })),
        docNos: z.array(z.string()),
        refusal: s.facts,
      }),
    ),
  }),
  /** Whether there is more to take back, for which it has to be asked again. */
  interrupted: z.boolean(),
});

const refusedView = ({ pos, docNos, refusal }: RefusedPos) => ({
  pos: pos.map(({ customer, poNo }) => ({ customer, poNo })),
  docNos: [...docNos],
  refusal: { ...asJson({ ...refusal }) },
});

export const undoRunEndpoints = ({ ports, settings }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    id: 'undoRun',
    tag: 'runs',
    method: 'POST',
    path: '/api/v1/runs/{id}/undo',
    permission: 'run',
    summary: { ko: '역수입 되돌리기', en: 'Takes back what a backfill made' },
    params: z.strictObject({ id: s.address }),
    query: s.nothing,
    body: z.strictObject({ dryRun: z.boolean() }),
    status: 200,
    result: undone,
    async handle({ params, body: { dryRun }, asking: { doer: by } }) {
      const named: ReturnType<typeof refusedView>[] = [];
      let counts: UndoRunCounts = { unrecorded: 0, restored: 0, removed: 0 };
      const signal = AbortSignal.timeout(withinMs);
      for await (const event of undoRun(ports, settings.rules, { runId: params.id, by, dryRun, signal })) {
        switch (event.type) {
          case 'not-found':
            return { problem: { kind: 'not-found' } };
          case 'running':
            return { problem: { kind: 'conflict', facts: { refusal: { reason: event.type } } } };
          case 'not-kept':
            return { problem: { kind: 'refused', facts: { refusal: { reason: event.type } } } };
          case 'taken-back':
            ({ counts } = event);
            named.push(...event.refused.slice(0, Math.max(0, mostNamed - named.length)).map(refusedView));
            break;
          case 'finished': {
            const { refused: total, interrupted } = event;
            return { value: { dryRun, ...counts, refused: { total, named }, interrupted } };
          }
          default:
        }
      }
      throw new Error('taking the run back ended without a result');
    },
  }),
];
