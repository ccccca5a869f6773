import type { ListenProblem } from '../../serving/listenProblem.ts';

export const serving = {
  listening: (url: string) => `수주 관리: ${url}`,
  metrics: (url: string) => `측정값: ${url}`,
  stopped: '서버를 끝냈습니다.',
  cannotListen: (place: string) => `주소를 열 수 없습니다: ${place}`,
  listenProblems: {
    'in-use': '다른 프로그램이 이미 쓰고 있는 주소입니다.',
    'no-socket': '그 경로에 소켓이 아닌 파일이나 폴더가 있습니다.',
    'not-here': '이 컴퓨터의 주소가 아닙니다.',
    'unknown-host': '그 이름의 주소를 찾을 수 없습니다.',
    'port-forbidden': '이 포트를 열 권한이 없습니다. 1024보다 작은 포트는 관리자만 열 수 있습니다.',
    'no-directory': '소켓을 만들 폴더가 없습니다.',
    'directory-forbidden': '소켓을 만들 폴더에 쓸 권한이 없습니다.',
    'not-handed-over': 'systemd가 넘겨준 소켓이 아니거나, 쓸 수 없는 소켓입니다.',
  } satisfies Record<ListenProblem, string>,
  /** `setting`: the variables, or the unit, that say where. */
  listenRemedies: {
    'in-use': (setting: string) =>
      `그 프로그램을 끝내거나(서버가 이미 실행 중인지 확인하십시오) 다른 값을 쓰십시오: ${setting}`,
    'no-socket': (setting: string) => `그것을 옮기거나 다른 경로를 쓰십시오: ${setting}`,
    'not-here': (setting: string) =>
      `127.0.0.1(이 컴퓨터에서만), 0.0.0.0(모든 주소), 또는 이 컴퓨터의 주소를 쓰십시오: ${setting}`,
    'unknown-host': (setting: string) => `이름을 확인하거나 IP 주소를 쓰십시오: ${setting}`,
    'port-forbidden': (setting: string) => `1024 이상의 포트를 쓰고 앞에 nginx를 두십시오: ${setting}`,
    'no-directory': (setting: string) => `폴더를 만들거나 다른 경로를 쓰십시오: ${setting}`,
    'directory-forbidden': (setting: string) => `폴더의 권한을 확인하거나 다른 경로를 쓰십시오: ${setting}`,
    'not-handed-over': (setting: string) => `확인: systemctl status ${setting}`,
    other: (setting: string) => `설정을 확인하십시오: ${setting}`,
  } satisfies Record<ListenProblem | 'other', (setting: string) => string>,
  tooManyWorkers: (count: number, connections: number, most: number) =>
    `--workers ${count}: PO_DB_MAX_CONNECTIONS=${connections}로는 ${most}개까지 실행할 수 있습니다. 작업 프로세스를 줄이거나 연결 수를 늘리십시오.`,
};
