import { reviewCursor } from '@cynow/po-core';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../commands/allCommands.ts';
import type { Context, OrdinaryCommand } from '../commands/Command.ts';
import { CommandFailure } from '../commands/CommandFailure.ts';
import { parse } from '../commands/parse.ts';
import { messagesIn } from '../messages/messages.ts';
import { readFilter, typedFilter } from './readFilter.ts';
import { readWanted } from './readWanted.ts';
import { shellWords } from './shellWords.ts';

const messages = messagesIn('ko');
const now = new Date('2025-11-22T03:00:00Z');

/** As much of a command's surroundings as it needs before it opens the database. */
const context = {
  messages,
  config: { PO_NO_PLACEHOLDERS: ['별첨'] },
  surroundings: { now: () => now },
} as unknown as Context;

const parsed = async (line: string) => {
  const found = await parse(line.split(' '), allCommands, messages, 'ko');
  if ('show' in found) throw new Error(found.show);
  return found;
};

const failureOf = async (line: string): Promise<CommandFailure> => {
  const { command, args } = await parsed(line);
  const failure = await (command as OrdinaryCommand).run(context, args).catch((error: unknown) => error);
  if (!(failure instanceof CommandFailure)) throw failure;
  return failure;
};

describe('wrong usage is told before anything is opened', () => {
  it.each([
    ['list --priority urgent', '--priority: critical, high, medium, low'],
    ['list --reason BROKEN', 'QTY_MISMATCH'],
    ['list --po-no 없음', '--po-no: PO번호가 아닙니다(입력값 "없음").'],
    ['list --po-no 별첨', '--po-no: PO번호가 아닙니다(입력값 "별첨").'],
    ['list --manual --backfilled', '함께 쓸 수 없습니다: --manual, --backfilled'],
    ['list --limit 0', '--limit: 1부터 1000까지의 정수가 필요합니다'],
    ['list --older-than -1', '--older-than'],
    ['list --after nonsense', '--after: review list가 알려 준 값이 필요합니다(입력값 "nonsense").'],
    ['resolve FP25000001', '무엇을 할지 적으십시오.'],
    ['resolve --keep x', '어느 PO인지 적으십시오.'],
    ['resolve FP25000001 --keep x --reopen', '한 번에 하나만 할 수 있습니다: --keep, --reopen'],
    ['resolve FP25000001 --note x --reopen', '--note: 함께 필요한 옵션 --cancel'],
    ['resolve FP25000001 --doc FP25000001 --reopen', '--doc: 함께 필요한 옵션 --correct-product'],
    ['resolve FP25000001 --to FP25000001 --reopen', '--to: 함께 필요한 옵션 --move-document'],
    ['resolve FP25000001 --move-document FP25000001', '--move-document: 함께 필요한 옵션 --to'],
    ['resolve FP25000001 --all --reopen', '--all은 PO를 적지 않고 씁니다.'],
    ['resolve FP25000001 --manual --reopen', '--manual: 함께 필요한 옵션 --all'],
    ['resolve FP25000001 --reason INVALID_QTY --reopen', '--reason: 함께 필요한 옵션 --all'],
    ['resolve FP25000001 --yes --reopen', '--yes: 함께 필요한 옵션 --all'],
    ['resolve --all --correct-po-no X-1', '--correct-po-no: PO 하나에만 쓸 수 있습니다.'],
    ['resolve --all --correct-customer K --correct-po-no X-1', '--correct-customer: PO 하나에만 쓸 수 있습니다.'],
    ['resolve --all --candidate 1', '--candidate: PO 하나에만 쓸 수 있습니다.'],
    ['resolve --all --merge-into X', '--merge-into: PO 하나에만 쓸 수 있습니다.'],
    ['resolve --all --keep x --if-version 1', '--if-version: PO 하나에만 쓸 수 있습니다.'],
    ['resolve FP25000001 --candidate 0', '--candidate: 1부터 10까지의 정수가 필요합니다'],
    ['resolve FP25000001 --alias never', '--alias: always, other'],
    ['undo', '되돌릴 처리의 번호, 또는 --batch 하나를 적으십시오.'],
    ['undo 1 --batch 2', '되돌릴 처리의 번호, 또는 --batch 하나를 적으십시오.'],
  ])('review %s', async (line, text) => {
    const { exitCode, explanation } = await failureOf(`review ${line}`);
    expect(exitCode).toBe(2);
    expect(explanation.what).toContain(text);
  });
});

describe('a filter', () => {
  const filterOf = async (options: string) => readFilter((await parsed(`review list ${options}`.trim())).args, context);

  it('narrows by nothing when nothing is given', async () => {
    expect(Object.values(await filterOf('')).filter((value) => value !== undefined)).toEqual([]);
  });

  it('is read by the keys of the rules', async () => {
    expect(await filterOf('--customer kd-kk --po-no PO–001②')).toMatchObject({
      customerKey: 'KD-KK',
      poKey: 'PO-001',
    });
    expect(await filterOf('--customer 없음 --po-no-prefix abc')).toMatchObject({
      customerKey: 'UNKNOWN',
      poKeyPrefix: 'ABC',
    });
    expect(await filterOf('--backfilled --older-than 7')).toMatchObject({
      manual: false,
      waitingSinceBefore: new Date('2025-11-15T03:00:00Z'),
    });
  });

  it('is told as it was typed', async () => {
    const { args } = await parsed('review list --reason INVALID_QTY --manual --customer KDKK --limit 5');
    expect(shellWords(typedFilter(args))).toBe('--reason INVALID_QTY --customer KDKK --manual');
  });

  it('takes a place of the queue as it was printed', async () => {
    const cursor = reviewCursor({ priority: 'low', since: now, id: 'x' });
    expect((await parsed(`review list --after ${cursor}`)).args.text('after')).toBe(cursor);
  });
});

describe('a decision', () => {
  const wantedOf = async (options: string) => {
    const { wanted, forMany } = readWanted((await parsed(`review resolve ${options}`)).args, messages);
    return { ...wanted, forMany };
  };

  it.each([
    ['--correct-customer K', { decision: { kind: 'correct', customer: 'K' }, forMany: true }],
    [
      '--correct-customer K --correct-po-no N --correct-product P --doc D',
      { decision: { kind: 'correct', customer: 'K', poNo: 'N', product: 'P', docNo: 'D' }, forMany: false },
    ],
    ['--candidate 2', { candidate: 2, forMany: false }],
    ['--merge-into FP25000001', { mergeInto: 'FP25000001', forMany: false }],
    ['--move-document A --to B', { moveDocument: 'A', to: 'B', forMany: false }],
    ['--accept-qty', { decision: { kind: 'accept-qty' }, forMany: true }],
    ['--keep ok', { decision: { kind: 'keep', note: 'ok' }, forMany: true }],
    ['--cancel', { decision: { kind: 'cancel-po' }, forMany: true }],
    ['--cancel --note why', { decision: { kind: 'cancel-po', note: 'why' }, forMany: true }],
    ['--reopen', { decision: { kind: 'reopen' }, forMany: true }],
    ['--alias always', { decision: { kind: 'alias-always' }, forMany: true }],
    ['--alias other', { decision: { kind: 'alias-other' }, forMany: true }],
  ])('%s', async (options, expected) => expect(await wantedOf(options)).toEqual(expected));
});
