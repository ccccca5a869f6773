import {
  type BackfillPorts,
  createManualPoReader,
  defaultSiteRules,
  enterPos,
  type ImportResult,
  type ManualPo,
  type ReadManualPo,
} from '@cynow/po-core';
import { defaultNow, somebody } from '@cynow/po-core/testing';

const read = createManualPoReader(defaultSiteRules);

/** Enters POs as one batch of an import does; each must have a customer, a number and products. */
export const enterInto = async (
  { pos, newId }: Pick<BackfillPorts, 'pos' | 'newId'>,
  inputs: readonly ManualPo[],
): Promise<readonly ImportResult[]> => {
  const readable = inputs.map((input): ReadManualPo => {
    const reading = read(input);
    if (!('identity' in reading)) throw new Error(`not a PO: ${JSON.stringify(reading)}`);
    return reading;
  });
  const identities = readable.map(({ identity }) => identity);
  return pos.change({ identities }, defaultNow, (found) => {
    const options = { newId, qtyTolerance: 0, by: somebody, at: defaultNow };
    const { results, changes, audit } = enterPos(readable, found.pos, options);
    return { changes, audit, result: results };
  });
};
