/** The words that stand for pictures. */
export interface PlainWords {
  readonly done: string;
  readonly warning: string;
  readonly failed: string;
}

/**
 * The text without the pictures and dashes that a console without UTF-8 cannot show: code page 949, that of Korean
 * Windows, has none of them.
 */
export const toPlain = (text: string, { done, warning, failed }: PlainWords): string =>
  text
    .replace(/[✅✓]\uFE0F?/gu, done)
    .replace(/⚠\uFE0F?/gu, warning)
    .replace(/[✗❌]\uFE0F?/gu, failed)
    .replace(/([0-9])\uFE0F?\u20E3/gu, '$1.')
    .replace(/[—–]/gu, '-')
    .replace(/█/gu, '#')
    .replace(/░/gu, '.');

/** Whether the locale of the environment is UTF-8; without any it is POSIX's, which is not. */
export const isUtf8Locale = (env: Readonly<Record<string, string | undefined>>): boolean =>
  /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
