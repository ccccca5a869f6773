import { type Explanation, number, time } from '../format.ts';
import type { doctor as ko } from '../ko/doctor.ts';
import { config } from './config.ts';
import { errors } from './errors.ts';
import { labels } from './labels.ts';

type Facts = Readonly<Record<string, unknown>>;

const texts = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(', ') : String(value ?? ''));

const problems: Readonly<Record<string, (facts: Facts) => Explanation>> = {
  'numbers/typing-errors': ({ numbers, greatest }) => ({
    what: `Document numbers more than 10,000 above all others: ${texts(numbers)}`,
    why: `They count as typing errors, and not for the next number (the last one is ${number(Number(greatest))}).`,
    next: 'Check them in FCMS.',
  }),
  'cluster/standby': () => ({
    what: 'This is a read-only standby.',
    next: 'Let DATABASE_URL lead to the primary server.',
  }),
  'version/too-old': ({ version }) => ({
    what: `PostgreSQL ${texts(version)} is too old.`,
    next: 'PostgreSQL 15 or later is needed.',
  }),
  'temporary-tables/forbidden': ({ role, grant }) => ({
    what: `Role ${texts(role)} may not make temporary tables.`,
    next: `The DBA runs: ${texts(grant)}`,
  }),
  'clock/skewed': ({ skewMs }) => ({
    what: `The clocks of the server and of this machine differ by ${number(Math.round(Number(skewMs) / 1_000))} s.`,
    next: 'Check the time synchronisation (NTP) of both.',
  }),
  'connections/few': ({ free, max }) => ({
    what: `The server has few connections left: ${texts(free)} of ${texts(max)}`,
    next: 'Close unused ones, or lower PO_DB_MAX_CONNECTIONS.',
  }),
  'source/schema-missing': ({ schema, database, databases }) => ({
    what: `The FCMS schema is missing: ${texts(schema)} (database ${texts(database)})`,
    next: `Is this the right database? This server has: ${texts(databases)}`,
  }),
  'source/schema-forbidden': ({ schema, grant }) => ({
    what: `No permission to use the FCMS schema: ${texts(schema)}`,
    next: `The DBA runs: ${texts(grant)}`,
  }),
  'source/table-missing': ({ table }) => ({
    what: `FCMS table missing: ${texts(table)}`,
    next: 'Is this the right database, and does the replication include this table?',
  }),
  'source/table-forbidden': ({ table, grant }) => ({
    what: `No permission to read the FCMS table: ${texts(table)}`,
    next: `The DBA runs: ${texts(grant)}`,
  }),
  'source/column-missing': ({ table, columns }) => ({
    what: `FCMS columns missing: ${texts(table)} (${texts(columns)})`,
    next: 'Does the replication include these columns?',
  }),
  'source/column-forbidden': ({ table, columns, grant }) => ({
    what: `No permission to read FCMS columns: ${texts(table)} (${texts(columns)})`,
    next: `The DBA runs: ${texts(grant)}`,
  }),
  'accounts/schema-missing': () => ({
    what: "There is no schema public, so that CYNOW's users cannot be read.",
    next: 'Is this the right database? Otherwise take django-session and django-password out of PO_AUTH.',
  }),
  'accounts/schema-forbidden': ({ grant }) => ({
    what: "No permission to use the schema public, so that CYNOW's users cannot be read.",
    next: `The DBA runs: ${texts(grant)}`,
  }),
  'accounts/table-missing': ({ table }) => ({
    what: `CYNOW's table missing: ${texts(table)}`,
    next: 'Is this the right database? Otherwise take django-session and django-password out of PO_AUTH.',
  }),
  'accounts/table-forbidden': ({ table, grant }) => ({
    what: `No permission to read CYNOW's table: ${texts(table)}`,
    next: `The DBA runs: ${texts(grant)}`,
  }),
  'accounts/column-missing': ({ table, columns }) => ({
    what: `CYNOW's columns missing: ${texts(table)} (${texts(columns)})`,
    next: "Does CYNOW use Django's own table of users?",
  }),
  'accounts/column-forbidden': ({ table, columns, grant }) => ({
    what: `No permission to read CYNOW's columns: ${texts(table)} (${texts(columns)})`,
    next: `The DBA runs: ${texts(grant)}`,
  }),
  'accounts/other-hashers': ({ hashers }) => ({
    what: `Some users of CYNOW cannot sign in with their password, by hasher: ${texts(hashers)}`,
    next: 'Only pbkdf2_sha256 can be checked. They come in by django-session, or are added with user add.',
  }),
  'migrations/drift': ({ lost }) => ({
    what: `What was installed is gone: ${texts(lost)}`,
    next: 'Restore a backup, or install anew: cynow-po migrate zero, cynow-po migrate up',
  }),
  'migrations/half-migrated': ({ pending }) => ({
    what: `Migrations are not applied: ${texts(pending)}`,
    next: 'Run: cynow-po migrate up',
  }),
  'migrations/not-migrated': ({ schema }) => ({
    what: `Not installed yet (schema ${texts(schema)}).`,
    next: 'Run: cynow-po migrate up',
  }),
  'migrations/newer': ({ unknown }) => ({
    what: `The database is newer than this program: ${texts(unknown)}`,
    next: 'Use a release that has them.',
  }),
  'migrations/changed': ({ changed }) => ({
    what: `Changed since they were applied: ${texts(changed)}`,
    next: 'Use the release that applied them.',
  }),
  'migrations/foreign': ({ schema, foreign }) => ({
    what: `Another program's schema: ${texts(schema)} (${texts(foreign)})`,
    next: 'Choose another PO_SCHEMA.',
  }),
  'migrations/unreadable': ({ schema }) => ({
    what: `No permission to read the schema ${texts(schema)}`,
    next: 'Ask the DBA for it.',
  }),
  'cdc/stale': ({ lastChangeAt }) => ({
    what: `FCMS data stops at ${lastChangeAt instanceof Date ? time(lastChangeAt) : 'an unknown time'}; recent orders may be missing.`,
    next: 'Check the replication (Debezium, Kafka, sink).',
  }),
  'cdc/paused': () => ({ what: 'The replication is paused at this hour; recent orders may be missing.' }),
  'address/other-path': ({ typed, expected }) => config.otherPath(texts(typed), texts(expected)),
  'address/plain-http': ({ url }) => ({
    what: `The pages are reached by plain HTTP: ${texts(url)}`,
    why: 'Passwords and cookies go over the network as they are.',
    next: 'Where the proxy can do HTTPS, let PO_PUBLIC_URL begin with https://.',
  }),
  'switch/off': ({ why }) => ({
    what: `PO management is switched off. ${texts(why)}`,
    next: 'Writing commands run with --while-off.',
  }),
};

const fine: Readonly<Record<string, (facts: Facts) => string>> = {
  connection: ({ host, port, database, user }) =>
    `${texts(database)} @ ${texts(host)}:${texts(port)}, user ${texts(user)}`,
  cluster: ({ cluster, databases }) => `${texts(cluster) || 'unnamed'}, databases: ${texts(databases)}`,
  version: ({ version }) => `PostgreSQL ${texts(version)}`,
  source: ({ schema }) => `All tables and columns of ${texts(schema)} can be read.`,
  accounts: ({ methods }) => `PO_AUTH ${texts(methods)}: every table and column that is needed can be read.`,
  'search-path': ({ schema, onSearchPath }) => `${texts(schema)}: ${onSearchPath ? 'included' : 'not included'}`,
  'temporary-tables': () => 'allowed',
  migrations: ({ schema, applied }) => `schema ${texts(schema)}, applied ${texts(applied)}`,
  cdc: ({ state, watched, lastChangeAt }) => {
    const label = labels.cdcStates[state as keyof typeof labels.cdcStates] ?? texts(state);
    const changed = lastChangeAt instanceof Date ? `, last change ${time(lastChangeAt)}` : '';
    return `${label}${watched ? '' : ' (PO_CDC=none)'}${changed}`;
  },
  clock: ({ timeZone, now }) =>
    `the server's time zone is ${texts(timeZone)}, Seoul time ${now instanceof Date ? time(now) : ''}`,
  connections: ({ free, max, ours }) => `${texts(free)} of ${texts(max)} left, ours ${texts(ours)}`,
  numbers: ({ year, greatest }) => `the last one of ${2000 + Number(year)} is ${number(Number(greatest))}`,
  switch: () => 'the stored flag decides',
  address: ({ url, basePath }) => (url === null ? `derived from the request, path ${texts(basePath)}` : texts(url)),
  embedded: ({ directory }) => `${texts(directory)} (for trying out)`,
};

export const doctor = {
  states: { ok: 'ok', warning: 'warning', error: 'error' },
  marks: { ok: '✓', warning: '⚠', error: '✗' },
  checks: {
    connection: 'connection',
    cluster: 'server',
    version: 'version',
    source: 'FCMS tables',
    'search-path': 'FCMS on search path',
    'temporary-tables': 'temporary tables',
    migrations: 'installation',
    accounts: 'users of CYNOW',
    cdc: 'FCMS data',
    clock: 'clock',
    connections: 'connections',
    numbers: 'document numbers',
    switch: 'feature switch',
    address: 'address of the pages',
    embedded: 'embedded PostgreSQL',
  },
  fine: (check, facts) => fine[check]?.(facts) ?? '',
  problem: (check, problem, facts): Explanation => {
    if (check === 'connection') {
      const found = errors.noConnection(texts(facts.host), texts(facts.port), problem);
      const databases = texts(facts.databases);
      return databases === '' ? found : { ...found, why: `${found.why ?? ''} This server has: ${databases}` };
    }
    return problems[`${check}/${problem}`]?.(facts) ?? { what: problem };
  },
  allFine: '✅ No problems.',
  found: (errorCount, warnings) => `${number(errorCount)} errors, ${number(warnings)} warnings`,
} satisfies typeof ko;
