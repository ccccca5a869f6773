import type { Context } from 'koa';
import type { Language } from '../api/Asking.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Problem, problemKinds } from './Problem.ts';

/** A problem as clients read it (RFC 9457), in the reader's language. */
export const problemBody = (problem: Problem, language: Language, requestId: string): string => {
  const { kind, detail, errors, facts, retryAfterSeconds } = problem;
  return JSON.stringify({
    type: `urn:cynow:po:${kind}`,
    title: messagesIn(language).problems[kind](retryAfterSeconds ?? null, errors?.length ?? 0, requestId),
    status: problemKinds[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(facts ?? {}),
    requestId,
  });
};

export const problemType = 'application/problem+json';

/** Answers with a problem. */
export const answerProblem = (ctx: Context, problem: Problem, language: Language, requestId: string): void => {
  const { kind, retryAfterSeconds, allow } = problem;
  ctx.status = problemKinds[kind];
  ctx.set('Content-Language', language);
  if (retryAfterSeconds !== undefined) ctx.set('Retry-After', String(Math.ceil(retryAfterSeconds)));
  if (allow !== undefined) ctx.set('Allow', allow.join(', '));
  if (kind === 'not-signed-in') ctx.set('WWW-Authenticate', 'Bearer');
  ctx.set('Content-Type', problemType);
  ctx.body = problemBody(problem, language, requestId);
};
