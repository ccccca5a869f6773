import {
  type CylinderPlace,
  countedCylinders,
  cylinderStages,
  docNo as docNoKey,
  isBehind,
  type ProgressStore,
} from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { foreignCursor, listCursor, readListCursor } from '../api/listCursor.ts';
import { messagesIn } from '../messages/messages.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import * as s from './schemas.ts';

const stage = z.enum(cylinderStages);
const counts = { filled: z.number(), warehoused: z.number(), shipped: z.number() };

const written = z.tuple([stage, z.string()]);

/** The place that a cursor means; null when it is none of this list. */
const placeOf = (list: readonly unknown[], cursor: string): CylinderPlace | null => {
  const { data } = written.safeParse(readListCursor(list, cursor));
  return data === undefined ? null : { stage: data[0], cylinderNo: data[1] };
};

const countedOf = async (progress: Pick<ProgressStore, 'find'>, docNo: string) => {
  const [found] = await progress.find([docNo]);
  if (found === undefined) return null;
  const { readAt: asOf, filled, warehoused, shipped } = found;
  return { asOf, filled, warehoused, shipped };
};

/** The cylinders behind the figures of progress. */
export const cylinderEndpoints = ({ ports }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    id: 'listCylinders',
    tag: 'pos',
    method: 'GET',
    path: '/api/v1/pos/{id}/deliveries/{docNo}/cylinders',
    permission: 'read',
    summary: {
      ko: '진행의 근거: 이 회차에서 단계마다 센 용기, LOT번호와 일시(한국 시각). FCMS를 바로 읽습니다',
      en: 'The cylinders counted for each stage of a delivery, with lot and time (of Seoul), as FCMS has them now',
    },
    params: z.strictObject({ id: s.address, docNo: s.number }),
    query: z.strictObject({ stage: stage.optional(), limit: s.limit, cursor: s.cursor }),
    body: null,
    status: 200,
    result: z.object({
      docNo: z.string(),
      delivery: z.number().nullable(),
      lotNo: z.string().nullable(),
      /** What progress says, and as of when; null while nothing was counted. */
      counted: z.object({ asOf: s.moment, ...counts }).nullable(),
      /** What it comes to now; may be newer than what was counted. */
      now: z.object(counts),
      items: z.array(z.object({ stage, cylinderNo: z.string(), code: z.string(), movedAt: z.string().nullable() })),
      nextCursor: z.string().nullable(),
    }),
    async handle({ params, query, asking }) {
      const list = ['cylinders', docNoKey(params.docNo) ?? params.docNo, query.stage ?? null];
      const after = query.cursor === undefined ? undefined : placeOf(list, query.cursor);
      if (after === null) return foreignCursor(asking.language);
      const [held] = (await ports.pos.find({ ids: [params.id] })).pos;
      const typed = docNoKey(params.docNo);
      const delivery = held?.deliveries.find(({ docNo }) => docNo === params.docNo || docNo === typed);
      if (delivery === undefined) return { problem: { kind: 'not-found' } };
      const { docNo } = delivery;
      const evidence = await ports.progress.evidence(docNo);
      if (evidence.outcome === 'timed-out') {
        const detail = messagesIn(asking.language).evidenceTimedOut;
        return { problem: { kind: 'unavailable', detail, retryAfterSeconds: 5 } };
      }
      const limit = query.limit ?? s.usualLimit;
      const listed = countedCylinders(evidence.moves).filter(
        (one) =>
          (query.stage === undefined || one.stage === query.stage) && (after === undefined || isBehind(one, after)),
      );
      const items = listed.slice(0, limit);
      const last = items.at(-1);
      return {
        value: asJson({
          ...{ docNo, delivery: delivery.number, lotNo: evidence.lotNo },
          counted: await countedOf(ports.progress, docNo),
          now: evidence.cylinders,
          items,
          nextCursor:
            listed.length > limit && last !== undefined ? listCursor(list, [last.stage, last.cylinderNo]) : null,
        }),
      };
    },
  }),
];
