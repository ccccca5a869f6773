/**
 * npm run calibrate -- [--labels FILE] [--orders N] [--write]: estimates the weights of matching anew, from generated
 * documents whose order is known and, with --labels, from reviews that people decided (JSON lines, one `Label` each: the
 * comparisons of the candidates shown, and which of them was right). Prints old and new weights; --write puts the new ones
 * into the source.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  compareFeatures,
  defaultWeights,
  estimateWeights,
  type Label,
  labelSchema,
  ownExpectation,
  type Weights,
} from '@cynow/po-core';
import { z } from 'zod';
import { generateTrade } from './matching/generateTrade.ts';
import { playTrade } from './matching/playTrade.ts';

const { values } = parseArgs({
  options: {
    labels: { type: 'string' },
    orders: { type: 'string', default: '45000' },
    write: { type: 'boolean', default: false },
  },
});

/** Seeds that the bench never uses, each with its size: customers order rarely in one trade and often in another. */
const trades = [
  { seed: 'calibration 1', share: 0.15 },
  { seed: 'calibration 2', share: 0.5 },
  { seed: 'calibration 3', share: 1 },
];

const labelOf = (line: string, where: string): Label => {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch (cause) {
    throw new Error(`${where}: not JSON. One label a line is expected (see docs/matching.md, Weights).`, { cause });
  }
  const label = labelSchema.safeParse(content);
  if (label.success) return label.data;
  throw new Error(`${where}: not a label (see docs/matching.md, Weights):\n${z.prettifyError(label.error)}`);
};

const labelsOfReviews = async (file: string): Promise<Label[]> => {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [labelOf(line, `${file}, line ${i + 1}`)]));
};

const generatedLabels = ({ seed, share }: (typeof trades)[number]): Label[] => {
  const labels: Label[] = [];
  const events = generateTrade({
    seed,
    customers: 48,
    orders: Math.round(share * Number(values.orders)),
    days: 600,
    corrupted: 0.075,
    entered: 0.4,
  });
  playTrade(events, ({ document, candidates, numbering, right }) => {
    if (candidates.length === 0) return;
    const compared = candidates.map((po) => compareFeatures(document, po, numbering, defaultWeights));
    // Where an existing PO owns the number, closeness to others is out of the question.
    const owned = compared.some(({ number }) => number === 'same');
    const comparisons = compared.map((one): Label['comparisons'][number] =>
      owned && one.number !== 'same' ? { ...one, number: 'unknown', expectation: 'no' } : one,
    );
    labels.push({
      comparisons,
      expectation: ownExpectation(document, numbering),
      right: candidates.flatMap(({ id }, i) => (right.has(id) ? [i] : [])),
    });
  });
  return labels;
};

const rowsOf = (weights: Weights): [string, string][] =>
  Object.entries(weights).flatMap(([group, levels]) =>
    typeof levels === 'number'
      ? [[group, String(levels)] as [string, string]]
      : Object.entries(levels).map(([level, weight]): [string, string] => [`${group}.${level}`, String(weight)]),
  );

const labels = [
  ...trades.flatMap(generatedLabels),
  ...(values.labels === undefined ? [] : await labelsOfReviews(values.labels)),
];
const withRight = labels.filter(({ right }) => right.length > 0).length;
console.log(
  `${labels.length.toLocaleString('en')} documents, ${withRight.toLocaleString('en')} of them of an existing PO`,
);
const estimated = estimateWeights(labels, defaultWeights);
const before = new Map(rowsOf(defaultWeights));
for (const [name, weight] of rowsOf(estimated)) {
  console.log(`${name.padEnd(20)} ${(before.get(name) ?? '').padStart(32)} → ${weight}`);
}

if (values.write) {
  const file = fileURLToPath(import.meta.resolve('../../core/src/matching/defaultWeights.ts'));
  const source = await readFile(file, 'utf8');
  const head = source.slice(0, source.indexOf('export const'));
  await writeFile(file, `${head}export const defaultWeights: Weights = ${JSON.stringify(estimated, null, 2)};\n`);
  console.log('written; format with: npx biome check --write packages/core/src/matching/defaultWeights.ts');
}
