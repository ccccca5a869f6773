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
import { messagesIn } from '../messages/messages.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import { badCursor } from './badCursor.ts';
import * as s from './schemas.ts';

const stage = z.enum(cylinderStages);
const counts = { filled: z.number(), warehoused: z.number(), shipped: z.number() };

const cursorOf = (at: CylinderPlace): string => Buffer.from(`${at.stage}\n${at.cylinderNo}`).toString('base64url');

/** The place that a cursor means; null when it is none of ours. */
const placeOf = (cursor: string): CylinderPlace | null => {
  const [named, cylinderNo, ...more] = Buffer.from(cursor, 'base64url').toString('utf8').split('\n');
  const { data } = stage.safeParse(named);
  return data === undefined || cylinderNo === undefined || more.length > 0 ? null : { stage: data, cylinderNo };
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
      const after = query.cursor === undefined ? undefined : placeOf(query.cursor);
      if (after === null) {
        return badCursor(asking.language);
      }
      const { pos } = await ports.pos.find({ ids: [params.id] });
      const held = pos.find(({ po }) => po.id === params.id);
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
          nextCursor: listed.length > limit && last !== undefined ? cursorOf(last) : null,
        }),
      };
    },
  }),
];
