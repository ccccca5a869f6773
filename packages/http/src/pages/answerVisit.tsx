import type { IdempotencyStore, KeptAnswer } from '@cynow/po-core';
import type { Context } from 'koa';
import { keyedAnswer } from '../api/keyedAnswer.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Problem, problemKinds } from '../problem/Problem.ts';
import type { BodyLimits } from '../request/readBody.ts';
import type { Frame } from './Frame.ts';
import type { Page, PageAnswer, Typed, Visit } from './Page.ts';
import { ProblemView } from './ProblemView.tsx';
import { readTyped, readVisit } from './readVisit.ts';
import { renderPage } from './renderPage.tsx';
import { SignInForm } from './SignInForm.tsx';

/** A page as it is answered. */
export interface PageReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string;
}

const html = 'text/html; charset=utf-8';

const replyOf = (answer: Exclude<PageAnswer, { readonly problem: Problem }>, frame: Frame): PageReply => {
  if ('to' in answer) {
    return { status: 303, headers: { Location: frame.basePath + answer.to }, cookies: answer.cookies ?? [], body: '' };
  }
  if ('asset' in answer) {
    const headers = { 'Content-Type': answer.type, 'Cache-Control': 'public, max-age=31536000, immutable' };
    return { status: 200, headers, cookies: [], body: answer.asset };
  }
  const { title, body, status = 200, cookies = [], retryAfterSeconds, within = frame.path } = answer;
  const { html: text, headers } = renderPage(title, body, { ...frame, path: within });
  const retry = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return { status, headers: { 'Content-Type': html, ...headers, ...retry }, cookies, body: text };
};

/** How forms that are sent twice are carried out once. */
export interface Repeats {
  readonly store: IdempotencyStore;
  readonly now: () => Date;
}

/** Where a form led is kept, so that it leads there again; a page that shows the form again has settled nothing. */
const keptOf = ({ status, headers, cookies }: PageReply): KeptAnswer | null =>
  status === 303 && cookies.length === 0 ? { status, body: headers.Location ?? '', type: html, etag: null } : null;

/** What a page answers to somebody who may see it. */
export const answerVisit = async (
  ctx: Context,
  page: Page,
  givenParams: Readonly<Record<string, string>>,
  visit: Visit,
  frame: Frame,
  limits: BodyLimits,
  { store, now }: Repeats,
): Promise<PageReply | { readonly problem: Problem }> => {
  const read = await readVisit(ctx, visit.language, page, givenParams, limits);
  if ('problem' in read) return read;
  const { params, query, form, typed, places, once } = read;
  // The page declares whom it is for, and that has been seen to.
  const given = { params, query, visit: visit as Parameters<Page['handle']>[0]['visit'] };
  const work = async (): Promise<PageReply | { readonly problem: Problem }> => {
    const answer =
      places.length > 0 && page.again !== undefined
        ? await page.again({ ...given, form: typed, places })
        : await page.handle({ ...given, form });
    return 'problem' in answer ? answer : replyOf(answer, frame);
  };
  if (once === null || visit.who === null) return work();
  const answered = await keyedAnswer(store, visit.who, { key: `form-${once}`, parts: [once] }, now, async () => {
    const answer = await work();
    return { answer, kept: 'problem' in answer ? null : keptOf(answer) };
  });
  return 'etag' in answered
    ? { status: answered.status, headers: { Location: answered.body }, cookies: [], body: '' }
    : answered;
};

/** Refusals that come while somebody types, before anything of it was read. */
const sudden: ReadonlySet<Problem['kind']> = new Set(['maintenance', 'read-only', 'not-permitted']);

/** What somebody typed into a form that is refused unread, to be shown once more: going back would show them nothing of it. */
export const typedInVain = async (
  ctx: Context,
  page: Page,
  problem: Problem,
  limits: BodyLimits,
): Promise<Typed | null> => {
  if (page.keepsTyped !== true || !sudden.has(problem.kind)) return null;
  const body = await readTyped(ctx, limits);
  return 'problem' in body ? null : body.typed;
};

/** What went wrong, as people read it. */
export const problemPage = (
  problem: Problem,
  requestId: string,
  frame: Frame,
  typed: Typed | null = null,
): PageReply => {
  const { kind, retryAfterSeconds, errors } = problem;
  const title = messagesIn(frame.language).problems[kind](retryAfterSeconds ?? null, errors?.length ?? 0, requestId);
  const body = <ProblemView problem={problem} title={title} requestId={requestId} typed={typed} />;
  const { html: text, headers } = renderPage(title, body, frame);
  return { status: problemKinds[kind], headers: { 'Content-Type': html, ...headers }, cookies: [], body: text };
};

/** Nobody is signed in (any more): the way to sign in, from where it goes on; what was typed is kept where that is safe. */
export const sessionOver = async (
  ctx: Context,
  page: Page,
  visit: Visit,
  frame: Frame,
  limits: BodyLimits,
): Promise<PageReply | { readonly problem: Problem }> => {
  const over = visit.session === null ? '' : '&over=1';
  if (page.method === 'GET') {
    return replyOf({ to: `/login?next=${encodeURIComponent(frame.at)}${over}` }, frame);
  }
  if (page.keepsTyped !== true) return replyOf({ to: `/login?next=%2F${over}` }, frame);
  const body = await readTyped(ctx, limits);
  if ('problem' in body) return body;
  const { pages } = messagesIn(frame.language);
  const kept = { at: frame.basePath + frame.path, typed: body.typed };
  const form = <SignInForm message={pages.signIn.over} next={null} kept={kept} name="" />;
  return replyOf({ title: pages.signIn.title, body: form, status: 401 }, frame);
};
