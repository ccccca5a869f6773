import type { Language } from '../api/Asking.ts';

const ko = {
  title: 'CYNOW 수주 관리 API',
  overview:
    '날짜는 서울 기준, 시각은 UTC(ISO 8601)입니다. 오류는 RFC 9457 문제 문서로 답합니다. 기능이 꺼져 있으면 모든 주소가 같은 404(text/plain)로 답합니다.',
  bearer: '사용자가 발급하고 폐기할 수 있는 토큰. 머리글 Authorization: Bearer cpo_…',
  session: '화면에 로그인한 세션의 쿠키. HTTPS에서는 이름이 __Secure-cynow_po_session입니다.',
  ifMatch: '읽을 때 받은 ETag. 그 사이에 바뀌었으면 412, 없으면 428. *는 어떤 버전이든.',
  idempotencyKey:
    '같은 요청을 다시 보낼 때 같은 값을 씁니다. 한 번만 처리하고 같은 답을 줍니다. 처리 중이면 409, 다른 내용이면 422.',
  eTag: '읽은 것의 버전. 바꿀 때 If-Match로 보냅니다.',
  lastEventId: '마지막으로 받은 사건의 번호. 그다음부터 이어서 받습니다.',
  location: '새로 만든 것의 주소.',
  requestId: '요청 번호. 문의할 때 알려 주십시오.',
  retryAfter: '몇 초 뒤에 다시 하십시오.',
  language: '답의 언어. Accept-Language로 고릅니다.',
  challenge: '로그인 방법',
  document: '이 문서(OpenAPI 3.1)',
  contents: '차례',
  version: '버전',
  permission: '권한',
  parameters: '매개변수',
  name: '이름',
  place: '위치',
  required: '필수',
  schema: '형식',
  example: '예',
  body: '본문',
  answers: '답',
  status: '상태',
  meaning: '뜻',
  yes: '예',
  no: '아니요',
  places: { path: '주소', query: '질의', header: '머리글', cookie: '쿠키' },
};

const en: typeof ko = {
  title: 'CYNOW PO management API',
  overview:
    'Days are of Seoul, moments are UTC (ISO 8601). Errors are problem documents (RFC 9457). While the feature is off, every address answers the same 404 (text/plain).',
  bearer: 'A token that a user makes and can revoke. Header Authorization: Bearer cpo_…',
  session: 'The cookie of a session of the pages. Over HTTPS its name is __Secure-cynow_po_session.',
  ifMatch: 'The ETag of what was read. 412 when it changed meanwhile, 428 when missing; * takes any.',
  idempotencyKey:
    'The same value when the same request is sent again: it is carried out once and has one answer. 409 while it is worked on, 422 for another content.',
  eTag: 'The version of what was read, for If-Match when it is changed.',
  lastEventId: 'The number of the last event that was received; it goes on from there.',
  location: 'Where what was made is.',
  requestId: 'The number of the request, to quote when you ask about it.',
  retryAfter: 'Seconds after which to try again.',
  language: 'The language of the answer, chosen by Accept-Language.',
  challenge: 'How to sign in',
  document: 'The document (OpenAPI 3.1)',
  contents: 'Contents',
  version: 'Version',
  permission: 'Permission',
  parameters: 'Parameters',
  name: 'Name',
  place: 'In',
  required: 'Required',
  schema: 'Schema',
  example: 'Example',
  body: 'Body',
  answers: 'Answers',
  status: 'Status',
  meaning: 'Meaning',
  yes: 'yes',
  no: 'no',
  places: { path: 'path', query: 'query', header: 'header', cookie: 'cookie' },
};

const catalogues: Readonly<Record<Language, typeof ko>> = { ko, en };

/** The words of the API's document and of its reference page. */
export const referenceTexts = (language: Language): typeof ko => catalogues[language];
