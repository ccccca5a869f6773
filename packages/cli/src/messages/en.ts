import { accounts } from './en/accounts.ts';
import { backfill } from './en/backfill.ts';
import { config } from './en/config.ts';
import { cylinders } from './en/cylinders.ts';
import { demo } from './en/demo.ts';
import { doctor } from './en/doctor.ts';
import { errors } from './en/errors.ts';
import { exporting } from './en/exporting.ts';
import { flags } from './en/flags.ts';
import { help } from './en/help.ts';
import { importing } from './en/importing.ts';
import { labels } from './en/labels.ts';
import { migrate } from './en/migrate.ts';
import { reports } from './en/reports.ts';
import { number } from './format.ts';
import type { ko } from './ko.ts';

/** Every English text of the command line. */
export const en = {
  labels,
  help,
  errors,
  config,
  backfill,
  cylinders,
  reports,
  exporting,
  importing,
  migrate,
  doctor,
  flags,
  accounts,
  demo,
  plain: { done: '[done]', warning: '[warning]', failed: '[failed]' },
  progress: ({ done, total, percent, perSecond, secondsLeft }) =>
    `${number(done)}/${number(total)} (${percent}%), ${number(perSecond)}/s${secondsLeft === null ? '' : `, about ${number(secondsLeft)} s left`}`,
} satisfies typeof ko;
