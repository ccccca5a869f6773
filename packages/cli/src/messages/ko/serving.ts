export const serving = {
  listening: (url: string) => `수주 관리: ${url}`,
  metrics: (url: string) => `측정값: ${url}`,
  stopped: '서버를 끝냈습니다.',
  cannotListen: (place: string, problem: string) => ({
    what: `주소를 열 수 없습니다: ${place}`,
    why: problem,
    next: '다른 프로그램이 쓰는 주소인지 확인하고, HOST, PORT 또는 PO_METRICS_ADDRESS를 바꾸십시오.',
  }),
  tooManyWorkers: (count: number, connections: number, most: number) =>
    `--workers ${count}: PO_DB_MAX_CONNECTIONS=${connections}로는 ${most}개까지 실행할 수 있습니다. 작업 프로세스를 줄이거나 연결 수를 늘리십시오.`,
};
