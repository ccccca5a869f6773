import type { Clock, IdempotencyStore, KeptAnswer, Principal } from '@cynow/po-core';
import type { Context } from 'koa';
import { problemBody, problemType } from '../problem/answerProblem.ts';
import { type Problem, problemKinds } from '../problem/Problem.ts';
import { doerOf } from '../request/doerOf.ts';
import { etagOf, readPrecondition } from '../request/preconditions.ts';
import type { BodyLimits } from '../request/readBody.ts';
import { isSafeMethod } from '../request/safeMethods.ts';
import type { Language } from './Asking.ts';
import { eventStreamType } from './createStreams.ts';
import type { Endpoint } from './Endpoint.ts';
import type { EventFeed } from './EventFeed.ts';
import { keyedAnswer } from './keyedAnswer.ts';
import { type Read, readRequest } from './readRequest.ts';

/** A request for an endpoint, of somebody who may ask for it. */
export interface Call {
  readonly ctx: Context;
  readonly requestId: string;
  readonly language: Language;
  readonly at: Date;
}

/** An answer that is on its way. */
export interface Sent extends KeptAnswer {
  readonly location?: string;
  readonly retryAfterSeconds?: number;
  readonly events?: EventFeed;
}

/** What calls are answered with. */
export interface Calling {
  readonly idempotency: IdempotencyStore;
  readonly clock: Clock;
  readonly limits: BodyLimits;
  /** The base path as clients know it. */
  readonly publicPath: string;
}

/** What is kept of an answer to be given again: without what is told only once. */
const keptOf = (answer: KeptAnswer, value: unknown, secrets: readonly string[]): KeptAnswer => {
  if (secrets.length === 0) return answer;
  const rest = Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [name, secrets.includes(name) ? null : each]),
  );
  return { ...answer, body: JSON.stringify(rest) };
};

const typeOf = ({ streams }: Endpoint): string => (streams === true ? eventStreamType : 'application/json');

const carryOut = async (
  call: Call,
  endpoint: Endpoint,
  who: Principal,
  read: Read,
  version: number | null,
): Promise<{ readonly answer: Sent; readonly kept: KeptAnswer | null }> => {
  const { ctx, requestId, language, at } = call;
  const { params, query, body } = read;
  const asking = { who, requestId, language, at, doer: doerOf(requestId, who, 'api') };
  const lastEventId = ctx.get('Last-Event-ID') || null;
  const result = await endpoint.handle({ params, query, body, asking, version, lastEventId });
  if ('problem' in result) {
    const { problem } = result;
    const status = problemKinds[problem.kind];
    const { retryAfterSeconds } = problem;
    const answer = {
      ...{ status, body: problemBody(problem, language, requestId), type: problemType, etag: null },
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
    // One who came too early may come again with the same key.
    return { answer, kept: status < 500 && status !== 429 ? answer : null };
  }
  if ('events' in result) {
    return { answer: { status: 200, body: '', type: eventStreamType, etag: null, events: result.events }, kept: null };
  }
  const value = endpoint.result.parse(result.value);
  const etag = endpoint.versioned === true && result.version !== undefined ? etagOf(result.version) : null;
  const answer = {
    status: endpoint.status,
    body: JSON.stringify(value),
    type: 'application/json',
    etag,
  };
  return { answer, kept: keptOf(answer, value, endpoint.secrets ?? []) };
};

/** Reads and checks what an endpoint is asked, and has it carried out; under a key of the client's at most once. */
export const createAnswerCall = ({ idempotency, clock, limits, publicPath }: Calling) => {
  /** Where what was made is found: told again with an answer that is given again. */
  const located = (endpoint: Endpoint, answer: Sent): Sent => {
    if (endpoint.location === undefined || answer.status !== endpoint.status) return answer;
    return { ...answer, location: `${publicPath}${endpoint.location(JSON.parse(answer.body))}` };
  };

  return async (
    call: Call,
    endpoint: Endpoint,
    params: Readonly<Record<string, string>>,
    who: Principal,
  ): Promise<Sent | { readonly problem: Problem }> => {
    const { ctx } = call;
    const { method } = ctx;
    if (ctx.accepts(typeOf(endpoint)) === false) return { problem: { kind: 'not-acceptable' } };
    const read = await readRequest(call, endpoint, params, limits);
    if ('problem' in read) return read;
    const condition = readPrecondition(endpoint, ctx.req.headers);
    if ('problem' in condition) return condition;
    const work = () => carryOut(call, endpoint, who, read, condition.version);
    const key = ctx.req.headers['idempotency-key'];
    if (isSafeMethod(method) || key === undefined) return located(endpoint, (await work()).answer);
    const parts = [method, ctx.req.url ?? '', ctx.req.headers['if-match'] ?? '', read.bytes];
    const keyed = await keyedAnswer(idempotency, who, { key: String(key), parts }, () => clock.now(), work);
    return 'problem' in keyed ? keyed : located(endpoint, keyed);
  };
};
