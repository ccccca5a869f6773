/** What a console without UTF-8 shows instead: code page 949 has none of these characters. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/[✅✓]\uFE0F?/gu, '[완료]'],
  [/⚠\uFE0F?/gu, '[주의]'],
  [/[✗❌]\uFE0F?/gu, '[실패]'],
  [/([0-9])\uFE0F?\u20E3/gu, '$1.'],
  [/[—–]/gu, '-'],
  [/█/gu, '#'],
  [/░/gu, '.'],
];

/** The text without pictures and dashes that a console without UTF-8 cannot show. */
export const toPlain = (text: string): string =>
  replacements.reduce((plain, [picture, words]) => plain.replace(picture, words), text);

/** Whether the locale of the environment is UTF-8; without any it is POSIX's, which is not. */
export const isUtf8Locale = (env: Readonly<Record<string, string | undefined>>): boolean =>
  /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
