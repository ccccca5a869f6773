import {
  docNo as docNoKey,
  extendNumber,
  mostAtOnce,
  type NumberRequest,
  type NumberResult,
  releaseNumber,
  reservationStates,
  reserveNumbers,
  undoNumber,
} from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Answer, type Endpoint, endpoint } from '../api/Endpoint.ts';
import { foreignCursor, listCursor, readListCursor } from '../api/listCursor.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import * as s from './schemas.ts';
import { poView, reservationView } from './views.ts';

const changed = z.object({ reservation: s.reservation, auditId: z.string() });

const answerOf = (result: NumberResult): Answer<z.input<typeof changed>> => {
  switch (result.outcome) {
    case 'done':
      return { value: asJson({ reservation: reservationView(result.reservation), auditId: result.auditId }) };
    case 'not-reserved':
      return { problem: { kind: 'not-found' } };
    case 'not-possible':
      return {
        problem: { kind: 'refused', facts: { refusal: { reason: 'not-possible', state: result.reservation.state } } },
      };
  }
};

/** Document numbers set aside for POs. */
export const reservationEndpoints = ({ ports, settings }: EndpointContext): readonly Endpoint[] => {
  const { rules, reservationHours: hours, cdc } = settings;
  const own = { docPrefix: rules.docPrefix, hours, cdc };
  const common = { tag: 'reservations', permission: 'reserve', query: s.nothing, status: 200 } as const;
  const change = (
    id: string,
    verb: 'release' | 'extend' | 'undo',
    summary: Endpoint['summary'],
    carryOut: (request: NumberRequest) => Promise<NumberResult>,
  ): Endpoint =>
    endpoint({
      ...common,
      id,
      method: 'POST',
      path: `/api/v1/reservations/{docNo}/${verb}`,
      summary,
      params: z.strictObject({ docNo: s.number }),
      body: z.strictObject({ note: s.note.nullish() }),
      result: changed,
      handle: async ({ params, body, asking }) =>
        answerOf(await carryOut({ docNo: params.docNo, note: body.note ?? null, by: asking.doer })),
    });
  return [
    endpoint({
      ...common,
      id: 'listReservations',
      method: 'GET',
      path: '/api/v1/reservations',
      permission: 'read',
      summary: {
        ko: '예약번호(전체 또는 수주의), 큰 번호부터',
        en: 'Reserved numbers, of all POs or of one, the greatest first',
      },
      params: s.nothing,
      query: z.strictObject({
        po: s.address.optional(),
        state: z.enum(reservationStates).optional(),
        limit: s.limit,
        cursor: s.cursor,
      }),
      body: null,
      result: s.listOf(s.reservation),
      async handle({ query: { po, state, limit = s.usualLimit, cursor }, asking }) {
        const list = ['reservations', po ?? null, state ?? null];
        const after = cursor === undefined ? [] : readListCursor(list, cursor);
        if (after === null) return foreignCursor(asking.language);
        // An address of a PO that was merged leads to where its numbers are now.
        const of = po === undefined ? undefined : ((await ports.pos.find({ ids: [po] })).pos[0]?.po.id ?? po);
        const found = await ports.reservations.list({ state, po: of }, limit + 1, after[0] ?? null);
        const items = found.slice(0, limit).map(reservationView);
        const last = items.at(-1);
        const nextCursor = last === undefined || found.length <= limit ? null : listCursor(list, [last.docNo]);
        return { value: asJson({ items, nextCursor }) };
      },
    }),
    endpoint({
      ...common,
      id: 'getReservation',
      method: 'GET',
      path: '/api/v1/reservations/{docNo}',
      permission: 'read',
      summary: { ko: '예약번호', en: 'A reserved number' },
      params: z.strictObject({ docNo: s.number }),
      body: null,
      result: s.reservation,
      async handle({ params }) {
        const number = docNoKey(params.docNo) ?? params.docNo;
        const held = (await ports.reservations.find({ numbers: [number] })).reservations.get(number);
        return held === undefined ? { problem: { kind: 'not-found' } } : { value: asJson(reservationView(held)) };
      },
    }),
    endpoint({
      ...common,
      id: 'reserve',
      method: 'POST',
      path: '/api/v1/reservations',
      summary: { ko: '번호 예약', en: 'Reserves document numbers for a PO' },
      params: s.nothing,
      body: z.strictObject({
        po: s.address,
        count: z.int().min(1).max(mostAtOnce),
        acceptStale: z.boolean().optional(),
      }),
      status: 201,
      result: z.object({ po: s.addressedPo, reservations: z.array(s.reservation), cdc: s.cdc }),
      async handle({ body, asking }) {
        const result = await reserveNumbers(ports, own, {
          po: { id: body.po },
          count: body.count,
          acceptStale: body.acceptStale ?? false,
          by: asking.doer,
        });
        if (result.outcome === 'no-such-po') return { problem: { kind: 'not-found' } };
        if (result.outcome !== 'reserved') {
          return { problem: { kind: 'refused', facts: { refusal: { reason: result.outcome } } } };
        }
        const { po, reservations, cdc: freshness } = result;
        return { value: asJson({ po: poView(po), reservations: reservations.map(reservationView), cdc: freshness }) };
      },
    }),
    change('releaseReservation', 'release', { ko: '예약 해제', en: 'Gives a number back' }, (request) =>
      releaseNumber(ports, own, request),
    ),
    change('extendReservation', 'extend', { ko: '예약 연장', en: 'Holds a number longer' }, (request) =>
      extendNumber(ports, own, request),
    ),
    change(
      'undoReservation',
      'undo',
      { ko: '예약번호 처리 되돌리기', en: 'Takes the last decision on a number back' },
      (request) => undoNumber(ports, own, request),
    ),
  ];
};
