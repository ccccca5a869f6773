import { number } from '../format.ts';
import type { demo as ko } from '../ko/demo.ts';

export const demo = {
  title: '=== CYNOW PO management: demo ===',
  intro:
    'Makes data to practise with in an embedded PostgreSQL, and goes from installation to backfill. Nothing real is touched.',
  embedded: (directory) => `Using the embedded PostgreSQL, for trying out, in ${directory}`,
  server: (directory, database) => `Starting the server: ${directory}, database ${database}`,
  data: "Emptying this practice database, and making FCMS data and a stand-in for CYNOW's own tables.",
  made: (documents, orders, since, until) =>
    `   ✓ ${number(documents)} documents of ${number(orders)} customer orders (${since} ~ ${until})`,
  migrate: 'Installing PO management, with proof that nothing outside our schema changes.',
  importing: 'Importing the POs that staff have entered.',
  imported: (n) => `   ✓ ${number(n)}`,
  rehearse: 'Running the backfill without saving anything (dry run).',
  run: 'Running the same backfill for real.',
  stats: 'The result.',
  end: (seconds) => `✅ End of the demo (${seconds} s)`,
  next: 'Go on with: npx cynow-po demo --serve, npx cynow-po stats, npx cynow-po doctor, npx cynow-po backfill --dry-run, npx cynow-po --help',
  notice: 'For practice — nothing that is saved here reaches the real work',
  pages: (url, user, password) =>
    `Pages: ${url}/\n   Sign in as ${user} with ${password} (an administrator of this demo only)\nCtrl-C ends it.`,
  step: (n, text) => `[${n}/7] ${text}`,
} satisfies typeof ko;
