import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsArb, features, posArb, series, waiting } from '../testing/matchExamples.ts';
import { tries } from '../testing/tries.ts';
import { blockingKeys, mostHeldKeys, mostPosOfKey } from './blockingKeys.ts';
import { createCandidateIndex } from './createCandidateIndex.ts';
import { createPostings } from './createPostings.ts';
import { type MatchFeatures, matchFeatures } from './MatchFeatures.ts';

const found = (pos: readonly MatchFeatures[], document: MatchFeatures): string[] => {
  const index = createCandidateIndex();
  for (const po of pos) index.put(po);
  return index
    .find(document)
    .map(({ id }) => id)
    .sort();
};

/** What a store with a table of keys would find. */
const foundByTable = (pos: readonly MatchFeatures[], document: MatchFeatures): string[] => {
  const holders = Map.groupBy(
    pos.flatMap((po) => blockingKeys(po).held.map((key) => ({ key, id: po.id }))),
    ({ key }) => key,
  );
  const ids = blockingKeys(document).sought.flatMap((key) => {
    const held = holders.get(key) ?? [];
    return held.length > mostPosOfKey ? [] : held.map(({ id }) => id);
  });
  return [...new Set(ids)].filter((id) => id !== document.id).sort();
};

describe('blocking keys', () => {
  it('are text that every store can hold, wherever a number is cut', () => {
    for (const poKey of ['PO-😀😀😀', '😀', 'A😀1😀2😀3', '1\ud83d']) {
      const { held, sought } = blockingKeys(features({ poKey }));
      for (const key of [...held, ...sought]) expect(key.isWellFormed()).toBe(true);
      expect(new Set(held).size).toBe(held.length);
    }
  });

  it('are few, each once, without line breaks', () => {
    fc.assert(
      fc.property(factsArb(), (facts) => {
        const { held, sought } = blockingKeys(matchFeatures(facts));
        expect(held.length).toBeLessThanOrEqual(mostHeldKeys);
        expect(sought.length).toBeLessThanOrEqual(40);
        for (const keys of [held, sought]) {
          expect(new Set(keys).size).toBe(keys.length);
          for (const key of keys) expect(key).not.toMatch(/\n/);
        }
      }),
      tries(3),
    );
  });

  it.each([
    ...['ABC2024017', 'ABC/2024/017', 'POABC-2024-017', 'NO.2024-017', 'ABC-2O24-017', 'ABC-2024-0I7', 'ABC-2024-17'],
    ...['ABC-24-017', 'ABC-2024-017-2', 'ABC-2024-017#2', 'ABC-2042-017', 'ABC-2024-071', 'ABX-2024-017'],
    ...['ABC-2054-017', 'ABC-2024-0177', 'ABC-2024-01', 'AB-2024-017', '2024-017', '017', 'ABC-2024-117'],
  ])('let a document meet its order although its number is written %s, by the number alone', (typed) => {
    const order = waiting('ABC-2024-017', { lines: [], orderedOn: [] });
    expect(found([order], features({ poKey: typed, lines: [], orderedOn: [] }))).toEqual([order.id]);
  });

  it('let a document without a number meet the POs of its product and time', () => {
    const order = waiting('ABC-2024-017');
    expect(found([order], features({ poKey: null, id: 'numberless', orderedOn: ['2024-05-15'] }))).toEqual([order.id]);
    expect(found([order], features({ poKey: null, id: 'numberless', orderedOn: ['2024-09-15'] }))).toEqual([]);
  });

  it('let a blank customer meet all customers by the whole number, and no one else', () => {
    const pos = [waiting('PO-1'), waiting('PO-1', { customerKey: 'SAM', id: 'SAM' }), waiting('PO-2')];
    expect(found(pos, features({ customerKey: null, poKey: 'PO1', id: 'blank' }))).toEqual(['PO-1', 'SAM']);
    expect(found([features({ customerKey: null, poKey: 'PO-1', id: 'blank' })], waiting('PO1'))).toEqual(['blank']);
    expect(found(pos, waiting('PO-1', { customerKey: 'LG', id: 'LG' }))).toEqual([]);
  });

  it('that more POs have than are worth looking at are passed over', () => {
    const many = Array.from({ length: mostPosOfKey + 1 }, (_, i) =>
      waiting(`${i}-X9Y8Z7`, { id: `PO ${i}`, lines: [], orderedOn: [] }),
    );
    const document = waiting('X9Y8Z7', { id: 'document', lines: [], orderedOn: [] });
    expect(found(many.slice(1), document).length).toBe(mostPosOfKey);
    expect(found(many, document)).toEqual([]);
  });
});

describe('the candidate index', () => {
  it('finds what a table of keys finds, whatever came and went before', () => {
    fc.assert(
      fc.property(posArb(30), posArb(10), factsArb(), (pos, passing, document) => {
        const index = createCandidateIndex();
        for (const po of passing) index.put(matchFeatures(po));
        for (const po of pos) index.put(matchFeatures({ ...po, poKey: 'BEFORE-1' }));
        for (const po of pos) index.put(matchFeatures(po));
        for (const { id } of passing) index.remove(id);
        index.remove('never in');
        expect(
          index
            .find(matchFeatures(document))
            .map(({ id }) => id)
            .sort(),
        ).toEqual(foundByTable(pos.map(matchFeatures), matchFeatures(document)));
      }),
      tries(3),
    );
  });

  it('meets tens of a long series, not all', () => {
    const pos = series(900, (n) => `ABC-2024-${String(n).padStart(4, '0')}`);
    const candidates = found(pos, features({ poKey: 'ABC-2024-0901' }));
    expect(candidates.length).toBeGreaterThan(5);
    expect(candidates.length).toBeLessThan(80);
  });
});

describe('postings', () => {
  it('hold what a map of sets would', () => {
    const key = fc.constantFrom(...Array.from({ length: 30 }, (_, i) => `key ${i}`));
    const item = fc.integer({ min: 0, max: 20 });
    const step = fc.record({ key, item, add: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const postings = createPostings();
        const model = new Map<string, Set<number>>();
        for (const { key: at, item: what, add } of steps) {
          const items = model.get(at) ?? new Set();
          model.set(at, items);
          if (add && !items.has(what)) postings.add(at, what);
          if (!add) postings.remove(at, what);
          if (add) items.add(what);
          else items.delete(what);
        }
        for (const [at, items] of model) {
          expect([...postings.of(at, 100)].sort()).toEqual([...items].sort());
          expect(postings.of(at, items.size - 1)).toEqual([]);
        }
      }),
    );
  });

  it('grow to any size', () => {
    const postings = createPostings();
    for (let i = 0; i < 20_000; i += 1) postings.add(`key ${i % 5_000}`, i);
    expect([...postings.of('key 4711', 9)].sort((a, b) => a - b)).toEqual([4_711, 9_711, 14_711, 19_711]);
    expect(postings.of('key 5000', 9)).toEqual([]);
  });
});
