import { number } from './format.ts';
import { accounts } from './ko/accounts.ts';
import { backfill } from './ko/backfill.ts';
import { config } from './ko/config.ts';
import { cylinders } from './ko/cylinders.ts';
import { demo } from './ko/demo.ts';
import { doctor } from './ko/doctor.ts';
import { errors } from './ko/errors.ts';
import { evidence } from './ko/evidence.ts';
import { exporting } from './ko/exporting.ts';
import { flags } from './ko/flags.ts';
import { help } from './ko/help.ts';
import { importing } from './ko/importing.ts';
import { labels } from './ko/labels.ts';
import { migrate } from './ko/migrate.ts';
import { orphans } from './ko/orphans.ts';
import { reports } from './ko/reports.ts';
import { reserving } from './ko/reserving.ts';
import { reviews } from './ko/reviews.ts';
import { serving } from './ko/serving.ts';
import { undoRun } from './ko/undoRun.ts';

/** Every Korean text of the command line; its shape is that of all catalogues. */
export const ko = {
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
  plain: { done: '[완료]', warning: '[주의]', failed: '[실패]' },
  progress: ({
    done,
    total,
    percent,
    perSecond,
    secondsLeft,
  }: {
    done: number;
    total: number;
    percent: number;
    perSecond: number;
    secondsLeft: number | null;
  }) =>
    `${number(done)}/${number(total)}건 (${percent}%), ${number(perSecond)}건/초${secondsLeft === null ? '' : `, 남은 시간 약 ${number(secondsLeft)}초`}`,
};
