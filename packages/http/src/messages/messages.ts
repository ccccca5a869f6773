import type { Language } from '../api/Asking.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

/** Every text of pages and API, in one language. */
export type Messages = typeof ko;

const catalogues: Readonly<Record<Language, Messages>> = { ko, en };

export const messagesIn = (language: Language): Messages => catalogues[language];
