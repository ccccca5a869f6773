import { lastingPart, type MetricsPart, mergeMetrics, metricsText } from '@cynow/po-http';

/** A worker that does not answer within this time is told as it answered last. */
const answerWithinMs = 2000;

/** What one worker has counted. */
export interface WorkerSum {
  answered(id: number, ofProcess: MetricsPart, ofDatabase: MetricsPart | null): void;
  /** Its last counts. */
  last(ofProcess: MetricsPart): void;
  /** It is no more. What it had counted stays counted. */
  end(): void;
}

interface Asked {
  readonly sum: WorkerSum;
  readonly ask: (id: number) => void;
}

/** Adds up what workers have counted, over the ends of workers. */
export const createMetricsSum = () => {
  let asked = 0;
  let ofEnded: MetricsPart = [];
  let folding: Promise<void> = Promise.resolve();
  let ofDatabase: MetricsPart = [];
  const known = new Map<WorkerSum, MetricsPart>();
  const waiting = new Set<{ readonly sum: WorkerSum; readonly id: number; readonly done: () => void }>();

  const add = (): WorkerSum => {
    const sum: WorkerSum = {
      answered(id, part, database) {
        known.set(sum, part);
        if (database !== null) ofDatabase = database;
        for (const wait of waiting) if (wait.sum === sum && wait.id === id) wait.done();
      },
      last(part) {
        known.set(sum, part);
      },
      end() {
        const part = known.get(sum) ?? [];
        known.delete(sum);
        for (const wait of waiting) if (wait.sum === sum) wait.done();
        folding = folding.then(async () => {
          ofEnded = await mergeMetrics([ofEnded, lastingPart(part)]);
        });
      },
    };
    return sum;
  };

  const answerOf = ({ sum, ask }: Asked, id: number): Promise<MetricsPart> =>
    new Promise((resolve) => {
      const before = known.get(sum) ?? [];
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(wait);
        resolve(known.get(sum) ?? before);
      };
      const wait = { sum, id, done };
      const timer = setTimeout(done, answerWithinMs);
      waiting.add(wait);
      ask(id);
    });

  return {
    add,
    /** All of it. Those that are asked live; the counts of the others are known. */
    async text(living: readonly Asked[]): Promise<string> {
      await folding;
      const ended = ofEnded;
      asked += 1;
      const id = asked;
      const parts = await Promise.all(living.map((each) => answerOf(each, id)));
      return metricsText([ended, ...parts, ofDatabase]);
    },
  };
};
