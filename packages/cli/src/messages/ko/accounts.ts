import { type PasswordProblem, passwordLengths, type Token } from '@cynow/po-core';
import { type Explanation, time } from '../format.ts';

export const accounts = {
  password: {
    ask: '비밀번호를 입력하십시오(화면에 보이지 않습니다):',
    again: '한 번 더 입력하십시오:',
    different: '두 비밀번호가 다릅니다. 다시 실행하십시오.',
    how: '비밀번호를 물어볼 터미널이 없습니다. --password-stdin을 쓰고 표준 입력의 첫 줄로 주십시오.',
    notUtf8:
      '표준 입력의 비밀번호가 UTF-8이 아닙니다. 파일을 UTF-8로 저장하거나, Windows 콘솔에서는 먼저 chcp 65001을 입력하십시오.',
    problems: {
      'too-short': `비밀번호가 너무 짧습니다. ${passwordLengths.least}자 이상이어야 합니다.`,
      'too-long': `비밀번호가 너무 깁니다. ${passwordLengths.most}자 이하여야 합니다.`,
      'too-plain': '비밀번호에 서로 다른 글자가 다섯 가지는 있어야 합니다.',
      'is-name': '이름을 비밀번호로 쓸 수 없습니다.',
    } satisfies Record<PasswordProblem, string>,
  },
  added: (name: string, role: string) => `사용자를 추가했습니다: ${name} (${role})`,
  taken: (name: string): Explanation => ({
    what: `이미 있는 이름입니다: ${name}`,
    next: '다른 이름을 쓰십시오. 지금 있는 사용자: cynow-po user list',
  }),
  unusableName: (name: string) => `쓸 수 없는 이름입니다(입력값 "${name}"). 쉼표 없이 150자 이하로 쓰십시오.`,
  ownIsClosed: '주의: PO_AUTH에 own이 없어 이 사용자는 로그인할 수 없습니다.',
  noAdminLeft:
    '주의: 이제 로그인할 수 있는 관리자가 없습니다. 되돌리기: cynow-po user enable NAME, cynow-po user role NAME --role admin. 추가: cynow-po user add NAME --role admin',
  passwordSet: (name: string) => `비밀번호를 바꾸고 로그인을 모두 끝냈습니다: ${name}`,
  roleChanged: (name: string, role: string) => `역할을 바꾸었습니다: ${name} (${role})`,
  enabled: (name: string) => `다시 사용합니다. 로그인은 새로 해야 하고, 폐기하지 않은 토큰은 다시 통합니다: ${name}`,
  disabled: (name: string) => `사용을 중지했습니다. 로그인과 토큰이 더는 통하지 않습니다: ${name}`,
  unknownUser: (name: string): Explanation => ({
    what: `그런 사용자가 없거나 사용이 중지되었습니다: ${name}`,
    next: '확인: cynow-po user list. CYNOW 사용자는 PO_AUTH에 django-session이나 django-password가 있어야 찾습니다.',
  }),
  noSuchUser: (name: string): Explanation => ({
    what: `그런 사용자가 없습니다: ${name}`,
    next: '확인: cynow-po user list. CYNOW의 사용자는 CYNOW에서 바꿉니다.',
  }),
  noUsers: '사용자가 없습니다. 추가: cynow-po user add NAME --role admin',
  userColumns: { name: '이름', role: '역할', state: '상태', createdAt: '추가 일시', createdBy: '추가한 사람' },
  inUse: '사용 중',
  disabledSince: (at: Date) => `사용 중지 ${time(at)}`,
  tokenNeeds: '--user와 --scope(read, write, admin)가 필요합니다.',
  expiredAlready: (day: string) => `--expires: 이미 지난 날짜입니다(입력값 "${day}").`,
  tokenOnce: (id: string) => `토큰은 지금 한 번만 보입니다. 폐기: cynow-po token revoke ${id}`,
  noTokens: '토큰이 없습니다.',
  tokenColumns: {
    id: '번호',
    user: '사용자',
    scope: '범위',
    state: '상태',
    lastUsed: '마지막 사용',
    createdBy: '만든 사람',
  },
  tokenState: ({ expiresAt, revokedAt }: Token, now: Date) => {
    if (revokedAt !== null) return `폐기 ${time(revokedAt)}`;
    if (expiresAt === null) return '만료 없음';
    return `${expiresAt <= now ? '만료됨' : '만료'} ${time(expiresAt)}`;
  },
  lastUsed: (at: Date | null) => (at === null ? '없음' : time(at)),
  unknownToken: (id: string): Explanation => ({
    what: `그런 토큰이 없습니다: ${id}`,
    next: '확인: cynow-po token list',
  }),
  revoked: (id: string) => `토큰을 폐기했습니다: ${id}`,
  revokedAlready: (id: string) => `이미 폐기한 토큰입니다: ${id}`,
  unreadable: (problem: string, what: string): Explanation => ({
    what:
      {
        forbidden: 'CYNOW의 사용자 테이블을 읽을 권한이 없습니다.',
        busy: 'CYNOW의 사용자 테이블이 제때 응답하지 않습니다.',
      }[problem] ?? 'CYNOW의 사용자 테이블이나 열이 없습니다.',
    why: what,
    next: '필요한 것과 GRANT를 확인: cynow-po doctor',
  }),
};
