import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { number, range, time } from './format.ts';

const src = fileURLToPath(new URL('..', import.meta.url));

const sources = (directory: string): readonly string[] =>
  readdirSync(join(src, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(directory, file));

const lines = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) =>
    readFileSync(join(src, file), 'utf8')
      .split('\n')
      .map((line, i) => `${file}:${i + 1}: ${line}`),
  );

describe('Korean texts', () => {
  const korean = lines(sources('messages/ko'));

  it('have no particle that depends on a value', () => {
    const afterValue = /\}['"」]?(을|를|이|가|은|는|와|과|로|으로|이나|나|이라|라)(?![가-힣])/;
    expect(korean.filter((line) => afterValue.test(line))).toEqual([]);
  });

  it('have no particle in brackets', () => {
    expect(
      korean.filter((line) => /을\(를\)|를\(을\)|이\(가\)|은\(는\)|와\(과\)|과\(와\)|\(으\)로/.test(line)),
    ).toEqual([]);
  });

  it('use none of the words that are not on screen', () => {
    const banned = /고아 문서|백필|오펀|(?<!나)머지|롤아웃|병합|감사 로그|해주세요|요망/;
    expect(korean.filter((line) => banned.test(line))).toEqual([]);
  });
});

it('no text for people stands outside the catalogues', () => {
  const elsewhere = sources('.').filter((file) => !/^(messages|testing)\//.test(file));
  expect(lines(elsewhere).filter((line) => /[가-힣]/.test(line.replace(/\/\*\*.*|\/\/.*| \* .*/, '')))).toEqual([]);
});

describe('figures', () => {
  it('numbers have separators', () => expect(number(1_204)).toBe('1,204'));
  it('times are those of Seoul', () => expect(time(new Date('2025-11-22T12:47:10Z'))).toBe('2025-11-22 21:47'));
  it('ranges name the year once, and may be open', () => {
    expect(range('2025-11-16', '2025-11-22')).toBe('2025-11-16 ~ 11-22');
    expect(range('2025-12-16', '2026-01-03')).toBe('2025-12-16 ~ 2026-01-03');
    expect(range('2025-11-16', null)).toBe('2025-11-16 ~');
    expect(range(null, '2025-11-16')).toBe('~ 2025-11-16');
  });
});
