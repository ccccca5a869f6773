import { createManualPoReader, enterPos, type ImportResult, type ReadManualPo } from '../manual/enterPos.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { somebody } from './builders.ts';
import type { World } from './World.ts';

const read = createManualPoReader(defaultSiteRules);

/** Enters POs as an import does, all at once; each must have a customer, a number and products. */
export const enterManualPos = async (
  { ports }: World,
  inputs: readonly ManualPo[],
  qtyTolerance = 0,
): Promise<readonly ImportResult[]> => {
  const readable = inputs.map((input): ReadManualPo => {
    const reading = read(input);
    if (!('identity' in reading)) throw new Error(`not a PO: ${JSON.stringify(reading)}`);
    return reading;
  });
  const at = ports.clock.now();
  return ports.pos.change({ identities: readable.map(({ identity }) => identity) }, at, ({ pos }) => {
    const { results, changes, audit } = enterPos(readable, pos, { newId: ports.newId, qtyTolerance, by: somebody, at });
    return { changes, audit, result: results };
  });
};
