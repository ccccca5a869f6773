import { type Orphan, typedDocNos } from '@cynow/po-core';

/** The number of the orphan that was typed, in any case and width; one that is called exactly so goes first. */
export const heldNumber = async (
  orphans: { find(docNos: readonly string[]): Promise<readonly Orphan[]> },
  typed: string,
): Promise<string> => {
  const numbers = typedDocNos(typed);
  const held = new Set((await orphans.find(numbers)).map(({ report }) => report.docNo));
  return numbers.find((docNo) => held.has(docNo)) ?? numbers.at(-1) ?? typed;
};
