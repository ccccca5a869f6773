import { refreshProgress } from '@cynow/po-core';
import { enterManualPos, manualPo, runToEnd, sourceDocument, type World } from '@cynow/po-core/testing';

/** More of a plant's week: numbers mistyped, several deliveries, cylinders on their way. */
export const plantWeek = async (world: World): Promise<void> => {
  const item = (product: string, qty: number, deliveryOn: string | null = '2025-12-05') => ({
    product,
    qty,
    deliveryOn,
  });
  await enterManualPos(world, [
    manualPo({
      customer: 'KDKK',
      customerName: '한국특수가스 주식회사',
      poNo: 'ABC-2025-0147',
      receivedOn: '2025-11-10',
      items: [item('KF001', 60), item('KF002', 40, '2025-12-20')],
      memo: '월 2회 분납, 오전 입고 요청',
    }),
    manualPo({
      customer: 'SAM',
      customerName: '삼성전자',
      poNo: 'SE-88012',
      receivedOn: '2025-11-12',
      items: [item('KF003', 120)],
    }),
  ]);
  const of = (docNo: string, given: Partial<Parameters<typeof sourceDocument>[0]>) =>
    sourceDocument({ docNo, customerName: '한국특수가스 주식회사', ...given });
  await world.setSource({
    put: [
      of('FP25000101', { poNo: 'ABC-2025-0147', product: 'KF001', qty: '30' }),
      of('FP25000102', { poNo: 'ABC-2025-0147②', product: 'KF001', qty: '30' }),
      of('FP25000103', { poNo: 'ABC-2025-O147', product: 'KF001', qty: '40' }),
      of('FP25000104', { poNo: 'ABC-2025-0147 3차', product: 'KF009', qty: '5' }),
      of('FP25000105', { customer: 'SAM', customerName: '삼성전자', poNo: 'SE-88102', product: 'KF003', qty: '120' }),
      of('FP25000106', {
        customer: 'LGC',
        customerName: '엘지화학',
        poNo: '2025-LG-0031',
        product: 'KF004',
        qty: '12',
      }),
    ],
  });
  world.setNow(new Date('2025-11-23T03:00:00Z'));
  await runToEnd(world);
  const moves = (docNo: string, from: number, count: number, codes: readonly string[]) =>
    Array.from({ length: count }, (_, i) =>
      codes.map((code, seq) => ({
        cylinderNo: `C${from + i}`,
        seq: String(seq + 1),
        code,
        docNo,
        movedAt: '2025-11-21 10:00:00',
      })),
    ).flat();
  await world.setMoves({
    put: [
      ...moves('FP25000101', 1000, 30, ['22', '50', '60']),
      ...moves('FP25000102', 2000, 21, ['22', '50']),
      ...moves('FP25000105', 3000, 12, ['22']),
      ...moves('FP25000106', 4000, 12, ['22', '50', '60']),
    ],
  });
  for await (const _ of refreshProgress(world, { at: new Date('2025-11-23T03:05:00Z'), everyMs: 0, full: true }));
};
