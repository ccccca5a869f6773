import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { ImportedRow, ImportRow } from '@cynow/po-core';
import { errorText } from '../config/errorText.ts';
import { NotUtf8 } from '../importing/decodeUtf8.ts';
import { type CellOf, describeRow, rowJson } from '../importing/describeRow.ts';
import { openXlsx } from '../importing/openXlsx.ts';
import { lineFile, type RowFile } from '../importing/RowFile.ts';
import { readCsv } from '../importing/readCsv.ts';
import { readNdjson } from '../importing/readNdjson.ts';
import { UnusableWorkbook } from '../importing/xlsx/UnusableWorkbook.ts';
import type { Messages } from '../messages/messages.ts';
import { actorOf, announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { Context, OrdinaryCommand } from './Command.ts';
import { CommandFailure, type ExitCode, exitCodes } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

const lines = (read: (path: string) => AsyncIterable<ImportRow>) => async (path: string) => lineFile(() => read(path));

/** How files are opened, by the end of their names. */
const openers: Readonly<Record<string, (path: string) => Promise<RowFile>>> = {
  '.ndjson': lines(readNdjson),
  '.jsonl': lines(readNdjson),
  '.csv': lines(readCsv),
  '.xlsx': openXlsx,
};

/** Opens the file. @throws CommandFailure */
const openFile = async (path: string, { importing, errors }: Messages): Promise<RowFile> => {
  const open = openers[extname(path).toLowerCase()];
  if (open === undefined) throw new CommandFailure(exitCodes.usage, 'UNKNOWN_FORMAT', importing.unknownFormat(path));
  const cannotRead = (why: string, cause?: unknown): CommandFailure =>
    new CommandFailure(exitCodes.usage, 'CANNOT_READ', errors.cannotRead(path, why), { cause });
  const found = await stat(path).catch((error: unknown) => {
    throw cannotRead(errorText(error), error);
  });
  // It is read twice, which a pipe does not allow.
  if (!found.isFile()) throw cannotRead(errors.notAFile);
  return open(path);
};

/** What is said of a file whose content cannot be read; any other error as it is. */
const readingFailure = (error: unknown, path: string, { importing }: Messages): unknown => {
  if (error instanceof NotUtf8) {
    return new CommandFailure(exitCodes.failed, 'NOT_UTF8', importing.notUtf8(path), { cause: error });
  }
  if (error instanceof UnusableWorkbook) {
    const explanation = importing.unusable(path, error.problem);
    return new CommandFailure(exitCodes.failed, 'UNUSABLE_WORKBOOK', explanation, { cause: error });
  }
  return error;
};

interface Counts {
  readonly created: number;
  readonly takenOver: number;
  readonly unchanged: number;
  readonly refused: number;
}

const countOf = { created: 'created', 'taken-over': 'takenOver', unchanged: 'unchanged', refused: 'refused' } as const;

const noneYet: Counts = { created: 0, takenOver: 0, unchanged: 0, refused: 0 };

const counted = (counts: Counts, { outcome }: ImportedRow): Counts => {
  const key = countOf[outcome];
  return { ...counts, [key]: counts[key] + 1 };
};

/** Tells every row that needs telling, as they come; all rows with `--json`. */
const tellRows = async (
  rows: AsyncIterable<ImportedRow>,
  { messages, output }: Context,
  head: { readonly file: string; readonly dryRun: boolean },
  cellOf: CellOf,
): Promise<Counts> => {
  let counts = noneYet;
  if (output.json) {
    await output.write(`${JSON.stringify(head).slice(0, -1)},"rows":[`);
    let separator = '\n';
    for await (const row of rows) {
      counts = counted(counts, row);
      await output.write(separator + JSON.stringify(rowJson(row, messages, cellOf)));
      separator = ',\n';
    }
    await output.write(`],${JSON.stringify(counts).slice(1)}\n`);
    return counts;
  }
  output.print(messages.importing.title(head.file, head.dryRun));
  for await (const row of rows) {
    counts = counted(counts, row);
    for (const line of describeRow(row, messages, cellOf)) output.print(`   ${line}`);
    await output.flush();
  }
  return counts;
};

const tellCounts = (counts: Counts, { messages, output }: Context, dryRun: boolean, stopped: boolean): void => {
  const { importing } = messages;
  output.print();
  output.print(stopped ? importing.stopped : importing.done);
  output.print(importing.checked(counts.created + counts.takenOver + counts.unchanged + counts.refused));
  output.print(importing.created(counts.created));
  if (counts.takenOver > 0) output.print(importing.takenOverTotal(counts.takenOver));
  output.print(importing.unchanged(counts.unchanged));
  if (counts.refused > 0) output.print(importing.refused(counts.refused));
  if (dryRun) {
    output.print();
    output.print(importing.dryRunEnd);
  }
};

const exitCodeOf = ({ refused }: Counts, stopped: boolean): ExitCode => {
  if (stopped) return exitCodes.interrupted;
  return refused > 0 ? exitCodes.someFailed : exitCodes.done;
};

/** Takes in manual POs from a file; every bad row is reported, none is half imported. */
export const importCommand: OrdinaryCommand = {
  name: 'import',
  arguments: '<file>',
  options: { 'dry-run': 'flag', 'while-off': 'flag' },
  reads: 'config',
  endsItself: true,
  async run(context, args) {
    const { messages, output, surroundings, signal } = context;
    const file = resolve(surroundings.cwd, args.text('file') ?? '');
    const dryRun = args.flag('dry-run');
    const { rows, cellOf, sheets } = await openFile(file, messages).catch((error: unknown) => {
      throw readingFailure(error, file, messages);
    });
    if (sheets !== null && sheets.leftOut.length > 0) {
      output.note(messages.importing.sheetsLeftOut(sheets.read, sheets.leftOut));
    }
    const actor = dryRun ? actorOf(context) : await beginWriting(context, args.flag('while-off'));
    const database = await openDatabase(context);
    if (!dryRun) announceTarget(context, database);
    const application = await openOver(context, database, 'import');
    if (!dryRun) await tellStoredFlag(context, application);
    let counts: Counts;
    try {
      const imported = application.importPos(rows, { by: byCommand(actor), dryRun, signal });
      counts = await tellRows(imported, context, { file, dryRun }, cellOf);
    } catch (error) {
      throw readingFailure(error, file, messages);
    }
    const stopped = signal.aborted;
    if (!output.json) tellCounts(counts, context, dryRun, stopped);
    if (counts.refused > 0) {
      const { someRefused, someWouldBeRefused } = messages.importing;
      output.note((dryRun ? someWouldBeRefused : someRefused)(counts.refused));
    }
    return exitCodeOf(counts, stopped);
  },
};
