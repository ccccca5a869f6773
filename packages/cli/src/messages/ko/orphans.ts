import type { MatchEvidence, OrphanRefusal, OrphanState, OrphanUndoRefusal } from '@cynow/po-core';
import { type Explanation, percent, time } from '../format.ts';
import { labels } from './labels.ts';

type Level = `${MatchEvidence['feature']}.${string}`;

const shownFact = (fact: MatchEvidence['facts'][string] | undefined): string =>
  fact === null || fact === undefined ? '-' : Array.isArray(fact) ? fact.join(', ') || '-' : String(fact);

const evidenceTexts: Readonly<Record<Level, string>> = {
  'customer.sameName': '고객명 일치',
  'customer.otherName': '고객명 다름',
  'product.same': '제품 일치',
  'product.different': '제품 다름',
  'quantity.near': '수량 차이 20% 이내',
  'quantity.part': '수량이 일부',
  'quantity.far': '수량 크게 다름',
  'delivery.sameDay': '출하일과 납기 같은 날',
  'delivery.days3': '출하일과 납기 3일 이내',
  'delivery.days7': '출하일과 납기 7일 이내',
  'delivery.days21': '출하일과 납기 21일 이내',
  'delivery.far': '출하일과 납기 21일 넘게 차이',
  'ordered.sameDay': '등록일과 수주일 같은 날',
  'ordered.days3': '등록일과 수주일 3일 이내',
  'ordered.days14': '등록일과 수주일 14일 이내',
  'ordered.days45': '등록일과 수주일 45일 이내',
  'ordered.far': '등록일과 수주일 45일 넘게 차이',
  'need.all': '아직 납품 없음',
  'need.some': '일부만 납품됨',
  'need.none': '모두 납품됨',
};

/** What is said of why nothing was decided. */
const refusal = (refused: OrphanRefusal, docNo: string, poName: (po: PoOfRefusal) => string): Explanation => {
  const list = '목록: cynow-po orphans list';
  switch (refused.reason) {
    case 'not-found':
      return { what: `주문 없는 이동서가 아닙니다: ${docNo}`, next: `확인: cynow-po where ${docNo}` };
    case 'changed':
      return { what: '다른 사용자가 먼저 수정했습니다.', next: '바뀐 내용을 확인한 뒤 다시 실행하십시오.' };
    case 'not-open': {
      const { state, decision } = refused.orphan;
      return {
        what: `이미 처리되었거나 처리할 수 없는 상태입니다: ${docNo} — ${labels.orphanStates[state]}`,
        ...(decision === null ? {} : { why: `처리자 ${decision.by}, ${time(decision.at)}` }),
        next: state === decision?.state ? `되돌리기: cynow-po orphans undo ${docNo}` : list,
      };
    }
    case 'recorded':
      return { what: `주문이 들어와 이미 PO에 있습니다: ${docNo} → ${poName(refused.po)}`, next: list };
    case 'note-missing':
      return { what: '제외하는 사유가 필요합니다.', next: '예: --ignore "시험 충전"' };
    case 'no-such-po':
      return { what: '그런 PO가 없습니다.', next: '고객코드/PO번호, 또는 그 PO에 있는 이동서번호를 확인하십시오.' };
    case 'target-cancelled':
      return { what: `취소한 수주에는 연결할 수 없습니다: ${poName(refused.po)}` };
    case 'exists':
      return {
        what: `이미 있는 PO입니다: ${poName(refused.po)}`,
        next: `그 PO에 연결: cynow-po orphans resolve ${docNo} --attach-to "${refused.po.customer}/${refused.po.poNo}"`,
      };
    case 'unusable':
      return { what: `값이 없다는 뜻의 말은 쓸 수 없습니다: ${refused.fields.map(({ value }) => value).join(', ')}` };
  }
};

type PoOfRefusal = Extract<OrphanRefusal, { readonly po: unknown }>['po'];

const undoRefusal = (refused: OrphanUndoRefusal): Explanation => {
  const what = '이후에 처리한 내용이 있어 되돌릴 수 없습니다.';
  switch (refused.reason) {
    case 'not-found':
    case 'not-undoable':
      return { what: '되돌릴 처리가 없습니다.' };
    case 'already-undone':
      return { what: '이미 되돌렸습니다.' };
    case 'too-late':
      return { what: `30일이 지나 되돌릴 수 없습니다(처리일시 ${time(refused.at)}).` };
    case 'built-on':
      return { what, why: `처리자 ${refused.by}, ${time(refused.at)}` };
    case 'documents-since':
      return { what, why: `이동서가 연결됨: ${refused.docNos.join(', ')}` };
    case 'numbers-reserved':
      return { what, why: `예약번호: ${refused.docNos.join(', ')}` };
  }
};

export const orphans = {
  columns: {
    docNo: '이동서번호',
    state: '상태',
    priority: '우선순위',
    day: '날짜',
    cylinders: '용기(병)',
    customer: '고객명',
    po: 'PO / 후보 PO',
  },
  none: '주문 없는 이동서가 없습니다.',
  more: (command: string) => `다음: ${command}`,
  candidate: (po: string, probability: number) => `${po} (${percent(100 * probability)})`,
  noneOfThem: '해당 없음',
  gonePo: '없어진 PO',
  /** Its document is on another PO than people chose. */
  landedElsewhere: (chosen: string, landed: string) => `⚠ 지정한 PO: ${chosen}, 실제 연결: ${landed}`,
  decided: (state: OrphanState, po: string | null, by: string, at: Date, note: string | null) =>
    `${labels.orphanStates[state]}${po === null ? '' : `: ${po}`} (처리자 ${by}, ${time(at)})${note === null ? '' : ` — ${note}`}`,
  before: (text: string) => `주문이 없던 때의 처리: ${text}`,
  /** The document is not on the PO that people had chosen. */
  elsewhere: '⚠ 그때 지정한 PO와 다른 PO에 연결되었습니다. 확인하십시오.',
  onPo: (docNos: readonly string[]) => `이 PO에 연결한 주문 없는 이동서(수량에 넣지 않음): ${docNos.join(', ')}`,
  suggestions: '후보 PO',
  evidence: ({ code, facts }: MatchEvidence) =>
    `${evidenceTexts[code as Level] ?? code} (이동서 ${shownFact(facts.document)}, PO ${shownFact(facts.candidate)})`,
  done: (docNo: string, state: OrphanState, po: string | null) =>
    `✅ ${docNo} — ${labels.orphanStates[state]}${po === null ? '' : `: ${po}`}`,
  undoHint: (docNo: string) => `되돌리기: cynow-po orphans undo ${docNo}`,
  aliasGone: (po: string) =>
    `이 번호는 바로잡기 전의 번호였습니다. 앞으로 이 번호의 이동서는 그 PO에 연결하지 않습니다: ${po}`,
  undone: (docNo: string, state: OrphanState) => `✅ 되돌렸습니다: ${docNo} — ${labels.orphanStates[state]}`,
  notDecided: (docNo: string) => ({ what: `처리한 내용이 없습니다: ${docNo}`, next: '목록: cynow-po orphans list' }),
  oneOfThree: '--attach-to, --make-po, --ignore 가운데 하나가 필요합니다.',
  onlyWithMakePo: (option: string) => `--make-po 없이는 쓸 수 없는 옵션입니다: --${option}`,
  needed: (option: string) => `--make-po 사용 시 필요한 옵션입니다: --${option}`,
  notAPo: (value: string) => `고객코드/PO번호 형식이 아닙니다: ${value}`,
  notACursor: (value: string) => `orphans list 출력의 --after 값이 아닙니다: ${value}`,
  unusablePo: '입력 내용을 확인하십시오. 값이 너무 깁니다.',
  refusal,
  undoRefusal,
};
