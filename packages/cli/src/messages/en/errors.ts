import type { Explanation } from '../format.ts';
import type { errors as ko } from '../ko/errors.ts';

const connection: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
  'no-server': {
    why: 'No PostgreSQL answers there (connection refused).',
    next: 'Check host and port of DATABASE_URL, and that the server is running.',
  },
  'unknown-host': { why: 'There is no such host.', next: 'Check the host of DATABASE_URL.' },
  'no-answer': { why: 'No answer.', next: 'Check network, firewall, and host and port of DATABASE_URL.' },
  password: { why: 'Wrong user or password.', next: 'Check user and password of DATABASE_URL.' },
  'not-allowed': {
    why: 'This user may not connect to the database.',
    next: 'Ask the DBA for access (pg_hba.conf, CONNECT).',
  },
  'no-database': { why: 'There is no such database.', next: 'Check the database name of DATABASE_URL.' },
  'too-many-connections': {
    why: 'The server has no connection left.',
    next: 'Try again later. If it stays so, ask the DBA about max_connections.',
  },
  'shutting-down': { why: 'The server is shutting down.', next: 'Try again when it is back.' },
  'starting-up': { why: 'The server is starting up.', next: 'Try again in a moment.' },
  broken: { why: 'The connection broke.', next: 'Try again.' },
};

export const errors = {
  why: 'Why',
  next: 'Do',
  helpFor: (command) => `Help: cynow-po ${command}${command === '' ? '' : ' '}--help`,
  didYouMean: (word) => `Did you mean ${word}?`,
  unknownOption: (option) => `Unknown option: ${option}`,
  unknownCommand: (command) => `Unknown command: ${command}`,
  noCommand: 'Name a command.',
  tooMany: (word) => `Nothing is expected here: ${word}`,
  notWhole: (option, min, max, value) => `${option}: expected a whole number from ${min} to ${max}, got "${value}".`,
  notADay: (option, value) => `${option}: expected a day such as 2025-11-22, got "${value}".`,
  notBefore: (option, earliest, value) => `${option}: expected a day not before ${earliest}, got "${value}".`,
  notOneOf: (option, known, value) => `${option}: expected one of ${known.join(', ')}, got "${value}".`,
  sinceAfterUntil: '--since is later than --until.',
  notTogether: (one, other) => `Not together: ${one}, ${other}`,
  notTogetherBecause: (one, other, why) => `Not together: ${one}, ${other}. ${why}`,
  forceStartsOver: '--force starts from the beginning each time, so it takes no limit.',
  resumeKeeps: 'A resumed run keeps its window and limit.',
  likeKeeps: '--like takes window and limit from the file.',
  resumeLimit: (limit) => `--limit of the run to resume is ${limit}. Leave --limit out.`,
  resumeForce: 'The run to resume was started without --force. Leave --force out.',
  featureOff: { what: 'PO management is off; nothing was done. See: cynow-po flags get po_management' },
  offBy: {
    environment: 'ENABLE_PO_MANAGEMENT in the environment says off.',
    file: (path) => `There is an off file: ${path}`,
    fileUnreadable: (path, problem) =>
      `Whether there is an off file cannot be found out (${problem}), which counts as off: ${path}`,
    misspelt: (value) => `ENABLE_PO_MANAGEMENT is "${value}" — neither yes nor no, which counts as off.`,
  },
  whileOffHint: 'To run while it is off: --while-off',
  whileOff: 'PO management is switched off. Running because of --while-off.',
  storeDecides: (set) =>
    `Feature switch: ENABLE_PO_MANAGEMENT is ${set ? 'on' : 'not set'} → the stored flag decides (commands run either way)`,
  notMigrated: { what: 'Not installed yet. Run: cynow-po migrate up' },
  seeStatus: 'See: cynow-po migrate status',
  newerSchema: (version) => ({ what: `The database is newer than this program. Use ${version} or later.` }),
  newerSchemaUnknown: {
    what: 'The database is newer than this program. Use the release that migrated it, or a later one.',
  },
  noConnection: (host, port, problem): Explanation => ({
    what: `Cannot connect: ${host}, ${port}`,
    ...connection[problem],
  }),
  sourceMissing: (table) => ({ what: `FCMS table missing: ${table}. Is this the right database?` }),
  sourceForbidden: (grant) => ({ what: `No permission to read FCMS. The DBA runs: ${grant}` }),
  forbidden: (schema, what) => ({
    what: `Permission is missing in schema ${schema}${what === '' ? '.' : `: ${what}`}`,
    next: 'Check: cynow-po doctor',
  }),
  embeddedForbidden: (why) => ({
    what: 'DATABASE_URL is not set.',
    why: {
      production: 'The embedded PostgreSQL is for trying out, so it does not run with NODE_ENV=production.',
      systemd: 'The embedded PostgreSQL is for trying out, so it does not run under systemd.',
      release: 'The release archive has no embedded PostgreSQL.',
    }[why],
    next: 'Set DATABASE_URL or DATABASE_URL_FILE.',
  }),
  embedded: (directory) => `No DATABASE_URL: using the embedded PostgreSQL, for trying out, in ${directory}`,
  embeddedFailed: (code, directory, detail) => ({
    what: `The embedded PostgreSQL cannot be used: ${directory}`,
    why:
      {
        NO_BINARIES: 'None is installed for this machine.',
        NO_ACCOUNT: 'Running as root, and no other account can take the server.',
        NOT_OURS: 'The directory belongs to another account.',
        BUSY: 'Another process has been starting or stopping it for too long.',
        INIT_FAILED: 'It could not be initialised.',
        START_FAILED: 'It could not be started.',
        STOP_FAILED: 'It could not be stopped.',
      }[code] ?? code,
    next: `Set DATABASE_URL to a server of your own. Details: ${detail}`,
  }),
  sharedActor: (name) => `Many people use the account '${name}'. Whose name shall be recorded? `,
  noActor: { what: 'Nothing was done: nobody to record.', next: 'Give a name: --actor NAME (or PO_ACTOR)' },
  target: (database, host, port, schema) => `Target: ${database} @ ${host}:${port}, schema ${schema}`,
  cannotWrite: (path, why) => ({ what: `Cannot write ${path}`, why }),
  notAFile: 'It is not a regular file.',
  cannotRead: (path, why) => ({ what: `Cannot read ${path}`, why }),
  interrupted: 'Interrupted.',
  unexpected: (message) => ({
    what: `Something went wrong: ${message}`,
    next: 'Run the same command with --verbose for details.',
  }),
  unexpectedVerbose: (message) => ({ what: `Something went wrong: ${message}` }),
} satisfies typeof ko;
