import type { Language } from '../api/Asking.ts';
import { sessionCookie } from './identify.ts';

/** Where cookies of ours are known: under the base path only, so that they never meet those of others on the same host. */
interface Reach {
  readonly basePath: string;
  readonly scheme: 'http' | 'https';
}

const attributes = ({ basePath, scheme }: Reach): string =>
  `Path=${basePath}; HttpOnly; SameSite=Lax${scheme === 'https' ? '; Secure' : ''}`;

/** Keeps the secret of a session in the browser, until that is closed. */
export const sessionKept = (secret: string, reach: Reach): string =>
  `${sessionCookie(reach.scheme)}=${secret}; ${attributes(reach)}`;

export const sessionForgotten = (reach: Reach): string =>
  `${sessionCookie(reach.scheme)}=; Max-Age=0; ${attributes(reach)}`;

export const languageCookie = 'cynow_po_lang';

/** Keeps the language that somebody chose, for a year. */
export const languageKept = (language: Language, reach: Reach): string =>
  `${languageCookie}=${language}; Max-Age=31536000; ${attributes(reach)}`;
