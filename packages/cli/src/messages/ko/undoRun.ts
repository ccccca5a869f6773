import type { TakeBackRefusal } from '@cynow/po-core';
import { number, time } from '../format.ts';

export const undoRun = {
  title: '=== 역수입 되돌리기 ===',
  run: (id: string, startedAt: Date, state: string) => `- 실행: ${id} (${time(startedAt)}, ${state})`,
  refusedTag: '되돌리지 않음',
  because: (refusal: TakeBackRefusal): string => {
    switch (refusal.reason) {
      case 'people':
        return `이후에 처리한 내용이 있습니다: ${refusal.by}, ${time(refusal.at)}`;
      case 'later-run':
        return '이후의 역수입이 이 PO나 이동서를 다시 처리했습니다. 그 실행부터 되돌리십시오.';
      case 'reserved':
        return `이 PO의 예약번호가 있습니다: ${refusal.docNo}`;
      case 'memo':
        return '이 PO에 적은 메모가 있습니다.';
    }
  },
  done: '✅ 되돌리기 완료',
  nothing: '되돌릴 내용이 없습니다. 이미 되돌렸거나, 이 실행에서 처리한 이동서가 없습니다.',
  unrecorded: (documents: number, pos: number) =>
    `  ✓ 기록 전으로: 이동서 ${number(documents)}건 (없어진 PO ${number(pos)}건)`,
  restored: (documents: number) => `  ✓ 이전 내용으로: 이동서 ${number(documents)}건`,
  refused: (pos: number) => `  ⚠ 되돌리지 않음: PO ${number(pos)}건`,
  someRefused: (pos: number) =>
    `PO ${number(pos)}건은 이후에 처리한 내용이 있어 되돌리지 않았습니다. 나머지는 되돌렸습니다.`,
  next: '다음 역수입에서 이 이동서를 처음부터 다시 처리합니다.',
  goOnWith: (id: string) => `여기까지 되돌렸습니다. 이어서 실행: cynow-po backfill undo ${id}`,
  running: (id: string) => ({
    what: `실행 중인 역수입은 되돌릴 수 없습니다: ${id}`,
    next: '끝난 뒤 다시 실행하십시오. 상태 확인: cynow-po runs list',
  }),
  notKept: (id: string) => ({
    what: `되돌릴 수 없는 실행입니다: ${id}`,
    why: '이전 버전에서 실행해, 바뀌기 전의 내용이 남아 있지 않습니다.',
    next: `처리한 내용: cynow-po runs show ${id}`,
  }),
  /** Of a run in lists. */
  undone: '되돌림',
  undoneBy: (at: Date, by: string) => `되돌림: ${time(at)}, ${by}`,
};
