import { isIP } from 'node:net';
import { docNo } from '@cynow/po-core';
import { z } from 'zod';
import { clockSpan } from './clockSpan.ts';
import { targetOf } from './databaseUrl.ts';
import { durationMs } from './duration.ts';
import { roleMap } from './roleMap.ts';
import { workingHours } from './workingHours.ts';

/** The schema of a text that `read` understands. */
const readBy = <T>(read: (text: string) => T | null) =>
  z.string().transform((text, context): T => {
    const value = read(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });

const text = z.string().min(1);
const whole = (min: number, max: number) =>
  readBy((x) => (/^\d{1,9}$/.test(x) && Number(x) >= min && Number(x) <= max ? Number(x) : null));
const list = (x: string): readonly string[] =>
  x
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const listOf = <const T extends string>(...known: readonly T[]) =>
  readBy((x) => {
    const parts = list(x).map((part) => known.find((each) => each === part));
    return parts.length > 0 && parts.every((part) => part !== undefined) ? parts : null;
  });

const schemaName = text.refine(
  (x) =>
    Buffer.byteLength(x) <= 63 &&
    !/\p{Cc}/u.test(x) &&
    !['public', 'information_schema'].includes(x) &&
    !x.startsWith('pg_'),
);
/** Bytes of the path of a socket; what is longer would be cut off without a word. */
const longestSocket = 107;
const path = text.refine((x) => !x.includes('\0'));
const basePath = z.string().regex(/^(\/[A-Za-z0-9._~-]+)+$/);
const webAddress = (x: string): boolean => URL.canParse(x) && /^https?:$/.test(new URL(x).protocol);
/** Links and cookies have its path, so that it may hold no more than a base path may. */
const publicAddress = (x: string): boolean => {
  if (!webAddress(x)) return false;
  const { origin, pathname, href } = new URL(x);
  return href === origin + pathname && (pathname === '/' || basePath.safeParse(pathname.replace(/\/$/, '')).success);
};
/** An address, a network, or `unix` for whoever comes through a socket in the file system. */
const proxy = (x: string): boolean => {
  if (x === 'unix') return true;
  const [address = '', bits, ...rest] = x.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  return isIP(address) > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= most));
};

/** What a variable holds, whether it may be shown, and what counts when nobody sets it; null: nothing. */
interface Variable {
  readonly schema: z.ZodType<unknown, string>;
  readonly fallback: string | null;
  readonly secret?: true;
}

/** Everything that a site can set, in the order in which it is shown. Texts about them are in the catalogues. */
export const variables = {
  DATABASE_URL: { schema: text.refine((x) => targetOf(x) !== null), fallback: null, secret: true },
  PO_MIGRATE_DATABASE_URL: { schema: text.refine((x) => targetOf(x) !== null), fallback: null, secret: true },
  PO_SCHEMA: { schema: schemaName, fallback: 'po' },
  FCMS_SCHEMA: { schema: schemaName, fallback: 'fcms_cdc' },
  // Any text: one that is neither yes nor no counts as off, and must not keep the commands from saying so.
  ENABLE_PO_MANAGEMENT: { schema: z.string(), fallback: null },
  PO_OFF_FILE: { schema: path, fallback: null },
  PO_BASE_PATH: { schema: basePath, fallback: '/orders' },
  PO_PUBLIC_URL: { schema: text.refine(publicAddress), fallback: null },
  PO_HOME_URL: { schema: text.refine((x) => x.startsWith('/') || webAddress(x)), fallback: '/' },
  PO_AUTH: { schema: listOf('own', 'django-session', 'django-password'), fallback: 'own' },
  PO_QTY_TOLERANCE: {
    schema: readBy((x) => (/^\d{1,4}(\.\d{1,4})?$/.test(x) && Number(x) <= 1_000 ? Number(x) : null)),
    fallback: '0',
  },
  PO_RESERVATION_HOURS: { schema: whole(1, 8_760), fallback: '48' },
  PO_PROGRESS_EVERY: { schema: readBy(durationMs), fallback: '5 min' },
  PO_DOC_PREFIX: { schema: text.max(8).refine((x) => docNo(x) === x && /^[\p{L}\p{N}]+$/u.test(x)), fallback: 'FP' },
  PO_NO_PLACEHOLDERS: { schema: z.string().transform(list), fallback: '' },
  PO_ORPHAN_MINUTES: { schema: whole(0, 100_000), fallback: '60' },
  PO_CDC: { schema: z.enum(['watch', 'none']), fallback: null },
  PO_CDC_PAUSE: { schema: readBy(clockSpan), fallback: null },
  PO_WORKING_HOURS: { schema: readBy(workingHours), fallback: 'Mon-Fri 08:00-19:00' },
  PO_HOLIDAYS: { schema: path, fallback: null },
  PO_TRUSTED_PROXIES: { schema: readBy((x) => (list(x).every(proxy) ? list(x) : null)), fallback: '' },
  PO_METRICS_ADDRESS: {
    schema: z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):([1-9]\d{0,4})$/),
    fallback: null,
  },
  PO_ROLE_MAP: {
    schema: readBy(roleMap),
    fallback: 'superuser=admin,group:CYNOW Editors=editor,staff=editor,*=viewer',
  },
  PO_DB_MAX_CONNECTIONS: { schema: whole(1, 1_000), fallback: '20' },
  PO_STATEMENT_TIMEOUT: { schema: readBy(durationMs), fallback: '30 s' },
  PO_ACTOR: { schema: text.max(100), fallback: null },
  LOG_FORMAT: { schema: z.enum(['text', 'json']), fallback: null },
  HOST: {
    schema: text.regex(/^\S+$/).refine((x) => !x.startsWith('/') || Buffer.byteLength(x) <= longestSocket),
    fallback: '127.0.0.1',
  },
  PORT: { schema: whole(0, 65_535), fallback: '8080' },
  PO_LANG: { schema: z.enum(['ko', 'en']), fallback: 'ko' },
  LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    fallback: 'info',
  },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof variables;

export const variableNames = Object.keys(variables) as readonly VariableName[];

type ValueOf<V extends Variable> = z.output<V['schema']> | (V['fallback'] extends null ? null : never);

/** What is set, read; null where nothing is set and nothing counts by itself. */
export type Values = { readonly [K in VariableName]: ValueOf<(typeof variables)[K]> };
