import type { Doer } from '../audit/AuditEntry.ts';
import { identityKey } from '../po/identity.ts';
import type { Po, PoId } from '../po/Po.ts';
import type { Found } from '../ports/Amendment.ts';
import type { Clock } from '../ports/Clock.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { SiteRules } from '../SiteRules.ts';
import { createManualPoReader, enterPos, type ReadManualPo } from './enterPos.ts';
import type { ManualPo } from './ManualPo.ts';

/** What can be wrong with a field of an imported row. */
export type FieldProblemCode =
  | 'unreadable'
  | 'unknown-field'
  | 'required'
  | 'no-items'
  | 'not-a-number'
  | 'not-whole'
  | 'too-small'
  | 'too-big'
  | 'too-long'
  | 'too-many-items'
  | 'not-a-day'
  /** Before 1990 or after 2100. */
  | 'day-out-of-range'
  | 'not-text'
  /** A cell of a spreadsheet with an error such as `#N/A`. */
  | 'error-value'
  /** A formula whose result the file does not hold. */
  | 'not-calculated'
  /** A cell under no head. */
  | 'no-column'
  /** A code or number that says "none". */
  | 'placeholder';

/** A field of a row that cannot be. */
export interface FieldProblem {
  /** As in the import format, `items[0].qty`; empty when it is the row as a whole. */
  readonly field: string;
  readonly problem: FieldProblemCode;
  /** What was given; undefined when nothing was. */
  readonly value: unknown;
}

/** A row of a file: a PO, or what is wrong with it and, as far as it could be read, whose identity it names. */
export type ImportRow = { readonly line: number } & (
  | { readonly po: ManualPo }
  | {
      readonly problems: readonly FieldProblem[];
      readonly customer: string | null;
      readonly poNo: string | null;
    }
);

/** Why a row was refused. */
export type ImportRefusal =
  | { readonly kind: 'fields'; readonly problems: readonly FieldProblem[] }
  /** Other rows of the file have the same identity; `lines` are all of them. */
  | { readonly kind: 'duplicate'; readonly lines: readonly number[] }
  /** A PO with the identity was entered before and says something else. */
  | { readonly kind: 'different'; readonly existing: Po; readonly given: ReadManualPo };

/** What became of a row. */
export type ImportedRow = { readonly line: number } & (
  | { readonly outcome: 'created' | 'unchanged'; readonly po: Po }
  /** `reopened`: staff had cancelled it, and it is open again. */
  | { readonly outcome: 'taken-over'; readonly po: Po; readonly deliveries: number; readonly reopened: boolean }
  | {
      readonly outcome: 'refused';
      readonly customer: string | null;
      readonly poNo: string | null;
      readonly refusal: ImportRefusal;
    }
);

export interface ImportPorts {
  readonly pos: Pick<PoStore, 'find' | 'change'>;
  readonly clock: Clock;
  readonly newId: () => PoId;
}

export interface ImportOptions {
  readonly rules: SiteRules;
  /** Who imports. */
  readonly by: Doer;
  /** Says what would become of each row and writes nothing. */
  readonly dryRun: boolean;
  /** Ends the import after the current batch. */
  readonly signal?: AbortSignal;
}

/** A batch is one transaction; a thousand times this is still one statement a table. */
const batchSize = 500;

/**
 * Imports the rows of a file as manual POs and yields what became of each, in order. A row is imported whole or not at
 * all. `rows` is read twice: the first time for rows that share an identity, which are all refused.
 */
export async function* importPos(
  ports: ImportPorts,
  rows: () => AsyncIterable<ImportRow>,
  options: ImportOptions,
): AsyncGenerator<ImportedRow, void> {
  const read = createManualPoReader(options.rules);
  const linesOf = await identitiesOf(rows(), read);
  let batch: (ImportedRow | { readonly line: number; readonly po: ReadManualPo })[] = [];
  let pending = 0;
  for await (const row of rows()) {
    const one = check(row, read, linesOf);
    batch.push(one);
    if (!('outcome' in one)) pending += 1;
    if (pending < batchSize) continue;
    yield* await enter(ports, batch, options);
    batch = [];
    pending = 0;
    if (options.signal?.aborted === true) return;
  }
  yield* await enter(ports, batch, options);
}

type Reader = ReturnType<typeof createManualPoReader>;

/** The lines on which each identity stands. */
const identitiesOf = async (rows: AsyncIterable<ImportRow>, read: Reader): Promise<ReadonlyMap<string, number[]>> => {
  const lines = new Map<string, number[]>();
  for await (const row of rows) {
    const key = identityOf(row, read);
    if (key === null) continue;
    const before = lines.get(key);
    if (before === undefined) lines.set(key, [row.line]);
    else before.push(row.line);
  }
  return lines;
};

const identityOf = (row: ImportRow, read: Reader): string | null => {
  const [customer, poNo] = 'po' in row ? [row.po.customer, row.po.poNo] : [row.customer, row.poNo];
  if (customer === null || poNo === null) return null;
  // The items have no part in the identity.
  const result = read({ customer, poNo, items: [] });
  return 'identity' in result ? identityKey(result.identity) : null;
};

const check = (
  row: ImportRow,
  read: Reader,
  linesOf: ReadonlyMap<string, readonly number[]>,
): ImportedRow | { readonly line: number; readonly po: ReadManualPo } => {
  const { line } = row;
  const { customer, poNo } = 'po' in row ? row.po : row;
  const refused = (refusal: ImportRefusal): ImportedRow => ({ line, outcome: 'refused', customer, poNo, refusal });
  if ('problems' in row) return refused({ kind: 'fields', problems: row.problems });
  const key = identityOf(row, read);
  const lines = key === null ? undefined : linesOf.get(key);
  if (lines !== undefined && lines.length > 1) return refused({ kind: 'duplicate', lines });
  const po = read(row.po);
  return 'identity' in po
    ? { line, po }
    : refused({
        kind: 'fields',
        problems: po.map(({ field, value }): FieldProblem => ({ field, problem: 'placeholder', value })),
      });
};

const enter = async (
  ports: ImportPorts,
  batch: readonly (ImportedRow | { readonly line: number; readonly po: ReadManualPo })[],
  { rules, dryRun, by }: ImportOptions,
): Promise<readonly ImportedRow[]> => {
  const inputs = batch.flatMap((row) => ('outcome' in row ? [] : [row.po]));
  let results: ReturnType<typeof enterPos>['results'] = [];
  if (inputs.length > 0) {
    const identities = inputs.map(({ identity }) => identity);
    const at = ports.clock.now();
    const enterInto = ({ pos }: Found) =>
      enterPos(inputs, pos, { newId: ports.newId, qtyTolerance: rules.qtyTolerance, by, at });
    results = dryRun
      ? enterInto(await ports.pos.find({ identities })).results
      : await ports.pos.change({ identities }, at, (found) => {
          const { results: entered, changes, audit } = enterInto(found);
          return { changes, audit, result: entered };
        });
  }
  let next = 0;
  return batch.map((row): ImportedRow => {
    if ('outcome' in row) return row;
    const result = results[next++]!;
    const { line, po: given } = row;
    if (result.outcome !== 'different') return { line, ...result };
    const { customer, poNo } = given;
    return {
      line,
      outcome: 'refused',
      customer,
      poNo,
      refusal: { kind: 'different', existing: result.existing, given },
    };
  });
};
