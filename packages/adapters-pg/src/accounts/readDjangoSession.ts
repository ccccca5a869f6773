import { inflateSync } from 'node:zlib';
import { z } from 'zod';

/** A session holds a few hundred bytes; whatever unpacks to more is none. */
const mostBytes = 1_000_000;

const payload = z.object({ _auth_user_id: z.string() });

/**
 * The number of the account that a session of Django's signs in; null when it signs in nobody, or is of another kind. The
 * form is that of Django 3.1 and later: `[.]base64url(JSON):time:signature`, with a dot when it is compressed. The signature
 * cannot be checked without CYNOW's key and need not be: whoever can write CYNOW's table needs no forgery.
 */
export const readDjangoSession = (sessionData: string): string | null => {
  const [encoded, time, signature, ...rest] = sessionData.split(':');
  if (encoded === undefined || time === undefined || signature === undefined || rest.length > 0) return null;
  try {
    const compressed = encoded.startsWith('.');
    const bytes = Buffer.from(compressed ? encoded.slice(1) : encoded, 'base64url');
    const json = compressed ? inflateSync(bytes, { maxOutputLength: mostBytes }) : bytes;
    return payload.safeParse(JSON.parse(json.toString('utf8'))).data?._auth_user_id ?? null;
  } catch {
    // Another serializer, an older form, or damaged: none of them signs anybody in here.
    return null;
  }
};
