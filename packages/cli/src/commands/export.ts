import type { Output } from '../output/createOutput.ts';
import { csvRecord } from '../output/csvRecord.ts';
import { workbookBytes } from '../output/xlsx/workbookBytes.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { type ExportTable, exportTables } from './exportTables.ts';
import { openApplication } from './openApplication.ts';
import { oneOf } from './readValues.ts';
import { writeJsonList } from './writeJsonList.ts';

/** Excel takes a file without this mark for one in the code page of the machine. */
const byteOrderMark = '\uFEFF';

const writeLines = async (output: Output, { rows }: ExportTable): Promise<void> => {
  for await (const batch of rows()) await output.write(batch.map((row) => `${JSON.stringify(row)}\n`).join(''));
};

const writeCsv = async (output: Output, { columns, rows }: ExportTable): Promise<void> => {
  await output.write(byteOrderMark + csvRecord(columns.map(({ name }) => name)));
  for await (const batch of rows()) await output.write(batch.map((row) => csvRecord(Object.values(row))).join(''));
};

/** Writes an XLSX file. Returns how many texts were cut because they do not fit into a cell. */
const writeWorkbook = async (output: Output, name: string, { columns, rows }: ExportTable): Promise<number> => {
  let cut = 0;
  const values = async function* () {
    for await (const batch of rows()) yield batch.map((row) => Object.values(row));
  };
  const onCut = (texts: number): void => {
    cut += texts;
  };
  for await (const chunk of workbookBytes({ name, columns, rows: values(), onCut })) await output.write(chunk);
  return cut;
};

/** Streams all POs, recorded documents, open reasons or orphans, in a stable order. */
export const exportCommand: OrdinaryCommand = {
  name: 'export',
  arguments: '<what>',
  options: { format: 'value' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const what = oneOf(args.text('what'), 'export', ['pos', 'documents', 'reviews', 'orphans'], messages) ?? 'pos';
    const format = oneOf(args.text('format'), '--format', ['ndjson', 'csv', 'xlsx'], messages) ?? 'ndjson';
    if (output.json && args.text('format') !== undefined) {
      throw usageFailure(messages.errors.notTogether('--json', '--format'));
    }
    if (format === 'xlsx' && output.onTerminal) throw usageFailure(messages.exporting.needsFile);
    const { reports, progress } = await openApplication(context, 'export');
    // A PO says it in a field of its own.
    if (what === 'documents') output.note(messages.cylinders.asOf(await progress.readAt()));
    const table = exportTables(reports)[what];
    if (output.json) {
      await writeJsonList(output, table.rows());
      await output.write('\n');
    } else if (format === 'xlsx') {
      const cut = await writeWorkbook(output, what, table);
      if (cut > 0) output.note(messages.exporting.cut(cut));
    } else await (format === 'csv' ? writeCsv : writeLines)(output, table);
    return exitCodes.done;
  },
};
