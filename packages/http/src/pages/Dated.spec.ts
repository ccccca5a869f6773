import fc from 'fast-check';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { Dated } from './Dated.tsx';

const rendered = (text: string): string => renderToString(h(Dated, { children: text }));

const whole = (text: string): readonly string[] =>
  [...rendered(text).matchAll(/<span class="w">([^<]*)<\/span>/g)].map(([, each]) => each!);

describe('a text with days in it', () => {
  it.each([
    ['검토 필요: 높음(1주 이내), 2025-11-22 21:47부터', ['2025-11-22 21:47부터']],
    ['납기 2025-11-22(토) → 2025-12-01', ['2025-11-22(토)', '2025-12-01']],
    ['직접 등록 (2025-11-22 12:00)', ['(2025-11-22 12:00)']],
    ['PO번호 ABC-2025-11-22 → 2025-11-22-7', []],
    ['수량 20 → 30', []],
  ])('keeps each whole: %s', (text, days) => expect(whole(text)).toEqual(days));

  it('says what it said', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('2025-11-22', ' ', '21:47', '(', '부터', '<b>', '&amp;'));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        expect(rendered(text).replaceAll(/<\/?span[^>]*>/g, '')).toBe(renderToString(h('i', null, text)).slice(3, -4));
      }),
    );
  });
});
