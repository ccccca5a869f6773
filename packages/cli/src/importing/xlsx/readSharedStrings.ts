import { unescaped } from '../../output/xlsx/xmlText.ts';
import { limits } from './limits.ts';
import type { Parts } from './openParts.ts';
import { readWholeXml } from './readXml.ts';

/** The texts that cells share, in their order. Readings beside a text (furigana) are no part of it. */
export const readSharedStrings = async (parts: Parts, path: string): Promise<readonly string[]> => {
  const texts: string[] = [];
  let text = '';
  let inText = false;
  let inReading = false;
  await readWholeXml(parts.read(path, limits.maxSharedBytes), {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') inReading = true;
      else if (name === 't') inText = !inReading;
    },
    close(name) {
      if (name === 'si') texts.push(unescaped(text));
      else if (name === 'rPh') inReading = false;
      else if (name === 't') inText = false;
    },
    text(piece) {
      if (inText) text += piece;
    },
  });
  return texts;
};
