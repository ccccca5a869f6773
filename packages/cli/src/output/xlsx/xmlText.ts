/** What XML 1.0 cannot hold, what reading changes (a carriage return), and what would be taken for an escape. */
const unsafe = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;
const markup = /[&<>"]/g;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const needsCare = /[&<>"\u0000-\u001f\ud800-\udfff\ufffe\uffff]|_x/;

/**
 * Text as it stands in a part of a workbook. What XML cannot hold is written as workbooks do it, `_x0001_`, and read back
 * by them. Half a surrogate pair, which is no character, becomes U+FFFD.
 */
export const xmlText = (text: string): string =>
  needsCare.test(text)
    ? text
        .toWellFormed()
        .replace(unsafe, (found) => `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
        .replace(markup, (found) => entities[found]!)
    : text;

/** Undoes the escapes of control characters in a text that was read from a part. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
