import { type BackfillInput, type Decision, runBackfill, runResult } from '@cynow/po-core';
import {
  backfillSettings,
  enterManualPos,
  inMemoryWorld,
  manualPo,
  sourceDocument,
  type World,
} from '@cynow/po-core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Arguments } from '../commands/Command.ts';
import { en } from '../messages/en.ts';
import { ko } from '../messages/ko.ts';
import { createOutput } from '../output/createOutput.ts';
import { fakeStream } from '../testing/fakeStream.ts';
import { createComparison, differenceTexts, lineOf } from './compareDecisions.ts';
import { createPrinter } from './createPrinter.ts';
import { readRequest } from './readRequest.ts';

const now = new Date('2025-11-22T03:00:00Z');

describe('what was asked', () => {
  const read = (given: Readonly<Record<string, string | true>>) => {
    const args: Arguments = {
      text: (name) => (typeof given[name] === 'string' ? given[name] : undefined),
      texts: () => [],
      flag: (name) => given[name] === true,
    };
    return readRequest(args, { cwd: '/here', now }, ko);
  };

  it('is the last 90 days and 1,000 documents, when nothing is said', () => {
    expect(read({})).toEqual({
      options: { window: { since: '2025-08-25', until: null }, limit: 1_000, force: false },
      dryRun: false,
      days: 90,
      batchSize: 2_000,
      waitMs: 10_000,
      report: null,
    });
  });

  it('may be days that end today in Seoul, or days of the calendar', () => {
    expect(read({ days: '7' })).toMatchObject({ options: { window: { since: '2025-11-16', until: null } }, days: 7 });
    expect(read({ since: '2025-11-01', until: '2025-11-15' })).toMatchObject({
      options: { window: { since: '2025-11-01', until: '2025-11-15' } },
      days: null,
    });
    expect(read({ until: '2025-11-15' })).toMatchObject({ options: { window: { since: null, until: '2025-11-15' } } });
  });

  it('has no limit with --force, and waits without end with --wait', () => {
    expect(read({ force: true, wait: true, report: 'r' })).toMatchObject({
      options: { limit: null, force: true },
      waitMs: null,
      report: '/here/r',
    });
  });

  it.each([
    [{ days: '7', since: '2025-11-01' }, '함께 쓸 수 없습니다: --days, --since'],
    [{ days: '7', until: '2025-11-01' }, '함께 쓸 수 없습니다: --days, --until'],
    [{ since: '2025-11-02', until: '2025-11-01' }, '--since가 --until보다 늦습니다.'],
    [{ force: true, limit: '10' }, '--force, --limit'],
    [{ resume: 'x', days: '7' }, '--resume, --days'],
    [{ resume: 'x', 'dry-run': true }, '--resume, --dry-run'],
    [{ like: 'x', limit: '7' }, '--like, --limit'],
    [{ like: 'x', 'dry-run': true }, '--like, --dry-run'],
    [{ days: '0' }, '--days: 1부터 100000까지의 정수가 필요합니다(입력값 "0").'],
    [{ days: '7.5' }, '7.5'],
    [{ limit: '-1' }, '-1'],
    [{ since: '2025-02-30' }, '--since: 2025-11-22 같은 날짜가 필요합니다(입력값 "2025-02-30").'],
  ] as const)('%j is refused', (given, message) => {
    expect(() => read(given)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
    );
  });
});

describe('a run', () => {
  let world: World;

  beforeEach(async () => {
    world = await inMemoryWorld();
    world.setNow(now);
  });

  const target = { database: 'cycy_db', host: 'localhost', port: 5432 };

  const print = async (given: Partial<BackfillInput> & { readonly days?: number; readonly first?: number } = {}) => {
    const stdout = fakeStream();
    const output = await createOutput({
      stdout,
      stderr: fakeStream(),
      json: false,
      plain: null,
      color: true,
      file: null,
      onClosed: () => undefined,
    });
    const { days = 7, first = 50, ...input } = given;
    const dryRun = input.dryRun ?? true;
    const printer = createPrinter(output, ko, { target, schema: 'po', days, dryRun }, { first, reviews: true });
    let result: unknown;
    const decisions: Decision[] = [];
    const events = runBackfill(world.ports, backfillSettings(), {
      owner: { actor: 'kim', host: 'here', pid: 1 },
      options: { window: { since: '2025-11-16', until: null }, limit: 10, force: false },
      dryRun,
      batchSize: 100,
      waitMs: 0,
      ...input,
    });
    for await (const event of events) {
      printer(event);
      if (event.type === 'decided') decisions.push(...event.decisions);
      if (event.type === 'finished') result = runResult(event.result);
    }
    await output.close(true);
    return { text: stdout.text(), result, decisions };
  };

  const example = [
    sourceDocument({ docNo: 'FP240001', poNo: 'ABC-2024-001' }),
    sourceDocument({ docNo: 'FP240002', poNo: 'ABC-2024-002', customer: null }),
    sourceDocument({ docNo: 'FP240003', poNo: 'ABC-2024-001②' }),
    sourceDocument({ docNo: 'FP240004', poNo: 'ABC-2024-004', progressCode: '51' }),
    ...[5, 6, 7, 8, 9].map((n) => sourceDocument({ docNo: `FP24000${n}`, poNo: `ABC-2024-00${n}` })),
    sourceDocument({ docNo: 'FP240010', poNo: 'ABC-2024-010', product: null, qty: '0' }),
  ];

  it('reads as it was agreed', async () => {
    await world.setSource({ put: example });
    const { text, result } = await print();
    expect(text).toBe(`=== FCMS 데이터 역수입 시작 ===
- 대상: cycy_db @ localhost:5432, 스키마 po
- 기간: 최근 7일 (2025-11-16 ~)
- 최대 처리: 10건
- Dry Run: 예

1️⃣ FCMS 주문 데이터 조회 중...
   ✓ 10건 조회

2️⃣ PO 생성/매칭 처리 중...
   [생성] FP240001
   [검토필요] FP240002 — 고객코드 없음
   [연결] FP240003 → KDKK ABC-2024-001 2회차
   [건너뜀] FP240004 — 취소된 이동서
   [생성] FP240005
   [생성] FP240006
   [생성] FP240007
   [생성] FP240008
   [생성] FP240009
   [검토필요] FP240010 — 제품코드 없음, 수량 오류

✅ 처리 완료
총 확인: 10건
  ✓ 생성: 7건 (신규 6, 연결 1, 갱신 0)
  - 건너뜀: 1건
  ⚠ 검토필요: 2건

⚠️ Dry Run 모드: 실제 저장되지 않음
`);
    expect(result).toEqual({
      run: { id: expect.any(String), dryRun: true, since: '2025-11-16', until: null, limit: 10, state: 'completed' },
      checked: 10,
      created: { total: 7, newPo: 6, attached: 1, refreshed: 0 },
      skipped: { total: 1, byReason: { CANCELLED: 1 } },
      needsReview: {
        total: 2,
        newPo: 2,
        attached: 0,
        refreshed: 0,
        none: 0,
        byReason: { MISSING_CUSTOMER: 1, MISSING_PRODUCT: 1, INVALID_QTY: 1 },
      },
      failed: { total: 0, documents: [] },
      reworked: { opened: 0, closed: 0 },
      missing: 0,
      orphans: { open: 0, found: 0, resolved: 0 },
      durationMs: 0,
    });
  });

  it('tells what is there besides, only when there is any', async () => {
    await world.setSource({ put: example.slice(0, 3) });
    await print({ dryRun: false });
    await world.setSource({ put: [sourceDocument({ docNo: 'FP240001', poNo: 'ABC-2024-001', qty: '11' })] });
    const { text } = await print({
      dryRun: false,
      options: { window: { since: null, until: null }, limit: null, force: false },
    });
    expect(text).toContain('- 최대 처리: 제한 없음\n- Dry Run: 아니요\n');
    expect(text).toContain('   [갱신] FP240001 → KDKK ABC-2024-001 1회차\n');
    expect(text).toContain('   [건너뜀] FP240002 — 이미 처리된 이동서\n');
    expect(text).toContain('총 확인: 3건 (이번 처리 1, 이미 처리됨 2)\n');
    expect(text).not.toContain('Dry Run 모드');
    await enterManualPos(world, [
      manualPo({ poNo: 'ABC-2024-001', items: [{ product: 'KF001', qty: 21, deliveryOn: null }] }),
    ]);
    await world.setSource({
      put: [sourceDocument({ docNo: 'FP230001', poNo: 'ABC-2024-001', orderDate: '2025-11-17 09:00:00' })],
    });
    const later = await print({ dryRun: false });
    expect(later.text).toContain('다시 계산: 새 검토 1건, 해소 0건\n');
  });

  it('shows the first decisions, then every one that needs a review, then how many are left', async () => {
    await world.setSource({ put: example });
    const { text } = await print({ first: 2 });
    expect(text).toContain(
      '   [생성] FP240001\n   [검토필요] FP240002 — 고객코드 없음\n   [검토필요] FP240010 — 제품코드 없음, 수량 오류\n   … 외 7건 (--report로 전체 보기)\n\n',
    );
  });

  it('says so when it was interrupted', async () => {
    await world.setSource({ put: example });
    const stop = new AbortController();
    stop.abort();
    const { text, result } = await print({ dryRun: false, batchSize: 2, signal: stop.signal });
    expect(text).toContain('⚠️ 중단됨\n총 확인: 2건\n');
    expect(result).toMatchObject({ run: { state: 'interrupted' }, checked: 2 });
  });

  describe('with a PO that is probably there already', () => {
    const order = manualPo({ poNo: 'ABC-2024-017', items: [{ product: 'KF001', qty: 10, deliveryOn: '2025-11-27' }] });
    const mistyped = sourceDocument({ docNo: 'FP240001', poNo: 'ABC-2042-017' });

    it('names it with how likely it is', async () => {
      await enterManualPos(world, [order]);
      await world.setSource({ put: [mistyped] });
      expect((await print()).text).toMatch(/ {3}\[검토필요\] FP240001 — 중복 의심: KDKK ABC-2024-017 \(\d\d%\)\n/);
    });

    it('names the other PO that a link by number is suspected for', async () => {
      await enterManualPos(world, [
        manualPo({ poNo: 'ABC-2042-017', items: [{ product: 'KF900', qty: 40, deliveryOn: '2025-01-10' }] }),
        order,
      ]);
      await world.setSource({ put: [mistyped] });
      expect((await print()).text).toContain('수주에 없는 제품, 연결 의심: KDKK ABC-2024-017\n');
    });

    it('reports candidates with the evidence in words, and no addresses of POs', async () => {
      await enterManualPos(world, [order]);
      await world.setSource({ put: [mistyped] });
      const [decision] = (await print()).decisions;
      const line = JSON.parse(lineOf(decision!, ko));
      expect(line.reasons).toEqual([{ code: 'PROBABLE_MATCH', facts: { none: expect.any(Number), ambiguous: false } }]);
      expect(line.candidates).toEqual([
        { customer: 'KDKK', poNo: 'ABC-2024-017', score: expect.any(Number), evidence: expect.any(Array) },
      ]);
      expect(line.candidates[0].evidence).toContainEqual({
        feature: 'number',
        effect: 'for',
        code: 'number.swapped',
        text: 'PO번호에서 이웃한 두 글자가 바뀜 (ABC-2042-017 ↔ ABC-2024-017)',
      });
      expect(JSON.parse(lineOf(decision!, en)).candidates[0].evidence).toContainEqual({
        feature: 'number',
        effect: 'for',
        code: 'number.swapped',
        text: 'two neighbouring characters of the PO number are swapped (ABC-2042-017 ↔ ABC-2024-017)',
      });
    });

    it('is decided as reported before, whatever the language of the report, and whatever the addresses', async () => {
      await world.setSource({ put: [sourceDocument({ docNo: 'FP230001', poNo: 'ABC-2024-017' }), mistyped] });
      const input = { options: { window: { since: null, until: null }, limit: null, force: false } };
      const [rehearsed, real] = [await print(input), await print({ ...input, dryRun: false })];
      const comparison = createComparison();
      for (const decision of rehearsed.decisions) comparison.was(lineOf(decision, en));
      for (const decision of real.decisions) comparison.is(lineOf(decision, ko));
      expect(comparison.differences()).toEqual([]);
    });
  });

  describe('compared with another', () => {
    it('differs in nothing, however the report was formatted', async () => {
      await world.setSource({ put: example });
      const [one, other] = [await print(), await print()];
      const comparison = createComparison();
      for (const decision of one.decisions) {
        const { docNo, ...rest } = JSON.parse(lineOf(decision, ko)) as { docNo: string };
        comparison.was(JSON.stringify({ ...rest, docNo }));
      }
      for (const decision of other.decisions) comparison.is(lineOf(decision, ko));
      expect(comparison.differences()).toEqual([]);
    });

    it('differs by document: one more shifts the others, and is one difference', async () => {
      await world.setSource({ put: example });
      const before = await print();
      await world.setSource({
        put: [sourceDocument({ docNo: 'FP240000', poNo: 'NEW-1' }), { ...example[1]!, customer: 'KDKK' }],
        remove: ['FP240009'],
      });
      const after = await print({ options: { window: { since: null, until: null }, limit: null, force: false } });
      const comparison = createComparison();
      for (const decision of before.decisions) comparison.was(lineOf(decision, ko));
      for (const decision of after.decisions) comparison.is(lineOf(decision, ko));
      expect(comparison.differences().map((difference) => differenceTexts(difference, ko))).toEqual([
        [
          '[검토필요] FP240002 / 신규 / UNKNOWN ABC-2024-002 / 1회차 / 고객코드 없음',
          '[생성] FP240002 / 신규 / KDKK ABC-2024-002 / 1회차',
        ],
        ['[생성] FP240009 / 신규 / KDKK ABC-2024-009 / 1회차', '없음'],
        ['없음', '[생성] FP240000 / 신규 / KDKK NEW-1 / 1회차'],
      ]);
    });
  });
});
