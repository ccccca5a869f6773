export const serving = {
  listening: (url: string) => `수주 관리: ${url}`,
  metrics: (url: string) => `측정값: ${url}`,
  stopped: '서버를 끝냈습니다.',
  cannotListen: (host: string, port: number, problem: string) => ({
    what: `주소를 열 수 없습니다: ${host}, 포트 ${port}`,
    why: problem,
    next: '다른 프로그램이 쓰는 포트인지 확인하고, PORT 또는 PO_METRICS_ADDRESS를 바꾸십시오.',
  }),
};
