/** What a method said of one new PO: its candidates, the best first, each with how sure the method is. */
export interface Verdict {
  /** The kind of corruption of the number; null when it is as the customer wrote it. */
  readonly kind: string | null;
  /** How many existing POs are the same order. */
  readonly existing: number;
  readonly ranked: readonly { readonly right: boolean; readonly sureness: number }[];
}

/** Quality at a threshold of the best candidate's sureness. */
export interface Quality {
  /** New POs whose order exists already. */
  readonly pairs: number;
  readonly flagged: number;
  /** Flagged, and the right PO is among the candidates. */
  readonly found: number;
  /** Found, and the right PO is the first. */
  readonly rightFirst: number;
}

const listed = 10;

/** Counts quality: a new PO is flagged when its sureness (of the best, or as `sureOf` says) reaches the threshold. */
export const qualityOf = (
  verdicts: readonly Verdict[],
  threshold: number,
  sureOf: (verdict: Verdict) => number = ({ ranked }) => ranked[0]?.sureness ?? Number.NEGATIVE_INFINITY,
): Quality => {
  const quality = { pairs: 0, flagged: 0, found: 0, rightFirst: 0 };
  for (const verdict of verdicts) {
    if (verdict.existing > 0) quality.pairs += 1;
    if (sureOf(verdict) < threshold) continue;
    quality.flagged += 1;
    if (!verdict.ranked.slice(0, listed).some(({ right }) => right)) continue;
    quality.found += 1;
    if (verdict.ranked[0]?.right === true) quality.rightFirst += 1;
  }
  return quality;
};

const precisionOf = ({ flagged, found }: Quality): number => (flagged === 0 ? 1 : found / flagged);
const recallOf = ({ pairs, found }: Quality): number => (pairs === 0 ? 1 : found / pairs);
const rightFirstOf = ({ found, rightFirst }: Quality): number => (found === 0 ? 1 : rightFirst / found);

/** The threshold with the best mean (harmonic) of precision and recall. */
export const bestThreshold = (verdicts: readonly Verdict[]): number => {
  const f1 = (threshold: number): number => {
    const quality = qualityOf(verdicts, threshold);
    const [precision, recall] = [precisionOf(quality), recallOf(quality)];
    return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  };
  const thresholds = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
  return thresholds.reduce((best, threshold) => (f1(threshold) > f1(best) ? threshold : best), 1);
};

const percent = (share: number): string => `${(100 * share).toFixed(1)}`.padStart(6);

/** One line of figures: pairs, flagged, precision, recall, right first. */
export const qualityLine = (name: string, quality: Quality): string =>
  `${name.padEnd(34)} ${String(quality.pairs).padStart(6)} ${String(quality.flagged).padStart(8)} ${percent(precisionOf(quality))} ${percent(recallOf(quality))} ${percent(rightFirstOf(quality))}`;

export const qualityHead = `${''.padEnd(34)} ${'pairs'.padStart(6)} ${'flagged'.padStart(8)} ${'prec.'.padStart(6)} ${'recall'.padStart(6)} ${'first'.padStart(6)}`;

const bins = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95];

/**
 * For candidates by the probability that was predicted: how many, the mean prediction, and the share that was right;
 * then the mean distance between the two, weighted by number, for each kind of corruption.
 */
export const calibrationTable = (verdicts: readonly Verdict[]): string[] => {
  const binned = (some: readonly Verdict[]) => {
    const table = bins.map(() => ({ count: 0, predicted: 0, right: 0 }));
    for (const { ranked } of some) {
      for (const { right, sureness } of ranked) {
        const row = table[bins.findLastIndex((least) => sureness >= least)];
        if (row === undefined) continue;
        row.count += 1;
        row.predicted += sureness;
        row.right += right ? 1 : 0;
      }
    }
    return table;
  };
  const all = binned(verdicts).map(({ count, predicted, right }, i) => {
    const mean = (sum: number): string => (count === 0 ? '–' : percent(sum / count)).padStart(8);
    const to = bins[i + 1] ?? 1;
    return `  ${(bins[i] ?? 0).toFixed(2)}–${to.toFixed(2)} ${String(count).padStart(8)} candidates, predicted ${mean(predicted)} %, right ${mean(right)} %`;
  });
  const byKind = [...new Set(verdicts.map(({ kind }) => kind))].sort().map((kind) => {
    const table = binned(verdicts.filter((verdict) => verdict.kind === kind));
    const count = table.reduce((sum, row) => sum + row.count, 0);
    const distance = table.reduce((sum, { predicted, right }) => sum + Math.abs(predicted - right), 0);
    const predicted = table.reduce((sum, row) => sum + row.predicted, 0);
    const right = table.reduce((sum, row) => sum + row.right, 0);
    return `  ${(kind ?? 'number as ordered').padEnd(20)} ${String(count).padStart(6)} candidates, right expected ${predicted.toFixed(0).padStart(5)}, observed ${String(right).padStart(5)}; mean distance ${percent(count === 0 ? 0 : distance / count)} %`;
  });
  return [...all, ...byKind];
};
