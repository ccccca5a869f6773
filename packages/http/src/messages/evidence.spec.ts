import { describe, expect, it } from 'vitest';
import { evidence as en } from './en/evidence.ts';
import { evidence as ko } from './ko/evidence.ts';

/** Evidence stands under what speaks for or under what differs, as its weight says: "within" would argue for one of them. */
describe.each(Object.entries({ ko, en }))('days apart in %s', (_language, texts) => {
  it('are told from where the smaller range ends, so that they read the same for and against', () => {
    const spans = Object.entries(texts.codes)
      .filter(([level]) => /^(delivery|ordered)\.days/.test(level))
      .map(([level, text]) => [level, ...(text.match(/\d+/g) ?? []).map(Number)]);
    expect(spans).toEqual([
      ['delivery.days3', 1, 3],
      ['delivery.days7', 4, 7],
      ['delivery.days21', 8, 21],
      ['ordered.days3', 1, 3],
      ['ordered.days14', 4, 14],
      ['ordered.days45', 15, 45],
    ]);
  });
});
