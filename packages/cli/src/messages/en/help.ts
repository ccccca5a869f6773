import type { help as ko } from '../ko/help.ts';

export const help = {
  usage: 'Usage: cynow-po <command> [options]',
  help: 'Help',
  version: 'Version',
  completion: 'Prints a completion script for the shell',
  globalGroup: 'Common options:',
  globals: {
    json: 'The result as one JSON value',
    lang: 'Language: ko, en',
    plain: 'No pictures, for consoles without UTF-8',
    output: 'Writes the result to a file',
    actor: 'Whose name is recorded',
    verbose: 'Details of errors',
    'no-color': 'No colours',
  },
  groups: {
    migrate: 'Installs and checks our schema',
    runs: 'Looks at the record of backfills',
    config: 'Checks the configuration',
  },
  commands: {
    demo: {
      describe:
        'Makes data to practise with in an embedded PostgreSQL, and shows everything from installation to backfill',
      arguments: {},
      options: {},
      examples: [['cynow-po demo', 'Needs nothing but Node']],
    },
    'migrate status': { describe: 'What is applied and what is not', arguments: {}, options: {}, examples: [] },
    'migrate plan': { describe: 'What would be applied', arguments: {}, options: {}, examples: [] },
    'migrate sql': {
      describe: 'Prints exactly the SQL that is executed',
      arguments: { n: 'Number of a migration; without it, all' },
      options: {},
      examples: [['cynow-po migrate sql 1', 'The first']],
    },
    'migrate up': {
      describe: 'Applies what is pending, and commits only when everything outside our schema is as before',
      arguments: {},
      options: { rehearse: 'Does everything and rolls it back' },
      examples: [['cynow-po migrate up --rehearse', 'Rehearsal']],
    },
    'migrate zero': {
      describe: 'Deletes everything that was installed',
      arguments: {},
      options: { confirm: 'What to delete: DATABASE/SCHEMA', 'without-backup': 'Deletes without a backup' },
      examples: [['cynow-po migrate zero --confirm cycy_db/po --without-backup', 'Empties schema po of cycy_db']],
    },
    doctor: {
      describe: 'Checks every precondition and names the remedy',
      arguments: {},
      options: {},
      examples: [['cynow-po doctor --json', 'For monitoring']],
    },
    backfill: {
      describe: 'Makes POs from the documents of FCMS',
      arguments: {},
      options: {
        'dry-run': 'Shows the outcome and saves nothing',
        days: 'Days that end today (90)',
        since: 'From this day',
        until: 'To this day',
        limit: 'Documents to decide at most (1000; none with --force)',
        force: 'Decides recorded documents again, but not those of POs that were entered or reviewed',
        'batch-size': 'Documents saved at once (2000; without effect on the outcome)',
        report: 'Writes a decision a line to a file (NDJSON)',
        resume: 'Goes on with an interrupted run',
        like: 'The --report file of a dry run, to be done for real',
        'while-off': 'Runs although the feature is switched off',
        wait: 'Waits for the end of another backfill',
        'accept-missing': 'How many documents are gone from FCMS at once: goes on all the same',
      },
      examples: [
        ['cynow-po backfill --dry-run --days 7 --limit 10', 'Rehearses at most 10 documents of the last 7 days'],
        ['cynow-po backfill --since 2025-11-01 --until 2025-11-15', 'A window'],
        ['cynow-po backfill --dry-run --report r.ndjson && cynow-po backfill --like r.ndjson', 'As seen'],
      ],
    },
    'backfill undo': {
      describe: 'Takes back what a run made; POs on which something rests since stay, and are listed',
      arguments: { run: 'Number of the run (runs list)' },
      options: {
        'dry-run': 'Shows the outcome and saves nothing',
        'while-off': 'Runs although the feature is switched off',
      },
      examples: [['cynow-po backfill undo 0193f5d2-7c1b-7a60-9c7e-3d4f5a6b7c8d --dry-run', 'Look first']],
    },
    where: {
      describe: 'Tells what became of documents',
      arguments: { docNo: 'Document numbers' },
      options: {},
      examples: [['cynow-po where FP25000668 FP25000669', '']],
    },
    stats: {
      describe: 'Figures: POs, reviews, documents, progress',
      arguments: {},
      options: { since: 'New POs a day from this day on (the last 30 days)' },
      examples: [['cynow-po stats --since 2025-11-01', '']],
    },
    import: {
      describe: 'Takes in POs that staff have written to a file (.ndjson, .csv)',
      arguments: { file: 'A file with one PO a line' },
      options: {
        'dry-run': 'Shows the outcome and saves nothing',
        'while-off': 'Runs although the feature is switched off',
      },
      examples: [['cynow-po import orders.csv --dry-run', 'Look first']],
    },
    export: {
      describe: 'Writes out POs or documents',
      arguments: { what: 'pos or documents' },
      options: { format: 'ndjson (the default) or csv' },
      examples: [['cynow-po export documents --format csv --output documents.csv', 'A file for Excel']],
    },
    'runs list': {
      describe: 'The latest runs',
      arguments: {},
      options: { limit: 'How many (20)' },
      examples: [],
    },
    'runs show': {
      describe: 'A run and what it decided',
      arguments: { id: 'Id of the run (runs list)' },
      options: {},
      examples: [],
    },
    'config check': {
      describe: 'Shows every value and where it comes from; connects to nothing',
      arguments: {},
      options: {},
      examples: [],
    },
  },
  yargs: {
    'Not enough arguments following: %s': 'A value is needed: --%s',
    'Not enough non-option arguments: got %s, need at least %s': {
      one: 'Something is missing: got %s, at least %s needed',
      other: 'Something is missing: got %s, at least %s needed',
    },
  },
} satisfies typeof ko;
