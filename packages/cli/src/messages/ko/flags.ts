import type { FlagProcess, FlagState, HardSwitch } from '@cynow/po-core';
import { words } from '@cynow/po-http/words';
import { number, time } from '../format.ts';

const states = { off: '꺼짐', maintenance: '점검 중', on: '켜짐' } satisfies Record<FlagState['state'], string>;

export const flags = {
  states,
  roleNames: words.ko.roles,
  state: (key: string, state: string, changed: { readonly at: Date; readonly by: string } | null) =>
    `기능 스위치 ${key}: ${state}${changed === null ? '' : `  (${time(changed.at)}, ${changed.by})`}`,
  stored: ({ state, readOnly }: FlagState, isLimited: boolean) => {
    const open = state === 'on' ? [isLimited ? '일부 사용자' : '모든 사용자'] : [];
    return `기능 스위치: ${[states[state], ...open, ...(readOnly ? ['조회 전용'] : [])].join(', ')} (저장된 값)`;
  },
  storedUnreadable: (problem: string) => `기능 스위치: 저장된 값을 읽지 못함 (${problem})`,
  everybody: '  공개: 모든 사용자',
  users: (users: readonly string[]) => `  공개 사용자: ${users.join(', ')}`,
  roles: (roles: readonly string[]) => `  공개 역할: ${roles.join(', ')}`,
  share: (percent: number) => `  공개 비율: ${percent}%`,
  readOnly: '  조회 전용: 저장을 모두 거절합니다',
  maintenanceText: (text: string) => `  점검 안내: ${text}`,
  notice: (text: string) => `  알림: ${text}`,
  environment: (value: string | null, machine: HardSwitch) => {
    const variable = `  환경변수 ENABLE_PO_MANAGEMENT: ${value ?? '없음'}`;
    if (machine.state === 'store') return `${variable} → 저장된 값을 따름`;
    if (machine.because === 'file' || machine.because === 'file-unreadable') return variable;
    return `${variable} → ${machine.because === 'misspelt' ? '켬도 끔도 아니므로 꺼진 것으로 봄' : '강제로 꺼짐'}`;
  },
  offFile: (path: string | null, machine: HardSwitch) => {
    if (path === null) return '  강제 끔 파일: 정하지 않음';
    const file = `  강제 끔 파일 ${path}`;
    if (machine.state === 'store') return `${file}: 없음`;
    if (machine.because === 'file-unreadable') return `${file}: 확인할 수 없음(${machine.problem}) → 꺼진 것으로 봄`;
    return machine.because === 'file' ? `${file}: 있음 → 강제로 꺼짐` : `${file}: 없음`;
  },
  processes: (n: number) => (n === 0 ? '실행 중인 프로세스가 없습니다.' : `실행 중인 프로세스 ${number(n)}개`),
  process: ({
    host,
    command,
    pid,
    release,
    state,
    seenAt,
    alive,
    agrees,
  }: FlagProcess & { alive: boolean; agrees: boolean }) => {
    const sees =
      state === 'machine-off' ? '강제로 꺼짐' : state === 'unknown' ? '저장된 값을 읽지 못함' : states[state];
    const heard = alive ? `${sees} 확인 ${time(seenAt)}` : `응답 없음 ${time(seenAt)}`;
    return `${host} ${command}  pid ${pid}  v${release}  ${heard}${alive && agrees ? '' : '  ← 확인 필요'}`;
  },
  answer: (url: string, status: number | null, agrees: boolean) =>
    `바깥에서 본 결과: ${url} ${status ?? '응답 없음'}${agrees ? '' : '  ← 확인 필요'}`,
  unchanged: '이미 그렇게 되어 있습니다. 바꾼 것이 없습니다.',
  shareUnwise: (users: number) =>
    `로그인할 수 있는 사용자가 ${number(users)}명입니다. 100명 미만이면 공개 비율보다 --users나 --roles로 여는 편이 낫습니다.`,
  nothingToSet:
    '무엇을 바꿀지 정하십시오: --on, --off, --maintenance, --read-only, --writable, --users, --roles, --percent, --notice',
  contradiction: '--on, --off, --maintenance 가운데 하나만, --read-only와 --writable 가운데 하나만 쓰십시오.',
  notAShare: (given: string) => `--percent: 0에서 100까지의 수(소수 둘째 자리까지)를 쓰십시오(입력값 "${given}").`,
  notAnAddress: (given: string) =>
    `--url: 주소가 아닙니다(입력값 "${given}"). 예: --url https://example.com/cynow/orders`,
};
