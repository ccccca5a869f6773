import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { Language } from '../api/Asking.ts';
import { inBody, inPath, inQuery } from '../api/invalidPlaces.ts';
import { checkedPart, fieldsOf, hasBody } from '../api/readRequest.ts';
import { messagesIn } from '../messages/messages.ts';
import type { InvalidPlace, Problem } from '../problem/Problem.ts';
import { type BodyLimits, readBody } from '../request/readBody.ts';
import type { Page, Typed } from './Page.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const formType = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** Browsers send lines of a text with both characters that ever ended one. */
const withPlainLines = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

const typedIn = (bytes: Uint8Array): Typed =>
  Object.fromEntries(
    Object.entries(fieldsOf(new TextDecoder().decode(bytes))).map(([name, value]) => [
      name,
      typeof value === 'string' ? withPlainLines(value) : value.map(withPlainLines),
    ]),
  );

/** Reads the fields of a form. */
export const readTyped = async (
  ctx: Context,
  limits: BodyLimits,
): Promise<{ readonly typed: Typed } | { readonly problem: Problem }> => {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = ctx.req.headers;
  if (!formType.test(type) || encoding.toLowerCase() !== 'identity') {
    return { problem: { kind: 'unsupported-media-type' } };
  }
  const body = await readBody(ctx.req, limits);
  if (body.outcome === 'read') return { typed: typedIn(body.bytes) };
  ctx.set('Connection', 'close');
  return { problem: { kind: body.outcome === 'too-large' ? 'too-large' : 'too-slow' } };
};

/** The parameters that a page knows. */
const knownFields = ({ shape }: Page['query'], search: string): ReturnType<typeof fieldsOf> =>
  Object.fromEntries(Object.entries(fieldsOf(search)).filter(([name]) => Object.hasOwn(shape, name)));

/** What is read of a visit. `places`: what is wrong with the form, of a page that shows it again. */
export interface ReadVisit {
  /** Names what was sent, of a form that may be sent once (`Once`): the same form, filled in the same way. */
  readonly once: string | null;
  readonly params: unknown;
  readonly query: Readonly<Record<string, unknown>>;
  readonly form: unknown;
  readonly typed: Typed;
  readonly places: readonly InvalidPlace[];
}

/** Reads and checks all parts of a visit. */
export const readVisit = async (
  ctx: Context,
  language: Language,
  page: Page,
  givenParams: Readonly<Record<string, string>>,
  limits: BodyLimits,
): Promise<ReadVisit | { readonly problem: Problem }> => {
  const params = checkedPart(page.params, givenParams, inPath, language);
  const query = checkedPart(page.query, knownFields(page.query, ctx.querystring), inQuery, language);
  if (params.outcome === 'invalid' || query.outcome === 'invalid') {
    const places = [params, query].flatMap((part) => (part.outcome === 'invalid' ? part.places : []));
    // What the schemas would say is for those who write programs.
    const detail = messagesIn(language).pages.problem.inAddress;
    return { problem: { kind: 'invalid-request', errors: places.map(({ pointer }) => ({ pointer, detail })) } };
  }
  const read = { params: params.value, query: query.value, typed: {}, places: [], once: null };
  if (page.form === null) {
    return hasBody(ctx.req)
      ? { problem: { kind: 'invalid-request', errors: [{ pointer: '', detail: '-' }] } }
      : { ...read, form: null };
  }
  const body = await readTyped(ctx, limits);
  if ('problem' in body) return body;
  const { once: given, ...typed } = body.typed;
  const once = given === undefined ? null : hashOf([ctx.path, JSON.stringify(body.typed)].join(' '));
  const form = checkedPart(page.form, typed, inBody, language);
  if (form.outcome === 'valid') return { ...read, typed, form: form.value, once };
  if (page.again === undefined) return { problem: { kind: 'invalid-request', errors: form.places } };
  return { ...read, typed, form: null, places: form.places };
};
