import type { Prng } from '../../src/demo/createPrng.ts';

/** A way in which clerks write another number than the one that was ordered; null where it does not apply. */
type Corruption = (number: string, prng: Prng) => string | null;

const nearOnKeypad: Readonly<Record<string, string>> = {
  '0': '12',
  '1': '024',
  '2': '0135',
  '3': '26',
  '4': '157',
  '5': '2468',
  '6': '359',
  '7': '48',
  '8': '579',
  '9': '68',
};
const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'O',
  O: '0',
  '1': 'IL',
  I: '1',
  L: '1',
  '8': 'B',
  B: '8',
  '5': 'S',
  S: '5',
  '2': 'Z',
  Z: '2',
};

const placesOf = (number: string, pattern: RegExp): number[] => [...number.matchAll(pattern)].map(({ index }) => index);
const put = (number: string, at: number, length: number, by: string): string =>
  number.slice(0, at) + by + number.slice(at + length);
const anyPlace = (places: readonly number[], prng: Prng): number | null =>
  places.length === 0 ? null : prng.pick(places);

const wrong: Corruption = (number, prng) => {
  const at = anyPlace(placesOf(number, /[0-9A-Z]/g), prng);
  if (at === null) return null;
  const was = number.charAt(at);
  const near = nearOnKeypad[was];
  if (near === undefined) return put(number, at, 1, prng.pick([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']));
  return put(number, at, 1, prng.chance(2 / 3) ? prng.pick([...near]) : String(prng.int(0, 9)));
};

const missing: Corruption = (number, prng) => {
  const at = anyPlace(placesOf(number, /[0-9A-Z]/g), prng);
  return at === null ? null : put(number, at, 1, '');
};

const doubled: Corruption = (number, prng) => {
  const at = anyPlace(placesOf(number, /[0-9A-Z]/g), prng);
  return at === null ? null : put(number, at, 1, number.charAt(at).repeat(2));
};

const swapped: Corruption = (number, prng) => {
  const at = anyPlace(placesOf(number, /(?=([0-9A-Z])(?!\1)[0-9A-Z])/g), prng);
  return at === null ? null : put(number, at, 2, number.charAt(at + 1) + number.charAt(at));
};

const lookAlike: Corruption = (number, prng) => {
  const at = anyPlace(placesOf(number, /[0158OILBSZ2]/g), prng);
  return at === null ? null : put(number, at, 1, prng.pick([...(lookAlikes[number.charAt(at)] ?? '')]));
};

const separators: Corruption = (number, prng) => {
  const places = placesOf(number, /[-/_.]/g);
  if (places.length === 0) return null;
  const by = prng.pick(['', '', '-', '/', '_', '.']);
  const at = prng.pick(places);
  return prng.chance(0.7) ? number.replace(/[-/_.]/g, by) : put(number, at, 1, by);
};

const zeros: Corruption = (number) =>
  number.replace(/(^|[^0-9])0+(?=[0-9]+$)/, '$1').replace(/(?<=[-/_])0+(?=[0-9])/, '');

const affix: Corruption = (number, prng) => {
  const without = number.replace(/^(?:PO|注文書No\.)[-/]?/, '');
  if (without !== number && prng.chance(0.7)) return without;
  return `${prng.pick(['PO', 'P/O', 'PO-', 'NO.', '#', 'P/O '])}${number}`;
};

const century: Corruption = (number) => {
  if (/20(?=2[0-9][-/])/.test(number)) return number.replace(/20(?=2[0-9][-/])/, '');
  return number.replace(/(?<![0-9])(?=2[3-6][-/])/, '20');
};

const suffix: Corruption = (number, prng) =>
  number + prng.pick(['-2', '-2', '-3', '_02', '#2', '/2', '-1', '-A', '-B', '(2)']);

const cut: Corruption = (number, prng) => {
  if (prng.chance(0.15)) return number.length < 8 ? null : number.slice(0, number.length - prng.int(1, 2));
  const parts = placesOf(number, /(?<=[-/.])[0-9]/g);
  const at = anyPlace(parts, prng) ?? (number.length < 7 ? null : prng.int(2, number.length - 4));
  return at === null || number.length - at < 2 ? null : number.slice(at);
};

/** The kinds of corruption, with their share of all corruptions in percent. `customerBlank` leaves the number alone. */
const corruptions: Readonly<Record<string, { readonly share: number; readonly apply: Corruption }>> = {
  separators: { share: 20, apply: separators },
  wrongCharacter: { share: 11, apply: wrong },
  missingCharacter: { share: 4, apply: missing },
  doubledCharacter: { share: 2, apply: doubled },
  swappedCharacters: { share: 4, apply: swapped },
  lookAlike: { share: 3, apply: lookAlike },
  leadingZeros: { share: 3, apply: zeros },
  affix: { share: 10, apply: affix },
  century: { share: 3, apply: century },
  suffix: { share: 16, apply: suffix },
  cutOff: { share: 10, apply: cut },
  customerBlank: { share: 12, apply: (number) => number },
  twoSlips: {
    share: 2,
    apply: (number, prng) => {
      const [first, second] = [
        prng.pick([missing, doubled, swapped, lookAlike, separators]),
        prng.pick([wrong, swapped]),
      ];
      const once = first(number, prng);
      return once === null ? null : second(once, prng);
    },
  },
};

const kinds = Object.entries(corruptions);
const allShares = kinds.reduce((sum, [, { share }]) => sum + share, 0);

/** A corrupted number and the kind of its corruption; kinds that do not apply to the number are drawn again. */
export const corrupt = (number: string, prng: Prng): { readonly kind: string; readonly typed: string } => {
  for (;;) {
    let draw = prng.next() * allShares;
    for (const [kind, { share, apply }] of kinds) {
      draw -= share;
      if (draw >= 0) continue;
      const typed = apply(number, prng);
      if (typed !== null && (typed !== number || kind === 'customerBlank')) return { kind, typed };
      break;
    }
  }
};
