import { expect } from 'vitest';
import type { Check, Operation } from './apiDocument.spec.support.ts';
import type { Draft } from './requestArb.spec.support.ts';
import type { Reply } from './testServer.spec.support.ts';

/** An answer, and what it answers. */
export interface Answered {
  readonly operation: Operation;
  readonly reply: Reply;
  readonly check: Check;
}

const declared = ({ operation, reply }: Answered) => operation.responses[String(reply.status)];

const told = ({ operation, reply }: Answered): string =>
  `${operation.operationId}: ${reply.status} ${reply.text.slice(0, 1000)}`;

/** The checks of schemathesis that hold for every answer, under its names. */
export const everyAnswer: Readonly<Record<string, (answered: Answered) => void>> = {
  not_a_server_error(answered) {
    expect(answered.reply.status, told(answered)).toBeLessThan(500);
  },
  status_code_conformance(answered) {
    expect(declared(answered), told(answered)).toBeDefined();
  },
  content_type_conformance(answered) {
    const { reply } = answered;
    expect(Object.keys(declared(answered)?.content ?? {}), told(answered)).toContain(reply.headers['content-type']);
  },
  response_headers_conformance(answered) {
    const { reply, check } = answered;
    for (const [name, { required, schema }] of Object.entries(declared(answered)?.headers ?? {})) {
      const value = reply.headers[name.toLowerCase()];
      if (value === undefined) {
        expect(required, `${name}: ${told(answered)}`).toBe(false);
        continue;
      }
      const read = schema.type === 'integer' ? Number(value) : value;
      expect(check(schema, read), `${name}: ${told(answered)}`).toBeNull();
    }
  },
  response_schema_conformance(answered) {
    const { reply, check } = answered;
    const type = reply.headers['content-type'] ?? '';
    if (!/json$/.test(type)) return;
    const schema = declared(answered)?.content[type]?.schema;
    expect(schema && check(schema, reply.json()), told(answered)).toBeNull();
  },
};

/** Rules that a schema cannot tell, by the name, or the place, of what they are about: who breaks one is told so. */
const furtherRules = new Set([
  // Only what an answer gave as `nextCursor` is a cursor.
  'cursor',
  // Its length counts letters, and it must not be the name.
  'password',
  // Names are not blank, and belong to somebody.
  'name',
  'user',
  // It lies ahead.
  'expiresAt',
  // What a PO is entered with: not blank, and no placeholder; days that the calendar has.
  'customer',
  'poNo',
  'product',
  'receivedOn',
  'deliveryOn',
  // A window is told in one way: by days, or by dates in their order.
  'days',
  'since',
  'until',
  '/limit',
]);

/** The name that a pointer ends with: `deliveryOn` of `/po/items/0/deliveryOn`. */
const nameIn = (pointer: string): string => pointer.split(/[/?{}:]/).findLast((each) => each !== '') ?? '';

/** What is as described is accepted, or refused for what it asks, not for how. */
export const positiveDataAcceptance = ({ draft, reply }: { readonly draft: Draft; readonly reply: Reply }): void => {
  const { operationId } = draft.operation;
  if (reply.status !== 400) {
    expect([405, 406, 413, 414, 415, 428], `${operationId} ${reply.text}`).not.toContain(reply.status);
    return;
  }
  const { errors } = reply.json() as { readonly errors?: readonly { readonly pointer: string }[] };
  const others = (errors ?? [{ pointer: 'nothing named' }]).filter(
    ({ pointer }) => !furtherRules.has(pointer) && !furtherRules.has(nameIn(pointer)),
  );
  expect(others, `${operationId} ${reply.text}`).toEqual([]);
};

/** What is not as described is refused, and told where. */
export const negativeDataRejection = ({ draft, reply }: { readonly draft: Draft; readonly reply: Reply }): void => {
  const { operation, what } = draft;
  // A cursor that is too long makes an address that is, which is refused before its parts are read.
  if (reply.status === 414 && String(what).length > 8000) return;
  expect([operation.operationId, what, reply.status]).toEqual([operation.operationId, what, 400]);
  const { errors } = reply.json() as { readonly errors?: readonly unknown[] };
  expect(errors?.length ?? 0, `${operation.operationId} ${String(what)}`).toBeGreaterThan(0);
};
