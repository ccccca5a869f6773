import {
  type ChangeRefusal,
  changePo,
  enterPo,
  manualPoSchema,
  type Po,
  poChangeSchema,
  type UnusableField,
} from '@cynow/po-core';
import { z } from 'zod';
import type { Asking } from '../api/Asking.ts';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { messagesIn } from '../messages/messages.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import type { Problem } from '../problem/Problem.ts';
import * as s from './schemas.ts';
import { poView } from './views.ts';

/** `items[0].product` as a JSON pointer. */
const pointerTo = (field: string): string => `/${field.replaceAll('[', '/').replaceAll('].', '/')}`;

const unusable = (fields: readonly UnusableField[], { language }: Asking): Problem => ({
  kind: 'invalid-request',
  errors: fields.map(({ field }) => ({
    pointer: pointerTo(field),
    detail: messagesIn(language).places.placeholder,
  })),
});

const exists = (po: Po, same: boolean): Problem => ({
  kind: 'conflict',
  facts: { refusal: { reason: 'exists', same, po: poView(po) } },
});

const problemOf = (refusal: ChangeRefusal, asking: Asking): Problem => {
  switch (refusal.reason) {
    case 'not-found':
      return { kind: 'not-found' };
    case 'changed':
      return { kind: 'precondition-failed', facts: { version: refusal.version } };
    case 'unusable':
      return unusable(refusal.fields, asking);
    case 'no-change':
    case 'cancelled':
    case 'items-needed':
    case 'unnamed':
      return { kind: 'refused', facts: { refusal } };
  }
};

/** What staff enter and change of POs. */
export const entryEndpoints = ({ ports, settings }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    id: 'enterPo',
    tag: 'pos',
    method: 'POST',
    path: '/api/v1/pos',
    permission: 'enter',
    summary: {
      ko: '수주 등록. FCMS에서 가져온 수주와 번호가 같으면 그 수주가 직접 등록한 것이 되고, 취소한 수주였으면 되살아납니다',
      en: 'Enters a PO. One of that number that a backfill made is taken over, and open again if it was cancelled',
    },
    params: s.nothing,
    query: s.nothing,
    body: manualPoSchema,
    status: 201,
    versioned: true,
    result: z.object({
      id: z.string(),
      /** To be undone by. */
      auditId: z.string(),
      takenOver: z.boolean(),
      /** Whether the PO taken over had been cancelled. */
      reopened: z.boolean(),
      aliasOf: s.addressedPo.nullable(),
      probable: s.candidates,
    }),
    location: ({ id }) => `/api/v1/pos/${id}`,
    async handle({ body, asking }) {
      const result = await enterPo(ports, settings.rules, { po: body, by: asking.doer });
      switch (result.outcome) {
        case 'unusable':
          return { problem: unusable(result.fields, asking) };
        case 'exists':
          return { problem: exists(result.po, result.same) };
        case 'entered': {
          const { auditId, po, version, takenOver, reopened, aliasOf, probable } = result;
          const value = {
            ...{ id: po.id, auditId, takenOver, reopened },
            aliasOf: aliasOf === null ? null : poView(aliasOf),
            probable: asJson(probable),
          };
          return { value, version };
        }
      }
    },
  }),
  endpoint({
    id: 'changePo',
    tag: 'pos',
    method: 'PATCH',
    path: '/api/v1/pos/{id}',
    permission: 'enter',
    summary: {
      ko: '수주 수정: 고객명, 수주일, 품목, 메모. 취소와 번호 바로잡기는 /reviews/{id}/resolution',
      en: 'Changes a PO: customer, day of receipt, items, memo. To cancel it or correct its number: /reviews/{id}/resolution',
    },
    params: z.strictObject({ id: s.address }),
    query: s.nothing,
    body: poChangeSchema,
    status: 200,
    versioned: true,
    changes: true,
    result: z.object({
      /** The PO that the address leads to. */
      id: z.string(),
      /** To be undone by. */
      auditId: z.string(),
      takenOver: z.boolean(),
    }),
    async handle({ params, body, asking, version }) {
      const request = { poId: params.id, change: body, by: asking.doer, version };
      const result = await changePo(ports, settings.rules, request);
      if (result.outcome === 'refused') return { problem: problemOf(result.refusal, asking) };
      const { poId, auditId, takenOver } = result;
      return { value: { id: poId, auditId, takenOver }, version: result.version };
    },
  }),
];
