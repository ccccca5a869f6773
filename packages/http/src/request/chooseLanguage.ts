import type { Language } from '../api/Asking.ts';

interface Wish {
  readonly language: string;
  readonly quality: number;
}

const wishOf = (part: string): Wish => {
  const [tag = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
  const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
  return { language: tag.split('-')[0]!, quality: quality === undefined ? 1 : Number(quality) };
};

/** A language of ours by its name; null when it is none. */
export const readLanguage = (text: string | null): Language | null => (text === 'ko' || text === 'en' ? text : null);

/** The language of an answer: what `Accept-Language` likes best of what there is; else the site's. */
export const chooseLanguage = (header: string, usual: Language): Language => {
  const wishes = header
    .split(',')
    .map(wishOf)
    .filter(({ quality }) => quality > 0);
  const best = wishes.reduce<Wish | null>((found, wish) => {
    const known = wish.language === 'ko' || wish.language === 'en';
    return known && wish.quality > (found?.quality ?? 0) ? wish : found;
  }, null);
  return best === null ? usual : (best.language as Language);
};
