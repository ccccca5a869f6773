import type { ExportedDocument, ExportedPo } from '@cynow/po-core';
import type { Output } from '../output/createOutput.ts';
import { csvRecord } from '../output/csvRecord.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';
import { oneOf } from './readValues.ts';
import { writeJsonList } from './writeJsonList.ts';

/** The fields of each kind, in order. They are the columns of CSV. */
const documentFields = [
  'docNo',
  'poNo',
  'customer',
  'delivery',
  'outcome',
  'link',
  'reasons',
  'effectiveOn',
  'product',
  'qty',
  'cancelled',
  'mark',
  'filled',
  'warehoused',
  'shipped',
] as const satisfies readonly (keyof ExportedDocument)[];
const poFields = [
  'customer',
  'customerName',
  'poNo',
  'receivedOn',
  'manual',
  'items',
  'incomplete',
  'deliveries',
  'priority',
  'reasons',
  'memo',
  'ordered',
  'instructed',
  'filled',
  'warehoused',
  'shipped',
  'rate',
  'stage',
  'products',
  'asOf',
] as const satisfies readonly (keyof ExportedPo)[];

/** Excel takes a file without this mark for one in the code page of the machine. */
const byteOrderMark = '\uFEFF';

async function* withFields<T, K extends keyof T>(
  batches: AsyncIterable<readonly T[]>,
  fields: readonly K[],
): AsyncGenerator<readonly Pick<T, K>[]> {
  for await (const batch of batches) {
    yield batch.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])) as Pick<T, K>);
  }
}

const writeLines = async (output: Output, batches: AsyncIterable<readonly object[]>): Promise<void> => {
  for await (const batch of batches) await output.write(batch.map((row) => `${JSON.stringify(row)}\n`).join(''));
};

const writeCsv = async (
  output: Output,
  fields: readonly string[],
  batches: AsyncIterable<readonly object[]>,
): Promise<void> => {
  await output.write(byteOrderMark + csvRecord(fields));
  for await (const batch of batches) await output.write(batch.map((row) => csvRecord(Object.values(row))).join(''));
};

/** Streams all POs, or all recorded documents, in a stable order. */
export const exportCommand: OrdinaryCommand = {
  name: 'export',
  arguments: '<what>',
  options: { format: 'value' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const what = oneOf(args.text('what'), 'export', ['pos', 'documents'], messages);
    const format = oneOf(args.text('format'), '--format', ['ndjson', 'csv'], messages) ?? 'ndjson';
    if (output.json && args.text('format') !== undefined) {
      throw usageFailure(messages.errors.notTogether('--json', '--format'));
    }
    const { reports, progress } = await openApplication(context, 'export');
    // A PO says it in a field of its own.
    if (what === 'documents') output.note(messages.cylinders.asOf(await progress.readAt()));
    const fields = what === 'pos' ? poFields : documentFields;
    const rows = what === 'pos' ? withFields(reports.pos(), poFields) : withFields(reports.documents(), documentFields);
    if (output.json) {
      await writeJsonList(output, rows);
      await output.write('\n');
    } else if (format === 'csv') await writeCsv(output, fields, rows);
    else await writeLines(output, rows);
    return exitCodes.done;
  },
};
