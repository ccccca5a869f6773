import { beforeEach, describe, expect, it } from 'vitest';
import { defaultSiteRules } from '../SiteRules.ts';
import { manualPo, somebody, sourceDocument } from '../testing/builders.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import type { World } from '../testing/World.ts';
import { type ImportedRow, type ImportRow, importPos } from './importPos.ts';
import type { ManualPo } from './ManualPo.ts';

let world: World;

const imported = async (
  rows: readonly ImportRow[],
  options: { readonly dryRun?: boolean; readonly signal?: AbortSignal } = {},
): Promise<readonly ImportedRow[]> => {
  async function* read(): AsyncGenerator<ImportRow> {
    yield* rows;
  }
  const results: ImportedRow[] = [];
  for await (const row of importPos(world.ports, read, {
    rules: defaultSiteRules,
    by: somebody,
    dryRun: false,
    ...options,
  })) {
    results.push(row);
  }
  return results;
};

const rowsOf = (...pos: readonly Partial<ManualPo>[]): ImportRow[] =>
  pos.map((po, i) => ({ line: i + 1, po: manualPo(po) }));

const outcomes = (results: readonly ImportedRow[]) => results.map(({ line, outcome }) => [line, outcome]);

beforeEach(async () => {
  world = await inMemoryWorld();
});

describe('import', () => {
  it('creates manual POs, in the order of the rows', async () => {
    const results = await imported(rowsOf({ poNo: 'PO-002' }, { poNo: 'PO-001' }));
    expect(outcomes(results)).toEqual([
      [1, 'created'],
      [2, 'created'],
    ]);
    expect(await world.snapshot()).toMatchObject([
      { poNo: 'PO-001', manual: true },
      { poNo: 'PO-002', manual: true },
    ]);
  });

  it('leaves what is there already, equal, as it is', async () => {
    const rows = rowsOf({}, { poNo: 'PO-002' });
    await imported(rows);
    const before = await world.snapshot();
    expect(outcomes(await imported(rows))).toEqual([
      [1, 'unchanged'],
      [2, 'unchanged'],
    ]);
    expect(await world.snapshot()).toEqual(before);
  });

  it('refuses a row that differs from what was entered, and shows both', async () => {
    await imported(rowsOf({}));
    const before = await world.snapshot();
    const [row] = await imported(rowsOf({ items: [{ product: 'KF001', qty: 31 }] }));
    expect(row).toMatchObject({
      line: 1,
      outcome: 'refused',
      customer: 'KDKK',
      poNo: 'PO-001',
      refusal: { kind: 'different', existing: { items: [{ qty: 30 }] }, given: { items: [{ qty: 31 }] } },
    });
    expect(await world.snapshot()).toEqual(before);
  });

  it('takes over a backfilled PO of the same identity, with its deliveries', async () => {
    await world.setSource({ put: [sourceDocument({ poNo: 'PO-001②' })] });
    await runToEnd(world);
    const [row] = await imported(rowsOf({ poNo: 'po-001' }));
    expect(row).toMatchObject({ outcome: 'taken-over', deliveries: 1 });
    expect(await world.snapshot()).toMatchObject([{ manual: true, poNo: 'po-001', deliveries: [{ number: 1 }] }]);
  });

  it('refuses every row that shares its identity with another row of the file, whatever else is wrong with it', async () => {
    const rows: ImportRow[] = [
      ...rowsOf({ poNo: 'PO-001' }, { poNo: 'PO-002' }, { poNo: 'ｐｏ－００１' }),
      {
        line: 4,
        customer: 'kdkk',
        poNo: 'PO-002(2차)',
        problems: [{ field: 'items[0].qty', problem: 'not-a-number', value: '3O' }],
      },
    ];
    const results = await imported(rows);
    expect(results).toMatchObject([
      { line: 1, outcome: 'refused', refusal: { kind: 'duplicate', lines: [1, 3] } },
      { line: 2, outcome: 'refused', refusal: { kind: 'duplicate', lines: [2, 4] } },
      { line: 3, outcome: 'refused', refusal: { kind: 'duplicate', lines: [1, 3] } },
      { line: 4, outcome: 'refused', refusal: { kind: 'fields' } },
    ]);
    expect(await world.snapshot()).toEqual([]);
  });

  it('refuses codes and numbers that say "none"', async () => {
    const [row] = await imported(rowsOf({ poNo: '구두', customer: '미정', items: [{ product: 'N/A', qty: 1 }] }));
    expect(row).toMatchObject({
      outcome: 'refused',
      refusal: {
        kind: 'fields',
        problems: [
          { field: 'customer', problem: 'placeholder', value: '미정' },
          { field: 'poNo', problem: 'placeholder', value: '구두' },
          { field: 'items[0].product', problem: 'placeholder', value: 'N/A' },
        ],
      },
    });
  });

  it('says the same in a dry run, and writes nothing', async () => {
    await world.setSource({ put: [sourceDocument({ poNo: 'PO-003' })] });
    await runToEnd(world);
    await imported(rowsOf({ poNo: 'PO-001' }));
    const before = await world.snapshot();
    const rows = rowsOf({ poNo: 'PO-001' }, { poNo: 'PO-002' }, { poNo: 'PO-003' }, { poNo: '없음' });
    const rehearsed = await imported(rows, { dryRun: true });
    expect(await world.snapshot()).toEqual(before);
    expect(outcomes(await imported(rows))).toEqual(outcomes(rehearsed));
    expect(outcomes(rehearsed).map(([, outcome]) => outcome)).toEqual([
      'unchanged',
      'created',
      'taken-over',
      'refused',
    ]);
  });

  it('keeps the order of the rows over several batches, and ends after a batch when told to', async () => {
    const many = rowsOf(...Array.from({ length: 1_201 }, (_, i) => ({ poNo: i === 700 ? '없음' : `PO-${i}` })));
    const stop = new AbortController();
    stop.abort();
    const first = await imported(many, { signal: stop.signal });
    expect(first.map(({ line }) => line)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
    const all = await imported(many);
    expect(all.map(({ line }) => line)).toEqual(many.map(({ line }) => line));
    expect(all.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(500);
    expect(all[700]).toMatchObject({ outcome: 'refused' });
  });
});
