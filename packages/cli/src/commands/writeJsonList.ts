import type { Output } from '../output/createOutput.ts';

/** Writes all values as one JSON array, some at a time. */
export const writeJsonList = async (output: Output, batches: AsyncIterable<readonly unknown[]>): Promise<void> => {
  let separator = '[\n';
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    await output.write(separator + batch.map((value) => JSON.stringify(value)).join(',\n'));
    separator = ',\n';
  }
  await output.write(separator === ',\n' ? '\n]' : '[]');
};
