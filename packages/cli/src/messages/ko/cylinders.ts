import { number, time } from '../format.ts';

const moment = (at: Date | null): string => (at === null ? '없음' : time(at));

/** What is told of how far cylinders have come. */
export const cylinders = {
  /** Column heads: ordered, instructed, filled, warehoused, shipped, rate, stage. */
  columns: {
    ordered: '수주수량(병)',
    instructed: '지시수량(병)',
    filled: '충전수량(병)',
    warehoused: '입고수량(병)',
    shipped: '출하수량(병)',
    rate: '출하율',
    stage: '단계',
  },
  /** Stands for a figure that is not known. */
  unread: '-',
  atLeast: (n: number) => `${number(n)} 이상`,
  count: (n: number, incomplete = false) => `${number(n)}병${incomplete ? ' 이상' : ''}`,
  asOf: (at: Date | null) =>
    at === null
      ? '충전·입고·출하: 아직 읽지 않았습니다. 역수입이 끝나면 읽습니다.'
      : `충전·입고·출하 기준 시각: ${time(at)}`,
  whole: 'PO 전체',
  item: (product: string) => `품목 ${product}`,
  reading: '충전·입고·출하를 읽습니다.',
  readSoFar: (histories: number) => `용기 이력 ${number(histories)}건`,
  read: (at: Date | null, documents: number, seconds: number) =>
    `충전·입고·출하를 읽었습니다: 기준 시각 ${moment(at)}, 수량이 바뀐 이동서 ${number(documents)}건 (${seconds.toFixed(1)}초)`,
  notDue: {
    unchanged: (at: Date | null) => `충전·입고·출하: 바뀐 것이 없습니다. 기준 시각 ${moment(at)}`,
    'too-soon': (at: Date | null) =>
      `충전·입고·출하: 아직 다시 읽을 때가 아닙니다(PO_PROGRESS_EVERY). 기준 시각 ${moment(at)}`,
  },
  busy: '충전·입고·출하: 다른 프로세스가 읽고 있습니다.',
  interrupted: '충전·입고·출하 읽기를 중단했습니다. 역수입은 모두 저장되었습니다. 읽기는 다음 역수입에서 이어집니다.',
  failed: '⚠ 역수입은 저장했지만 충전·입고·출하를 읽지 못했습니다. 다음 역수입에서 다시 읽습니다.',
};
