import type { Context } from 'koa';
import type { Language } from '../api/Asking.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Problem, problemKinds } from './Problem.ts';

/** Answers with a problem (RFC 9457), in the reader's language. */
export const answerProblem = (ctx: Context, problem: Problem, language: Language, requestId: string): void => {
  const { kind, detail, errors, facts, retryAfterSeconds, allow } = problem;
  const status = problemKinds[kind];
  ctx.status = status;
  ctx.set('Content-Language', language);
  ctx.set('Cache-Control', 'no-store');
  if (retryAfterSeconds !== undefined) ctx.set('Retry-After', String(Math.ceil(retryAfterSeconds)));
  if (allow !== undefined) ctx.set('Allow', allow.join(', '));
  if (kind === 'not-signed-in') ctx.set('WWW-Authenticate', 'Bearer');
  ctx.type = 'application/problem+json';
  ctx.body = JSON.stringify({
    type: `urn:cynow:po:${kind}`,
    title: messagesIn(language).problems[kind](retryAfterSeconds ?? null, errors?.length ?? 0, requestId),
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(facts ?? {}),
    requestId,
  });
};
