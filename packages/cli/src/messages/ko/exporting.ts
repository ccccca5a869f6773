import { number } from '../format.ts';

export const exporting = {
  needsFile: '엑셀 파일은 화면에 표시할 수 없습니다. 파일을 정하십시오: --output 파일.xlsx',
  cut: (texts: number) =>
    `⚠ 엑셀 칸에 들어가지 않는 글 ${number(texts)}개를 32,767자에서 잘랐습니다. 전체가 필요하면 --format ndjson을 사용하십시오.`,
};
