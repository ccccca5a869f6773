import { typedDocNos } from '../document/typedDocNos.ts';
import type { OrphanStore } from '../ports/OrphanStore.ts';

/** The number of the orphan that was typed, in any case and width; one that is called exactly so goes first. */
export const heldNumber = async (orphans: Pick<OrphanStore, 'find'>, typed: string): Promise<string> => {
  const numbers = typedDocNos(typed);
  const held = new Set((await orphans.find(numbers)).map(({ report }) => report.docNo));
  return numbers.find((docNo) => held.has(docNo)) ?? numbers.at(-1) ?? typed;
};
