import type { Role, TokenScope } from '@cynow/po-core';
import type { ProblemKind } from '../problem/Problem.ts';
import { evidence } from './ko/evidence.ts';
import { labels } from './ko/labels.ts';
import { pages } from './ko/pages.ts';
import { reasons } from './ko/reasons.ts';

type Title = (retryAfterSeconds: number | null, places: number, requestId: string) => string;

export const ko = {
  evidence,
  labels,
  pages,
  reasons,
  needed: (role: Role): string => `필요한 권한: ${{ viewer: '조회', editor: '입력·검토', admin: '관리자' }[role]}`,
  lastAdmin: '로그인할 수 있는 마지막 관리자입니다. 먼저 다른 관리자를 추가하십시오.',
  neededScope: (scope: TokenScope | null): string =>
    scope === null ? '토큰으로는 할 수 없습니다. 로그인해서 하십시오.' : `필요한 토큰 범위: ${scope}`,
  problems: {
    'invalid-request': (_retry, places) => `입력 내용을 확인하십시오: ${places}곳`,
    'not-signed-in': () => '로그인이 필요합니다.',
    'not-permitted': () => '이 작업을 할 권한이 없습니다.',
    'read-only': () => '지금은 조회만 할 수 있습니다.',
    'cross-site': () => '다른 사이트에서 온 요청이어서 처리하지 않았습니다. 수주 관리 화면에서 다시 하십시오.',
    'not-found': () => '찾을 수 없습니다. 번호를 확인하십시오.',
    'method-not-allowed': () => '이 주소에서는 할 수 없는 요청입니다.',
    'not-acceptable': () => '이 형식으로는 답할 수 없습니다. application/json으로 요청하십시오.',
    conflict: () => '지금 상태에서는 할 수 없습니다.',
    'answer-lost': () => '이미 처리되었을 수 있습니다. 결과를 확인한 뒤, 필요하면 새 Idempotency-Key로 다시 하십시오.',
    'in-progress': () => '같은 요청을 처리하고 있습니다. 잠시 뒤 확인하십시오.',
    'precondition-failed': () => '다른 사용자가 먼저 수정했습니다. 바뀐 내용을 확인한 뒤 다시 저장하십시오.',
    'too-slow': () => '보내는 데 시간이 너무 걸렸습니다. 다시 하십시오.',
    'uri-too-long': () => '주소가 너무 깁니다. 조건을 줄이십시오.',
    'too-large': () => '보낸 내용이 너무 큽니다.',
    'unsupported-media-type': () => '본문은 application/json이어야 합니다.',
    refused: () => '처리하지 않았습니다.',
    'key-reused': () => '같은 요청 번호로 다른 내용이 들어왔습니다.',
    'precondition-required': () => '무엇을 보고 고치는지 If-Match 머리글로 알려 주십시오.',
    'too-many-requests': (retry) => `시도가 많습니다. ${retry ?? 1}초 뒤 다시 하십시오.`,
    unexpected: (_retry, _places, requestId) => `처리하지 못했습니다. 요청 번호 ${requestId}을 알려 주십시오.`,
    maintenance: () => '점검 중입니다.',
    unavailable: () => '수주 관리가 잠시 응답하지 않습니다. CYNOW 다른 화면은 정상입니다.',
  } satisfies Record<ProblemKind, Title> as Record<ProblemKind, Title>,
  /** What is wrong with a place of what was sent. */
  places: {
    required: '값이 있어야 합니다.',
    'not-a-day': '날짜가 아닙니다. 2025-11-22처럼 적으십시오.',
    'day-out-of-range': '1990년부터 2100년까지의 날짜여야 합니다.',
    'not-text': '쓸 수 없는 문자가 있습니다.',
    unknown: '알 수 없는 이름입니다. API 문서에서 확인하십시오.',
    'not-a-cursor': '이 목록의 nextCursor가 아닙니다. 조건과 순서를 바꾸었으면 cursor 없이 처음부터 읽으십시오.',
    'not-a-key': '공백 없는 영문, 숫자, 기호로 200자까지 적으십시오.',
    'not-a-name': '이름으로 쓸 수 없습니다.',
    'unknown-user': '그런 사용자가 없거나, 사용하지 않는 사용자입니다.',
    'expired-already': '이미 지난 일시입니다.',
    placeholder: '값이 없음을 뜻하는 말이라 쓸 수 없습니다.',
    'days-and-dates': '최근 며칠(days)과 날짜(since, until)는 함께 쓸 수 없습니다.',
    'since-after-until': 'since가 until보다 늦습니다. until은 since와 같거나 그 뒤여야 합니다.',
    'forced-with-limit': 'force는 처음부터 다시 처리하므로 최대 처리 건수(limit)를 두지 않습니다.',
  },
  /** What is expected instead of what was sent. */
  issues: {
    missing: '값이 있어야 합니다.',
    type: (expected: string) => `이런 값이어야 합니다: ${expected}`,
    tooShort: (least: number, of: 'string' | 'array') => `${least}${of === 'string' ? '자' : '개'} 이상이어야 합니다.`,
    tooLong: (most: number, of: 'string' | 'array') => `${most}${of === 'string' ? '자' : '개'} 이하여야 합니다.`,
    least: (value: string) => `${value} 이상이어야 합니다.`,
    most: (value: string) => `${value} 이하여야 합니다.`,
    above: (value: string) => `${value}보다 커야 합니다.`,
    below: (value: string) => `${value}보다 작아야 합니다.`,
    oneOf: (values: string) => `다음 가운데 하나여야 합니다: ${values}`,
    noneFits: '쓸 수 있는 형식이 아닙니다. API 문서에서 확인하십시오.',
    format: '형식이 맞지 않습니다. API 문서에서 확인하십시오.',
  },
  types: {
    string: '글',
    number: '숫자',
    int: '정수',
    boolean: 'true 또는 false',
    array: '목록',
    object: '객체',
    null: 'null',
  },
  notBefore: (day: string) => `${day}부터의 날짜를 쓸 수 있습니다.`,
  evidenceTimedOut: 'FCMS 자료를 제때 읽지 못했습니다. 잠시 뒤 다시 하십시오.',
};
