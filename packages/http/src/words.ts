import type { Language } from './api/Asking.ts';
import { words as en } from './messages/en/words.ts';
import { words as ko } from './messages/ko/words.ts';

/**
 * What the codes of the domain are called: reasons, priorities, stages, decisions and the like, in both languages. The one home
 * of these words: pages and command line both take them from here.
 */
export const words: Readonly<Record<Language, typeof ko>> = { ko, en };
