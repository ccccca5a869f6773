import type { Context } from 'koa';
import type { z } from 'zod';
import { messagesIn } from '../messages/messages.ts';
import type { InvalidPlace, Problem } from '../problem/Problem.ts';
import { type BodyLimits, readBody } from '../request/readBody.ts';
import { readJson, unusableTextAt } from '../request/readJson.ts';
import type { Language } from './Asking.ts';
import type { Endpoint } from './Endpoint.ts';
import { type Checked, checked, inBody, inPath, inQuery } from './invalidPlaces.ts';
import { idempotencyKey } from './keyedAnswer.ts';

/** Whether a body says that it is JSON, and of no other encoding than UTF-8: it is not read otherwise than it was meant. */
const isJson = ({ request }: Context): boolean =>
  /^application\/json\s*(;|$)/i.test(request.get('Content-Type')) && /^(utf-?8)?$/i.test(request.charset);

export const hasBody = ({ headers }: Context['req']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** What is read of a request before anything is done. */
export interface Read {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** The body as it came. */
  readonly bytes: Uint8Array;
}

/** Checks a part of a request, text that no database holds included. */
export const checkedPart = <S extends z.ZodType>(
  schema: S,
  given: unknown,
  naming: typeof inBody,
  language: Language,
): Checked<z.output<S>> => {
  const unusable = unusableTextAt(given);
  return unusable === null
    ? checked(schema, given, naming, language)
    : {
        outcome: 'invalid',
        places: [{ pointer: naming(unusable), detail: messagesIn(language).places['not-text'] }],
      };
};

/** Query parameters, or fields of a form, by name; one given several times is a list, which no schema takes by mistake. */
export const fieldsOf = (search: string): Readonly<Record<string, string | readonly string[]>> => {
  const all = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(all.keys())].map((name) => {
      const values = all.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
};

/** Reads and checks all parts of a request; what is wrong is named together. */
export const readRequest = async (
  { ctx, language }: { readonly ctx: Context; readonly language: Language },
  endpoint: Endpoint,
  givenParams: Readonly<Record<string, string>>,
  limits: BodyLimits,
): Promise<Read | { readonly problem: Problem }> => {
  const { headers } = ctx.req;
  const places: InvalidPlace[] = [];
  const take = (...[schema, given, naming]: [Endpoint['params'], unknown, typeof inBody]): unknown => {
    const result = checkedPart(schema, given, naming, language);
    if (result.outcome === 'valid') return result.value;
    places.push(...result.places);
    return null;
  };
  const params = take(endpoint.params, givenParams, inPath);
  const query = take(endpoint.query, fieldsOf(ctx.querystring), inQuery);
  const key = headers['idempotency-key'];
  if (endpoint.method !== 'GET' && key !== undefined && !idempotencyKey.test(String(key))) {
    places.push({ pointer: 'Idempotency-Key:', detail: messagesIn(language).places['not-a-key'] });
  }

  let body: unknown = null;
  let bytes: Uint8Array = new Uint8Array();
  if (endpoint.body !== null) {
    const { 'content-encoding': encoding = 'identity' } = headers;
    if (!isJson(ctx) || encoding.toLowerCase() !== 'identity') {
      return { problem: { kind: 'unsupported-media-type' } };
    }
    const given = await readBody(ctx.req, limits);
    if (given.outcome !== 'read') {
      ctx.set('Connection', 'close');
      return { problem: { kind: given.outcome === 'too-large' ? 'too-large' : 'too-slow' } };
    }
    bytes = given.bytes;
    const json = readJson(bytes);
    if (json.outcome === 'not-json') places.push({ pointer: '', detail: 'JSON (UTF-8)' });
    else body = take(endpoint.body, json.value, inBody);
  } else if (hasBody(ctx.req)) {
    places.push({ pointer: '', detail: language === 'ko' ? '본문이 없어야 합니다.' : 'There must be no body.' });
  }
  if (places.length > 0) return { problem: { kind: 'invalid-request', errors: places } };
  return { params, query, body, bytes };
};
