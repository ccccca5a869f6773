import { accounts } from './en/accounts.ts';
import { backfill } from './en/backfill.ts';
import { config } from './en/config.ts';
import { cylinders } from './en/cylinders.ts';
import { demo } from './en/demo.ts';
import { doctor } from './en/doctor.ts';
import { errors } from './en/errors.ts';
import { evidence } from './en/evidence.ts';
import { exporting } from './en/exporting.ts';
import { flags } from './en/flags.ts';
import { help } from './en/help.ts';
import { importing } from './en/importing.ts';
import { labels } from './en/labels.ts';
import { migrate } from './en/migrate.ts';
import { orphans } from './en/orphans.ts';
import { reports } from './en/reports.ts';
import { reserving } from './en/reserving.ts';
import { reviews } from './en/reviews.ts';
import { serving } from './en/serving.ts';
import { undoRun } from './en/undoRun.ts';
import { number } from './format.ts';
import type { ko } from './ko.ts';

/** Every English text of the command line. */
export const en = {
  labels,
  evidence,
  help,
  errors,
  config,
  backfill,
  undoRun,
  cylinders,
  reports,
  reviews,
  reserving,
  exporting,
  importing,
  migrate,
  orphans,
  doctor,
  flags,
  serving,
  accounts,
  demo,
  plain: { done: '[done]', warning: '[warning]', failed: '[failed]' },
  progress: ({ done, total, percent, perSecond, secondsLeft }) =>
    `${number(done)}/${number(total)} (${percent}%), ${number(perSecond)}/s${secondsLeft === null ? '' : `, about ${number(secondsLeft)} s left`}`,
} satisfies typeof ko;
