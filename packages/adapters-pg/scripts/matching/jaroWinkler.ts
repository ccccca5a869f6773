/** The share of characters that two texts have in common at about the same place, swaps counting half (Jaro). */
const jaro = (a: string, b: string): number => {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const usedOfB = new Uint8Array(b.length);
  const commonOfA: string[] = [];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j += 1) {
      if (usedOfB[j] === 1 || a[i] !== b[j]) continue;
      usedOfB[j] = 1;
      commonOfA.push(a.charAt(i));
      break;
    }
  }
  const common = commonOfA.length;
  if (common === 0) return 0;
  const commonOfB = [...b].filter((_, j) => usedOfB[j] === 1);
  const swaps = commonOfA.filter((character, i) => character !== commonOfB[i]).length / 2;
  return (common / a.length + common / b.length + (common - swaps) / common) / 3;
};

/** Jaro-Winkler similarity, 0–1: Jaro, raised where up to four first characters agree. */
export const jaroWinkler = (a: string, b: string): number => {
  const similarity = jaro(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return similarity + prefix * 0.1 * (1 - similarity);
};
