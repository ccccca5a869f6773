import { bucketOf, evaluateFlag, flagKey, initialFlag } from '@cynow/po-core';
import { FlagdCore } from '@openfeature/flagd-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { full } from '../proofs/fullSize.spec.support.ts';

/** Shares are set in steps of 0.01 %. */
const buckets = 10_000;

const quiet = { error: silent, warn: silent, info: silent, debug: silent };
function silent(): void {
  // Targeting by an empty key is told for debugging.
}

/** flagd with these flags. */
const flagd = (flags: Readonly<Record<string, unknown>>): FlagdCore => {
  const core = new FlagdCore(undefined, quiet);
  core.setConfigurations(JSON.stringify({ flags }));
  return core;
};

/**
 * The characters that flagd-core has to be given so that it hashes this text in UTF-8. It hashes the units of a JavaScript string
 * as if each were a byte, which is right for ASCII alone; what flagd itself and its other clients hash are the bytes of UTF-8.
 */
const inUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** flagd's own bucket, of 10,000: a variant for each, of equal weight. */
const bucketByFlagd = (flags: readonly string[]): ((flag: string, user: string) => number) => {
  const names = Array.from({ length: buckets }, (_, i) => String(i));
  const core = flagd(
    Object.fromEntries(
      flags.map((flag) => [
        inUtf8(flag),
        {
          state: 'ENABLED',
          variants: Object.fromEntries(names.map((name) => [name, Number(name)])),
          defaultVariant: '0',
          targeting: { fractional: names.map((name) => [name, 1]) },
        },
      ]),
    ),
  );
  return (flag, user) => {
    const { value, reason } = core.resolveNumberEvaluation(inUtf8(flag), -1, { targetingKey: inUtf8(user) });
    if (reason !== 'TARGETING_MATCH') throw new Error(`flagd has no bucket for ${JSON.stringify(user)}: ${reason}`);
    return value;
  };
};

const someFlag = '기능';
const byFlagd = bucketByFlagd([flagKey, someFlag]);

const korean = fc.string({ unit: fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCodePoint(code)) });
/** Surrogates in pairs and alone, which UTF-8 has as U+FFFD. */
const surrogates = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
    fc.integer({ min: 0x10000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  ),
});
const user = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
    korean,
    surrogates,
    fc.emailAddress(),
    fc.uuid(),
    fc.nat().map(String),
  )
  .filter((text) => text !== '');

describe("flagd's rule for a share", () => {
  it('puts every user into the bucket that flagd puts them into', () => {
    fc.assert(
      fc.property(fc.constantFrom(flagKey, someFlag), user, (flag, name) => {
        expect(bucketOf(flag, name)).toBe(byFlagd(flag, name));
      }),
      { numRuns: full ? 100_000 : 2_000 },
    );
  });

  it('does so for every length of the last block of four bytes, in one to four bytes a character', () => {
    for (const character of ['a', 'é', '가', '😀'])
      for (let length = 1; length <= 17; length += 1)
        for (const rest of ['', 'x', 'xy', 'xyz']) {
          const name = character.repeat(length) + rest;
          expect([name, bucketOf(flagKey, name)]).toEqual([name, byFlagd(flagKey, name)]);
        }
  });

  it('does so for users at both ends and in the middle of the range', () => {
    for (const bucket of [0, 1, 4_999, 5_000, 9_998, 9_999]) {
      let n = 0;
      while (bucketOf(flagKey, `사용자${n}`) !== bucket) n += 1;
      expect(byFlagd(flagKey, `사용자${n}`)).toBe(bucket);
    }
  });

  it('is that of flagd-core as it stands for ASCII', () => {
    const core = flagd({
      [flagKey]: {
        state: 'ENABLED',
        variants: { on: true, off: false },
        defaultVariant: 'off',
        targeting: {
          fractional: [
            ['on', 3_725],
            ['off', buckets - 3_725],
          ],
        },
      },
    });
    const state = { ...initialFlag, state: 'on', percent: 37.25 } as const;
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), (name) => {
        const ours = evaluateFlag({ state: 'store' }, state, { user: name, role: null }).outcome === 'on';
        expect(ours).toBe(core.resolveBooleanEvaluation(flagKey, false, { targetingKey: name }).value);
      }),
      { numRuns: 2_000 },
    );
  });

  // Computed by flagd-core, as above. Users keep their buckets for good: whoever changes one of these takes the feature from somebody.
  it.each([
    ['kim', 1565],
    ['admin', 2544],
    ['a', 6353],
    ['ab', 9834],
    ['abc', 4126],
    ['abcd', 6269],
    ['user-1', 8811],
    ['kim@example.com', 2151],
    ['5c3d8535-f81a-4478-a6d3-afaa4d51199e', 3209],
    ['김철수', 6696],
    ['이영희', 8545],
    ['사용자1', 2539],
    ['홍길동 과장', 9884],
    ['高橋', 1341],
    ['あいうえお', 7520],
    ['é', 7971],
    ['é', 4560],
    ['😀', 5358],
    ['😀😀', 5204],
    ['\ud800', 8929],
    ['__proto__', 457],
    ['\u0000', 3490],
    [' ', 7169],
  ])('has %j in bucket %i', (name, bucket) => {
    expect([bucketOf(flagKey, name), byFlagd(flagKey, name)]).toEqual([bucket, bucket]);
  });
});
