import { en } from './en.ts';
import { ko } from './ko.ts';

/** Every text of the command line, in one language. */
export type Messages = typeof ko;

export type Language = 'ko' | 'en';

/** How far a command has come: `percent` 0–100, rate and remaining time in seconds (null: not known yet). */
export type ProgressFigures = Parameters<Messages['progress']>[0];

const catalogues: Readonly<Record<Language, Messages>> = { ko, en };

export const messagesIn = (language: Language): Messages => catalogues[language];
