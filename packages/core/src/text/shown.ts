/** Printable ASCII with single spaces inside: nothing to do, and by far the most frequent case. */
const alreadyShown = /^[!-~]+(?: [!-~]+)*$/;

// biome-ignore-start lint/suspicious/noMisleadingCharacterClass: single code points are meant, combining ones among them
const invisible =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u034F\u061C\u115F\u1160\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0]/g;
// biome-ignore-end lint/suspicious/noMisleadingCharacterClass: as above

/** Unicode white space; U+0085 is not in `\s`. */
const whiteSpaceRun = /[\s\u0085]+/g;

/**
 * Text as it is stored and shown: control and invisible characters removed, white space collapsed to one space, trimmed;
 * empty becomes null. Width and case stay as the clerk typed them.
 */
export const shown = (x: string | null): string | null => {
  if (x === null) return null;
  if (alreadyShown.test(x)) return x;
  const clean = x.replace(invisible, '').replace(whiteSpaceRun, ' ').trim();
  return clean === '' ? null : clean;
};
