import { describe, expect, it } from 'vitest';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { poIdentityOf } from '../po/identity.ts';
import type { Delivery, Item, Po } from '../po/Po.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { sourceDocument } from '../testing/builders.ts';
import { comparableName } from './customerName.ts';
import { factsOfDocument, factsOfPo } from './factsOf.ts';
import { matchFeatures } from './MatchFeatures.ts';

const read = createDocumentReader(defaultSiteRules);

const delivery = (number: number | null, given: Partial<SourceDocument> = {}): Delivery => ({
  ...read(sourceDocument(given)),
  poId: 'P1',
  link: 'exact',
  runId: 'R1',
  number,
  reasons: [],
  resolved: [],
  correction: null,
});

const item = (productKey: string, qty: number, deliveryOn: string | null = null): Item => ({
  productKey,
  product: productKey,
  qty,
  deliveryOn,
  incomplete: false,
});

const po = (given: Partial<Po> = {}): Po => ({
  id: 'P1',
  identity: poIdentityOf('KDKK', 'PO-001', ''),
  customer: 'KDKK',
  customerName: '관동화학',
  poNo: 'PO-001',
  manual: true,
  reviewed: false,
  state: 'open',
  aliases: [],
  receivedOn: '2025-11-19',
  items: [item('KF001', 30, '2025-11-28')],
  memo: '',
  ...given,
});

describe('facts of a document', () => {
  it('are its keys, its one line and its dates', () => {
    expect(factsOfDocument(read(sourceDocument()))).toEqual({
      id: 'FP25000001',
      poKey: 'PO-001',
      customerKey: 'KDKK',
      customerName: '관동화학',
      lines: [{ productKey: 'KF001', qty: 10, deliveryOn: '2025-11-27' }],
      orderedOn: ['2025-11-20'],
      need: null,
    });
  });

  it('leave out what is missing', () => {
    const blank = sourceDocument({
      poNo: '구두',
      customer: '',
      product: null,
      qty: '0',
      orderDate: null,
      addDatetime: null,
      deliveryDate: null,
    });
    expect(factsOfDocument(read(blank))).toMatchObject({
      poKey: null,
      customerKey: null,
      lines: [{ productKey: null, qty: null, deliveryOn: null }],
      orderedOn: [],
    });
  });
});

describe('facts of a PO', () => {
  it('are what staff ordered, as long as nothing is delivered', () => {
    expect(factsOfPo({ po: po(), deliveries: [] })).toMatchObject({
      id: 'P1',
      poKey: 'PO-001',
      lines: [{ productKey: 'KF001', qty: 30, deliveryOn: '2025-11-28' }],
      orderedOn: ['2025-11-19'],
      need: 'all',
    });
  });

  it('are also what is left of it, and each live delivery', () => {
    const facts = factsOfPo({
      po: po(),
      deliveries: [delivery(1), delivery(null, { docNo: 'FP25000002', qty: '7', orderDate: '2025-12-20 00:00:00' })],
    });
    expect(facts.lines).toEqual([
      { productKey: 'KF001', qty: 30, deliveryOn: '2025-11-28' },
      { productKey: 'KF001', qty: 20, deliveryOn: '2025-11-28' },
      { productKey: 'KF001', qty: 10, deliveryOn: '2025-11-27' },
    ]);
    expect(facts.orderedOn).toEqual(['2025-11-19', '2025-11-20']);
    expect(facts.need).toBe('some');
  });

  it('say when nothing is needed any more', () => {
    expect(factsOfPo({ po: po(), deliveries: [delivery(1, { qty: '30' })] }).need).toBe('none');
    const two = po({ items: [item('KF001', 10), item('KF002', 5)] });
    expect(factsOfPo({ po: two, deliveries: [delivery(1)] }).need).toBe('some');
  });

  it('of a backfilled one are its deliveries', () => {
    const backfilled = po({ manual: false, identity: poIdentityOf(null, 'PO-001', ''), customer: 'UNKNOWN' });
    expect(factsOfPo({ po: backfilled, deliveries: [delivery(1)] })).toMatchObject({
      customerKey: null,
      lines: [{ productKey: 'KF001', qty: 10, deliveryOn: '2025-11-27' }],
      need: null,
    });
  });

  it('are bounded, however many deliveries there are: the latest, and the first and latest days', () => {
    const deliveries = Array.from({ length: 60 }, (_, i) =>
      delivery(i + 1, { qty: String(i + 1), orderDate: `2025-${String(1 + (i % 12)).padStart(2, '0')}-10 00:00:00` }),
    );
    const { lines, orderedOn } = factsOfPo({ po: po({ manual: false }), deliveries });
    expect(lines).toHaveLength(16);
    expect(lines[0]?.qty).toBe(60);
    expect(orderedOn).toHaveLength(8);
    expect(orderedOn[0]).toBe('2025-01-10');
    expect(orderedOn.at(-1)).toBe('2025-12-10');
  });
});

describe('features', () => {
  it('leave out what is no day', () => {
    const facts = factsOfDocument(read(sourceDocument()));
    const [line] = facts.lines;
    const features = matchFeatures({
      ...facts,
      orderedOn: ['2025-13-01', '2025-11-20'],
      lines: [{ productKey: line?.productKey ?? null, qty: 10, deliveryOn: '2025-13-01' }],
    });
    expect(features.orderedOn).toEqual([Date.UTC(2025, 10, 20) / 86_400_000]);
    expect(features.lines[0]?.deliveryOn).toBeNull();
  });
});

describe('customer names', () => {
  it.each([
    ['가람디케이 주식회사', '가람디케이㈜'],
    ['(주)가람디케이', '가람 디케이　주식회사'],
    ['みなと晶材工業㈱', 'みなと晶材工業株式会社'],
    ['Bluefern Devices Ltd.', 'BLUEFERN DEVICES CO., LTD'],
    ["O'Malvern Photonics", 'O’MALVERN PHOTONICS INC.'],
  ])('%s and %s are the same', (one, other) => {
    expect(comparableName(one)).toBe(comparableName(other));
  });

  it('are not the same for different firms, and nothing where there is none', () => {
    expect(comparableName('가람디케이㈜')).not.toBe(comparableName('가람에스㈜'));
    expect(comparableName(null)).toBeNull();
    expect(comparableName('㈜')).toBeNull();
  });
});
