import type { FieldProblemCode } from '@cynow/po-core';
import type { WorkbookProblem } from '../../importing/xlsx/UnusableWorkbook.ts';
import { type Explanation, number } from '../format.ts';

const problems: Record<FieldProblemCode, string> = {
  unreadable: '읽을 수 없는 행입니다',
  'unknown-field': '모르는 항목입니다',
  required: '필요한 값이 없습니다',
  'no-items': '품목이 없습니다',
  'not-a-number': '숫자가 아닙니다',
  'not-whole': '정수가 아닙니다',
  'too-small': '1 이상이 필요합니다',
  'too-big': '너무 큰 값입니다',
  'too-long': '너무 깁니다',
  'too-many-items': '품목이 너무 많습니다',
  'not-a-day': '2025-11-22 같은 날짜가 아닙니다',
  'day-out-of-range': '1990년부터 2100년까지의 날짜가 아닙니다',
  'not-text': '글자가 아닙니다',
  'error-value': '오류 값이 들어 있습니다',
  'not-calculated': '계산된 값이 없는 수식입니다. 엑셀에서 열어 저장하십시오',
  'no-column': '항목 이름이 없는 열에 값이 있습니다',
  placeholder: '값이 없다는 뜻의 말입니다',
};

const workbooks: Record<WorkbookProblem, Omit<Explanation, 'what'>> = {
  'no-workbook': {
    why: '엑셀 통합 문서(.xlsx)가 아니거나 파일이 끝까지 있지 않습니다.',
    next: '엑셀에서 열어 "Excel 통합 문서(.xlsx)"로 다시 저장하십시오.',
  },
  locked: {
    why: '암호가 걸려 있거나 예전 형식(.xls)의 파일입니다.',
    next: '엑셀에서 암호를 없애고 "Excel 통합 문서(.xlsx)"로 저장하십시오.',
  },
  damaged: { why: '파일의 내용이 손상되었습니다.', next: '엑셀에서 열어 다시 저장하십시오.' },
  'too-large': {
    why: '압축을 푼 내용이 256 MiB를 넘거나, 글이 64 MiB를 넘습니다.',
    next: '수주만 새 통합 문서에 붙여 넣거나 여러 파일로 나누십시오.',
  },
  'too-many-rows': { why: '200,000행을 넘습니다.', next: '여러 파일로 나누십시오.' },
  'no-sheet': { why: '보이는 시트가 없습니다.', next: '수주가 있는 시트를 보이게 하고 저장하십시오.' },
};

export const importing = {
  /** The fields of the import format, as messages and columns call them. The first is the one that is shown. */
  fields: {
    customer: ['고객코드'],
    customerName: ['고객명'],
    poNo: ['PO번호', 'PO번호(고객 발주번호)'],
    receivedOn: ['수주일'],
    items: ['품목'],
    product: ['제품코드'],
    qty: ['수량', '수량(병)'],
    deliveryOn: ['납기', '납기일'],
    memo: ['메모'],
  } as Readonly<Record<string, readonly string[]>>,
  title: (path: string, dryRun: boolean) => `=== PO 가져오기: ${path}${dryRun ? ' (모의 실행)' : ''} ===`,
  problem: (line: number, field: string | null, cell: string | null, problem: FieldProblemCode, value: string | null) =>
    `${line}행${field === null ? '' : ` '${field}'`}${cell === null ? '' : `(${cell})`}: ${problems[problem]}${value === null ? '' : `(입력값 ${value})`}.`,
  item: (n: number, field: string) => `품목 ${n} ${field}`,
  duplicate: (line: number, lines: readonly number[]) =>
    `${line}행: 같은 PO가 파일에 여러 번 있습니다(${lines.map((each) => `${each}행`).join(', ')}). 모두 가져오지 않았습니다.`,
  different: (line: number) => `${line}행: 이미 다른 내용으로 등록된 PO입니다.`,
  existing: (text: string) => `      등록된 내용: ${text}`,
  given: (text: string) => `      파일의 내용: ${text}`,
  takenOver: (line: number, customer: string, poNo: string, deliveries: number, reopened: boolean) =>
    `${line}행: FCMS에서 가져온 PO를 직접 등록으로 바꿉니다: ${customer} ${poNo} (이동서 ${number(deliveries)}건 유지${reopened ? ', 취소한 수주를 되살림' : ''})`,
  done: '✅ 처리 완료',
  stopped: '⚠️ 중단됨 — 여기까지 저장했습니다. 같은 파일을 다시 가져오면 나머지를 처리합니다.',
  checked: (n: number) => `총 확인: ${number(n)}건`,
  created: (n: number) => `  ✓ 신규: ${number(n)}건`,
  takenOverTotal: (n: number) => `  ✓ 직접 등록으로 바꿈: ${number(n)}건`,
  unchanged: (n: number) => `  - 변경 없음: ${number(n)}건`,
  refused: (n: number) => `  ✗ 실패: ${number(n)}건`,
  dryRunEnd: '⚠️ 모의 실행: 실제 저장되지 않음',
  someRefused: (n: number) => `${number(n)}건을 저장하지 못했습니다. 나머지는 저장되었습니다. 목록: 위의 각 행`,
  someWouldBeRefused: (n: number) => `${number(n)}건은 저장할 수 없습니다. 목록: 위의 각 행`,
  unknownFormat: (path: string) => ({
    what: `가져올 수 없는 형식입니다: ${path}`,
    next: '확장자가 .ndjson, .csv, .xlsx 가운데 하나인 파일을 사용하십시오.',
  }),
  sheetsLeftOut: (sheet: string, others: readonly string[]) =>
    `시트 '${sheet}'만 읽습니다. 읽지 않는 시트: ${others.map((each) => `'${each}'`).join(', ')}`,
  unusable: (path: string, problem: WorkbookProblem) => ({
    what: `엑셀 파일을 읽을 수 없습니다: ${path}`,
    ...workbooks[problem],
  }),
  notUtf8: (path: string) => ({
    what: `UTF-8 글자로 된 파일이 아닙니다: ${path}`,
    next: '엑셀에서는 "CSV UTF-8(쉼표로 분리)"로 저장하십시오.',
  }),
};
