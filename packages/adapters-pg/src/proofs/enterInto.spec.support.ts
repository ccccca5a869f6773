import {
  type BackfillPorts,
  createManualPoReader,
  defaultSiteRules,
  enterPos,
  type ImportResult,
  type ManualPo,
  type ReadManualPo,
} from '@cynow/po-core';
import { defaultNow } from '@cynow/po-core/testing';

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
  let results: readonly ImportResult[] = [];
  const identities = readable.map(({ identity }) => identity);
  await pos.change(identities, defaultNow, (known) => {
    const entered = enterPos(readable, known, { newPoId: newId, qtyTolerance: 0 });
    ({ results } = entered);
    return entered.changes;
  });
  return results;
};
