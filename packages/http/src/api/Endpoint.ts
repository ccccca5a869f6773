import type { Permission } from '@cynow/po-core';
import type { z } from 'zod';
import type { Problem } from '../problem/Problem.ts';
import type { Asking } from './Asking.ts';
import type { EventFeed } from './EventFeed.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A text in both languages. */
export interface Bilingual {
  readonly ko: string;
  readonly en: string;
}

/** What a handler is given: the request, read and checked. */
interface Given<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly asking: Asking;
  /** The version named by `If-Match`; null where the endpoint asks for none, or the client takes any (`*`). */
  readonly version: number | null;
  /** What the client of a stream had last (`Last-Event-ID`); null: nothing. */
  readonly lastEventId: string | null;
}

/** What a handler answers: what was asked for, or what is wrong. */
export type Answer<R> =
  | {
      readonly value: R;
      /** What the `ETag` names, where the endpoint is `versioned`. */
      readonly version?: number;
    }
  /** What happens from now on, where the endpoint `streams`. */
  | { readonly events: EventFeed }
  | { readonly problem: Problem };

/** One thing that the API does: declared once, for validation, types, permissions and the OpenAPI document. */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** `operationId` in the OpenAPI document. */
  readonly id: string;
  readonly tag: string;
  readonly method: Method;
  /** Under the base path; parameters in braces. */
  readonly path: `/${string}`;
  readonly permission: Permission;
  readonly summary: Bilingual;
  readonly params: P;
  readonly query: Q;
  /** What a request with a body must hold; null where there is none. */
  readonly body: B | null;
  readonly result: R;
  /** The status of success; 202: it will be carried out. */
  readonly status: 200 | 201 | 202;
  /** Whether it answers with events as they happen. `result` then holds their data by name. */
  readonly streams?: true;
  /** Whether the answer has a version (`ETag`). */
  readonly versioned?: boolean;
  /** Whether it changes what was read before and wants its version (`If-Match`). */
  readonly changes?: boolean;
  /** Whether it is carried out in read-only times, too. */
  readonly whileReadOnly?: boolean;
  /** Where what was made is found, under the base path: the `Location` of the answer. */
  location?(answer: z.output<R>): `/${string}`;
  /** Fields of the answer that are told once and never stored. */
  readonly secrets?: readonly string[];
  handle(given: Given<z.output<P>, z.output<Q>, z.output<B>>): Promise<Answer<z.input<R>>>;
}

/** Declares an endpoint with its types inferred from its schemas. */
export const endpoint = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  declared: Endpoint<P, Q, B, R>,
  // The schemas check what the handler is given; the table of endpoints needs to know no more of its types.
): Endpoint => declared as unknown as Endpoint;
