import { docNo } from './docNo.ts';

/** The numbers that people may mean by what they typed, in any case and width: exactly so first, then the usual form. */
export const typedDocNos = (typed: string): readonly string[] => [
  ...new Set([typed.trim(), docNo(typed) ?? typed.trim()]),
];
