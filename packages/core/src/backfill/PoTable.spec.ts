import { describe, expect, it } from 'vitest';
import type { PoIdentity } from '../po/identity.ts';
import type { Delivery, PoWithDeliveries } from '../po/Po.ts';
import { noChanges } from './Changes.ts';
import { PoTable } from './PoTable.ts';

const numbered = (poKey: string): PoIdentity => ({ customerKey: 'KDKK', poKey });

const entry = (id: string, identity: PoIdentity, ...docNos: readonly string[]): PoWithDeliveries => ({
  po: {
    id,
    identity,
    customer: 'KDKK',
    customerName: null,
    poNo: 'any',
    manual: false,
    reviewed: false,
    state: 'open',
    receivedOn: null,
    items: [],
    memo: '',
    aliases: [],
  },
  deliveries: docNos.map((docNo) => ({ docNo }) as Delivery),
});

describe('a table of POs', () => {
  it('finds a PO by its address, its identity and its documents', () => {
    const table = new PoTable([entry('1', numbered('A'), 'D1', 'D2'), entry('2', numbered('B'))]);
    expect(table.get('1')?.po.id).toBe('1');
    expect(table.byIdentity(numbered('B'))?.po.id).toBe('2');
    expect(table.byDocument('D2')?.po.id).toBe('1');
    expect([table.get('3'), table.byIdentity(numbered('C')), table.byDocument('D3')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([...table.values()]).toHaveLength(2);
  });

  it('forgets what a PO had before', () => {
    const table = new PoTable([entry('1', numbered('A'), 'D1', 'D2')]);
    table.put(entry('1', numbered('B'), 'D2'));
    expect(table.byIdentity(numbered('A'))).toBeUndefined();
    expect(table.byIdentity(numbered('B'))?.po.id).toBe('1');
    expect(table.byDocument('D1')).toBeUndefined();
    table.remove('1');
    expect(table.byIdentity(numbered('B'))).toBeUndefined();
    expect(table.byDocument('D2')).toBeUndefined();
    table.remove('1');
    expect([...table.values()]).toEqual([]);
  });

  it('gives an identity or a document to the PO that has it last, in whichever order they are put', () => {
    const before = [entry('1', numbered('A'), 'D1'), entry('2', numbered('B'), 'D2')];
    const after = [entry('1', numbered('B'), 'D2'), entry('2', numbered('A'), 'D1')];
    for (const changes of [after, [...after].reverse()]) {
      const table = new PoTable(before);
      table.apply({ ...noChanges, touched: changes });
      expect(table.byIdentity(numbered('A'))?.po.id).toBe('2');
      expect(table.byIdentity(numbered('B'))?.po.id).toBe('1');
      expect(table.byDocument('D1')?.po.id).toBe('2');
      expect(table.byDocument('D2')?.po.id).toBe('1');
    }
  });

  it('carries out what a batch changed', () => {
    const table = new PoTable([entry('1', numbered('A'), 'D1')]);
    table.apply({
      touched: [entry('2', numbered('A'), 'D1', 'D2')],
      added: new Set(['2']),
      removed: ['1'],
      recorded: [],
      changed: [],
      aliases: noChanges.aliases,
    });
    expect(table.get('1')).toBeUndefined();
    expect(table.byIdentity(numbered('A'))?.po.id).toBe('2');
    expect(table.byDocument('D1')?.po.id).toBe('2');
  });
});
