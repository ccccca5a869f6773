import { describe, expect, it } from 'vitest';
import type { Cursor } from '../backfill/Run.ts';
import type { Window } from '../backfill/Window.ts';
import { createDocumentReader, type FcmsDocument } from '../document/FcmsDocument.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { readSequences, type SequencesRead } from '../reservation/nextNumbers.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { moveReport, sourceDocument } from './builders.ts';
import { collect } from './collect.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const everything: Window = { since: null, until: null };
const read = createDocumentReader(defaultSiteRules);
const byDocNo = (documents: readonly SourceDocument[]): Map<string, FcmsDocument> =>
  new Map(documents.map((document) => [document.docNo, read(document)]));

/** What every `DocumentSource` promises. `createWorld` gives each test a fresh, empty world. */
export const documentSourceContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  const listed = async ({ ports }: World, window: Window, after: Cursor | null = null, size = 3): Promise<string[]> => {
    const listing = await ports.source.list(window, after);
    try {
      const docNos = (await collect(listing.batches(size))).map(({ document }) => document.docNo);
      expect(listing.count).toBe(docNos.length);
      return docNos;
    } finally {
      await listing.close();
    }
  };

  describe('DocumentSource contract', () => {
    it(
      'lists nothing of an empty source',
      inWorld(async (world) => {
        expect(await listed(world, everything)).toEqual([]);
        expect(await world.ports.source.find(['FP25000001'])).toEqual([]);
        expect(await collect(world.ports.source.moveReportsWithoutOrder())).toEqual([]);
      }),
    );

    it(
      'tells which numbers have no order row, page for page',
      inWorld(async (world) => {
        await world.setSource({
          put: [sourceDocument({ docNo: 'FP25000001' }), sourceDocument({ docNo: '가-1' })],
          putMoveReports: [moveReport({ docNo: 'FP25000003' })],
        });
        async function* pages() {
          yield ['FP25000001', 'FP25000002'];
          yield [];
          yield ['FP25000003', '가-1', 'x\' "\\'];
        }
        expect((await collect(world.ports.source.absent(pages()))).sort()).toEqual([
          'FP25000002',
          'FP25000003',
          'x\' "\\',
        ]);
      }),
    );

    it(
      'lists in decision order: date, then year and sequence, then the malformed by code point, those without a date last',
      inWorld(async (world) => {
        const on = (docNo: string, orderDate: string | null) => sourceDocument({ docNo, orderDate, addDatetime: null });
        const inOrder = [
          on('FP25000900', '2025-11-01 23:59:59'),
          on('FP240100', '2025-11-02 00:00:00'),
          on('FP24000101', '2025-11-02 12:00:00'),
          on('FP250002', '2025-11-02 08:00:00'),
          on('FP25000003', '2025-11-02 07:00:00'),
          on('FP25-0001', '2025-11-02 00:00:00'),
          on('XX25000001', '2025-11-02 00:00:00'),
          on('fp25000001', '2025-11-02 00:00:00'),
          on('가25', '2025-11-02 00:00:00'),
          on('ｚ25', '2025-11-02 00:00:00'),
          on('😀25', '2025-11-02 00:00:00'),
          on('FP24000001', '2025-11-03 00:00:00'),
          on('FP23000001', null),
          on('A1', null),
        ];
        await world.setSource({ put: [...inOrder].reverse() });
        const expected = inOrder.map(({ docNo }) => docNo);
        for (const size of [1, 2, 5, 1000]) expect(await listed(world, everything, null, size)).toEqual(expected);
      }),
    );

    it(
      'bounds a batch by its size',
      inWorld(async (world) => {
        const docNos = Array.from({ length: 23 }, (_, i) => `FP2500${String(i).padStart(4, '0')}`);
        await world.setSource({ put: docNos.map((docNo) => sourceDocument({ docNo })) });
        const listing = await world.ports.source.list(everything, null);
        const sizes: number[] = [];
        for await (const batch of listing.batches(7)) sizes.push(batch.length);
        await listing.close();
        expect(Math.max(...sizes)).toBe(7);
        expect(sizes.reduce((a, b) => a + b, 0)).toBe(23);
      }),
    );

    it(
      'lists the documents of the window, both ends included, and those without an effective date in every window',
      inWorld(async (world) => {
        const on = (docNo: string, orderDate: string | null, addDatetime: string | null = null) =>
          sourceDocument({ docNo, orderDate, addDatetime });
        await world.setSource({
          put: [
            on('FP25000001', '2025-11-15 23:59:59'),
            on('FP25000002', '2025-11-16 00:00:00'),
            on('FP25000003', '2025-11-20 23:59:59.999'),
            on('FP25000004', '2025-11-21 00:00:00'),
            on('FP25000005', null, '2025-11-18 10:00:00'),
            on('FP25000006', '1899-12-30 00:00:00', '2025-11-19 10:00:00'),
            on('FP25000007', '2925-11-18 00:00:00', null),
            on('FP25000008', '1989-12-31 23:59:59', '2101-01-01 00:00:00'),
            on('FP25000009', null, null),
            on('FP25000010', '1990-01-01 00:00:00'),
            on('FP25000011', '2100-12-31 23:59:59'),
          ],
        });
        const dateless = ['FP25000007', 'FP25000008', 'FP25000009'];
        const within = ['FP25000002', 'FP25000005', 'FP25000006', 'FP25000003'];
        expect(await listed(world, { since: '2025-11-16', until: '2025-11-20' })).toEqual([...within, ...dateless]);
        expect(await listed(world, { since: '2025-11-16', until: null })).toEqual([
          ...within,
          'FP25000004',
          'FP25000011',
          ...dateless,
        ]);
        expect(await listed(world, { since: null, until: '2025-11-15' })).toEqual([
          'FP25000010',
          'FP25000001',
          ...dateless,
        ]);
      }),
    );

    it(
      'lists only what comes after the cursor, even when the document at the cursor has gone',
      inWorld(async (world) => {
        const on = (docNo: string, orderDate: string | null) => sourceDocument({ docNo, orderDate, addDatetime: null });
        const inOrder = [
          on('FP25000009', '2025-11-01 00:00:00'),
          on('FP250001', '2025-11-02 00:00:00'),
          on('FP25000002', '2025-11-02 00:00:00'),
          on('Z1', '2025-11-02 00:00:00'),
          on('Z2', '2025-11-02 00:00:00'),
          on('FP25000003', '2025-11-03 00:00:00'),
          on('FP25000004', null),
          on('FP25000005', null),
          on('Z3', null),
        ];
        const docNos = inOrder.map(({ docNo }) => docNo);
        await world.setSource({ put: inOrder });
        for (const [i, document] of inOrder.entries()) {
          const cursor = { effectiveOn: document.orderDate?.slice(0, 10) ?? null, docNo: document.docNo };
          expect(await listed(world, everything, cursor)).toEqual(docNos.slice(i + 1));
        }
        expect(await listed(world, everything, { effectiveOn: '2025-11-02', docNo: 'FP25000000' })).toEqual(
          docNos.slice(1),
        );
        expect(
          await listed(world, { since: '2025-11-02', until: '2025-11-02' }, { effectiveOn: '2025-11-02', docNo: 'Z1' }),
        ).toEqual(['Z2', 'FP25000004', 'FP25000005', 'Z3']);
      }),
    );

    it(
      'reads each document as it is when it is read, and leaves out what has gone since',
      inWorld(async (world) => {
        const first = sourceDocument({ docNo: 'FP25000001' });
        const second = sourceDocument({ docNo: 'FP25000002' });
        const third = sourceDocument({ docNo: 'FP25000003' });
        await world.setSource({ put: [first, second, third] });
        const listing = await world.ports.source.list(everything, null);
        await world.setSource({ remove: ['FP25000002'], put: [{ ...third, qty: '77' }] });
        const documents = (await collect(listing.batches(2))).map(({ document }) => document);
        await listing.close();
        expect(documents.map(({ docNo }) => docNo)).toEqual(['FP25000001', 'FP25000003']);
        expect(read(documents[1]!).qty).toBe(77);
      }),
    );

    it(
      'tells the day under which each document was listed, whatever its date has become',
      inWorld(async (world) => {
        const on = (docNo: string, orderDate: string | null) => sourceDocument({ docNo, orderDate, addDatetime: null });
        await world.setSource({ put: [on('FP25000001', '2025-11-01 10:00:00'), on('FP25000002', null)] });
        const listing = await world.ports.source.list(everything, null);
        await world.setSource({
          put: [on('FP25000001', '2025-12-24 10:00:00'), on('FP25000002', '2025-11-02 00:00:00')],
        });
        const listed = await collect(listing.batches(10));
        await listing.close();
        expect(listed.map(({ listedOn }) => listedOn)).toEqual(['2025-11-01', null]);
        expect(listed.map(({ document }) => read(document).position.effectiveOn)).toEqual(['2025-12-24', '2025-11-02']);
      }),
    );

    it(
      'reads every field, raw text included',
      inWorld(async (world) => {
        const documents = [
          sourceDocument(),
          sourceDocument({
            docNo: 'FP25000002',
            poNo: "주문%_'-001②",
            customer: '\u3000kd kk',
            customerName: '<b>고객</b> "株式會社" 😀\\',
            product: 'ｋｆ００１',
            productName: '𠮷COS',
            packing: '47L  CGA330 \u3000',
            qty: '2.50',
            orderDate: null,
            deliveryDate: null,
            progressCode: null,
          }),
          sourceDocument({
            docNo: 'FP25000003',
            poNo: null,
            customer: null,
            customerName: null,
            product: null,
            productName: null,
            packing: null,
            qty: null,
            orderDate: null,
            addDatetime: null,
            deliveryDate: null,
            progressCode: null,
          }),
          sourceDocument({
            docNo: 'FP25000004',
            qty: '-3',
            deliveryDate: '2025-12-31 23:59:59',
            poNo: '',
            customer: ' ',
          }),
        ];
        await world.setSource({ put: documents });
        const found = await world.ports.source.find(documents.map(({ docNo }) => docNo).reverse());
        expect(byDocNo(found)).toEqual(byDocNo(documents));
        const listing = await world.ports.source.list(everything, null);
        const read = (await collect(listing.batches(10))).map(({ document }) => document);
        await listing.close();
        expect(byDocNo(read)).toEqual(byDocNo(documents));
      }),
    );

    it(
      'keeps numbers apart that differ in more than padding, and finds only those that exist',
      inWorld(async (world) => {
        await world.setSource({
          put: ['FP250001', 'fp250001', 'FP 250001'].map((docNo) => sourceDocument({ docNo })),
        });
        const found = await world.ports.source.find(['fp250001', 'FP250001', 'FP2500', 'FP250002', "' or 1=1"]);
        expect(found.map(({ docNo }) => docNo).sort()).toEqual(['FP250001', 'fp250001']);
        expect(await world.ports.source.find([])).toEqual([]);
      }),
    );

    it(
      'takes the progress of a document from its move report',
      inWorld(async (world) => {
        await world.setSource({
          put: [sourceDocument({ docNo: 'FP25000001', progressCode: null }), sourceDocument({ docNo: 'FP25000002' })],
          putMoveReports: [moveReport({ docNo: 'FP25000002', progressCode: '51' })],
        });
        const cancelled = async (): Promise<boolean[]> => {
          const documents = byDocNo(await world.ports.source.find(['FP25000001', 'FP25000002']));
          return [...documents.keys()].sort().map((docNo) => documents.get(docNo)!.content.cancelled);
        };
        expect(await cancelled()).toEqual([false, true]);
        await world.setSource({
          removeMoveReports: ['FP25000002'],
          putMoveReports: [moveReport({ docNo: 'FP25000001', progressCode: '51' })],
        });
        expect(await cancelled()).toEqual([true, false]);
      }),
    );

    it(
      'finds move reports with their dates, cylinders and customer names',
      inWorld(async (world) => {
        const reports = [
          moveReport({
            docNo: 'FP25000001',
            progressCode: '31',
            fillingDate: '2025-11-20 10:11:12',
            shippingDate: '2025-11-21 00:00:00',
            cylinders: 2,
            customerNames: ['ABC 가스', '관동화학'],
          }),
          moveReport({ docNo: 'FP25000002', progressCode: null, addDatetime: null }),
        ];
        await world.setSource({ putMoveReports: reports });
        const found = await world.ports.source.findMoveReports(['FP25000002', 'FP25000001', 'FP25000003']);
        const told = [...found].sort((a, b) => (a.docNo < b.docNo ? -1 : 1));
        expect(
          told.map(({ progressCode, ...report }) => ({ ...report, progressCode: progressCode?.trim() ?? null })),
        ).toEqual(reports.map(({ progressCode, ...report }) => ({ ...report, progressCode })));
        expect(await world.ports.source.findMoveReports([])).toEqual([]);
      }),
    );

    it(
      'lists the live move reports without an order row by number, whatever their date',
      inWorld(async (world) => {
        const docNos = Array.from({ length: 12 }, (_, i) => `FP2500${String(i).padStart(4, '0')}`);
        await world.setSource({
          put: [sourceDocument({ docNo: 'FP25000003' }), sourceDocument({ docNo: 'FP25000004', progressCode: null })],
          putMoveReports: [
            ...[...docNos]
              .reverse()
              .filter((docNo) => docNo !== 'FP25000004')
              .map((docNo) => moveReport({ docNo })),
            moveReport({ docNo: 'FP25000005', progressCode: '51' }),
            moveReport({ docNo: 'FP08000001', addDatetime: '2008-01-01 00:00:00', progressCode: null }),
            moveReport({ docNo: 'x-1', addDatetime: null }),
          ],
        });
        const missing = await collect(world.ports.source.moveReportsWithoutOrder());
        expect(missing.map(({ docNo }) => docNo)).toEqual([
          'FP08000001',
          ...docNos.filter((docNo) => !['FP25000003', 'FP25000004', 'FP25000005'].includes(docNo)),
          'x-1',
        ]);
        await world.setSource({ remove: ['FP25000003'] });
        const afterwards = await collect(world.ports.source.moveReportsWithoutOrder());
        expect(afterwards.map(({ docNo }) => docNo)).toContain('FP25000003');
      }),
    );

    const sequencesOf = async (world: World, year = 25): Promise<SequencesRead> =>
      readSequences(await world.ports.source.sequencesOf(year), null);

    it(
      'reads the sequences of 4 and 6 digits of a year, of documents and of move reports',
      inWorld(async (world) => {
        expect(await world.ports.source.sequencesOf(25)).toEqual([]);
        const ofFour = ['FP250007', 'FP250012'].map((docNo) => sourceDocument({ docNo }));
        const others = [
          'FP2500999',
          'FP250099999',
          'FP2500999999',
          'fp25000500',
          'XX25000500',
          'FP25-00500',
          'FP25A00500',
        ];
        const otherYears = ['FP24000900', 'FP26000900', 'FP249999', 'FP260001'];
        await world.setSource({
          put: [...ofFour, ...[...others, ...otherYears].map((docNo) => sourceDocument({ docNo }))],
        });
        expect((await sequencesOf(world)).greatest).toBe(12);
        await world.setSource({ putMoveReports: [moveReport({ docNo: 'FP250013', progressCode: '51' })] });
        expect((await sequencesOf(world)).greatest).toBe(13);
        await world.setSource({ put: [sourceDocument({ docNo: 'FP25000011' })] });
        expect((await sequencesOf(world)).greatest).toBe(13);
        await world.setSource({ putMoveReports: [moveReport({ docNo: 'FP25000014' })] });
        expect((await sequencesOf(world)).greatest).toBe(14);
        expect((await sequencesOf(world, 24)).greatest).toBe(9999);
        expect((await sequencesOf(world, 26)).greatest).toBe(900);
        expect((await sequencesOf(world, 9)).greatest).toBe(0);
      }),
    );

    it(
      'reads enough sequences to tell typing errors from the greatest that counts',
      inWorld(async (world) => {
        const errors = [999_999, 980_000, 400_000, 30_000];
        const numbers = [...errors, 668, 667].map((n) => `FP25${String(n).padStart(6, '0')}`);
        await world.setSource({
          put: [...numbers, 'FP254444', 'FP250001'].map((docNo) => sourceDocument({ docNo, progressCode: null })),
        });
        expect(await sequencesOf(world)).toEqual({ greatest: 4444, typingErrors: errors });
        const many = Array.from({ length: 30 }, (_, i) => moveReport({ docNo: `FP2501${String(i).padStart(4, '0')}` }));
        await world.setSource({ putMoveReports: many });
        expect(await sequencesOf(world)).toEqual({ greatest: 10_029, typingErrors: errors });
      }),
    );
  });
};
