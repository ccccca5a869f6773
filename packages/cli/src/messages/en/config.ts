import type { config as ko } from '../ko/config.ts';

const schemaName = 'a schema name of at most 63 bytes, not public and not pg_…';
const databaseUrl = 'postgres://user:password@host:port/database';
const duration = 'a time with its unit, such as 30 s, 5 min, 1 h';

export const config = {
  invalid: { what: 'The configuration is not valid.', next: 'Check it: cynow-po config check' },
  ok: '✅ The configuration is valid.',
  bad: (text) => `✗ ${text}`,
  doubtful: (text) => `⚠ ${text}`,
  columns: { name: 'variable', value: 'value', origin: 'from' },
  origins: { flag: 'option', environment: 'environment', file: 'cynow-po.config.json', default: 'default' },
  fromFile: (origin, path) => `${origin} (file ${path})`,
  nothing: '(none)',
  unset: {
    DATABASE_URL: '(none: an embedded PostgreSQL for trying out)',
    PO_MIGRATE_DATABASE_URL: '(DATABASE_URL)',
    PO_PUBLIC_URL: '(derived from the request)',
    PO_CDC: '(watch with DATABASE_URL, none without)',
    PO_ACTOR: '(the sudo or OS user)',
    LOG_FORMAT: '(text on a terminal, else json)',
  },
  expected: {
    DATABASE_URL: databaseUrl,
    PO_MIGRATE_DATABASE_URL: databaseUrl,
    PO_SCHEMA: schemaName,
    FCMS_SCHEMA: schemaName,
    ENABLE_PO_MANAGEMENT: 'true or false',
    PO_OFF_FILE: 'the path of a file',
    PO_BASE_PATH: 'a path that begins with / and does not end with one, such as /cynow/orders',
    PO_PUBLIC_URL: 'an address with http:// or https://, such as http://plant.example/cynow/orders',
    PO_HOME_URL: 'a path that begins with /, or an http(s) address',
    PO_AUTH: 'any of own, django-session, django-password, with commas between',
    PO_QTY_TOLERANCE: 'percent from 0 to 1000',
    PO_RESERVATION_HOURS: 'hours from 1 to 8760',
    PO_PROGRESS_EVERY: duration,
    PO_DOC_PREFIX: '1 to 8 capital letters or digits',
    PO_NO_PLACEHOLDERS: 'words with commas between',
    PO_ORPHAN_MINUTES: 'minutes from 0 to 100000',
    PO_CDC: 'watch or none',
    PO_CDC_PAUSE: 'a span of the day, such as 01:50-02:30',
    PO_WORKING_HOURS: 'weekdays and a span of the day, such as Mon-Fri 08:00-19:00',
    PO_HOLIDAYS: 'the path of a file with a day a line',
    PO_TRUSTED_PROXIES: 'IP addresses or ranges, or unix, with commas between, such as 127.0.0.1, 10.0.0.0/8',
    PO_METRICS_ADDRESS: 'host:port, such as 127.0.0.1:9090',
    PO_ROLE_MAP: 'whom=role with commas between, such as superuser=admin,group:CYNOW Editors=editor,*=viewer',
    PO_DB_MAX_CONNECTIONS: 'a whole number from 1 to 1000',
    PO_STATEMENT_TIMEOUT: duration,
    PO_ACTOR: 'a name of at most 100 characters',
    LOG_FORMAT: 'text or json',
    HOST: 'a host name or IP address, or the path of a socket (at most 107 bytes), such as /run/cynow-po/http.sock',
    PORT: 'a port from 0 to 65535',
    PO_LANG: 'ko or en',
    LOG_LEVEL: 'one of trace, debug, info, warn, error, fatal, silent',
  },
  problems: {
    invalid: (name, expected, value, origin) =>
      `${name}: expected ${expected}${value === null ? '' : `, got "${value}" (${origin})`}`,
    twice: (name) => `${name}: set ${name} or ${name}_FILE, not both.`,
    unreadable: (name, path, why) => `${name}: cannot read ${path} (${why})`,
    badLine: (name, path, line, text) =>
      `${name}: ${path} line ${line}: expected a day such as 2025-11-22, got "${text}".`,
    sameSchema: (value) => `PO_SCHEMA: must differ from FCMS_SCHEMA, got "${value}".`,
    configFile: (path, why) =>
      `${path}: ${why === 'shape' ? 'expected a JSON object of names and values.' : `cannot be read (${why})`}`,
    unknownKey: (path, key, meant) =>
      `${path}: unknown name ${key}${meant === null ? '' : ` (did you mean ${meant}?)`}`,
  },
  unknownName: (name, meant) =>
    `Unknown environment variable: ${name}${meant === null ? '' : ` (did you mean ${meant}?)`}`,
  otherPath: (typed, expected) => ({
    what: `The path of PO_PUBLIC_URL (${typed}) is not PO_BASE_PATH (${expected}).`,
    why: 'Links and cookies of the pages have the former, the server answers at the latter: this works only behind a proxy that takes the one to the other.',
    next: `Where the proxy keeps the path: PO_BASE_PATH=${typed}`,
  }),
  switchOff: 'PO management is switched off.',
} satisfies typeof ko;
