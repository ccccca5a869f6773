import { runToEnd, sourceDocument, startRun, usingWorld } from '@cynow/po-core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

const documents = [1, 2, 3, 4].map((n) =>
  sourceDocument({ docNo: `FP2500000${n}`, poNo: `PO-${n}`, orderDate: `2025-11-0${n} 09:00:00` }),
);

describe('a run that is interrupted right after a document whose date was moved while the run went on', () => {
  it(
    'checks, when it is taken up again, what stood behind that document',
    usingWorld(() => pgWorld(template))(async (world) => {
      await world.setSource({ put: documents });
      const stop = new AbortController();
      let runId = '';
      for await (const event of startRun(world, { batchSize: 1, signal: stop.signal })) {
        if (event.type === 'started') {
          runId = event.run.id;
        } else if (event.type === 'listed') {
          await world.setSource({ put: [{ ...documents[0]!, orderDate: '2025-11-20 09:00:00' }] });
        } else if (event.type === 'decided') stop.abort();
      }
      const { result } = await runToEnd(world, { resume: runId });
      // The moved one stands behind the others now, and is checked once more.
      expect(result.tally).toMatchObject({ created: { total: 4 }, skipped: { total: 1 } });
    }),
  );
});
