import type { IncomingHttpHeaders } from 'node:http';
import type { Accounts, AuthMethod, Principal } from '@cynow/po-core';
import { readCookie } from './readCookie.ts';

/** How people show who they are. */
export interface Identification {
  readonly accounts: Pick<Accounts, 'continueSession' | 'continueCynowSession' | 'tokens'>;
  readonly methods: readonly AuthMethod[];
}

/** Who asks. `wrong`: an `Authorization` that is none; it never falls back to a cookie. */
export type Identified = Principal | 'wrong' | null;

const bearer = /^Bearer +([!-~]{1,500})$/i;

/** The name of the session's cookie; over HTTPS browsers give the prefix a meaning. */
export const sessionCookie = (scheme: 'http' | 'https'): string =>
  scheme === 'https' ? '__Secure-cynow_po_session' : 'cynow_po_session';

/** Who asks: by a token, else a session of ours, else, where that is open, a session of CYNOW's. */
export const identify = async (
  { accounts, methods }: Identification,
  headers: IncomingHttpHeaders,
  scheme: 'http' | 'https',
): Promise<Identified> => {
  const { authorization, cookie = '' } = headers;
  if (authorization !== undefined) {
    const token = bearer.exec(authorization)?.[1];
    return (token === undefined ? null : await accounts.tokens.authenticate(token)) ?? 'wrong';
  }
  const secret = readCookie(cookie, sessionCookie(scheme));
  const own = secret === null ? null : await accounts.continueSession(secret);
  if (own !== null) return own;
  const other = methods.includes('django-session') ? readCookie(cookie, 'sessionid') : null;
  return other === null ? null : accounts.continueCynowSession(other);
};
