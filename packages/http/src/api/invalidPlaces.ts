import { z } from 'zod';
import { messagesIn } from '../messages/messages.ts';
import type { InvalidPlace } from '../problem/Problem.ts';
import type { Language } from './Asking.ts';
import { issueText } from './issueText.ts';

/** The words of both languages for what a schema expects. */
const words: Readonly<Record<Language, z.core.$ZodErrorMap>> = {
  ko: issueText('ko', z.locales.ko().localeError),
  en: issueText('en', z.locales.en().localeError),
};

/** How a place in a part of the request is called. */
export type Naming = (path: readonly PropertyKey[]) => string;

const escaped = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

/** A JSON pointer into the body. */
export const inBody: Naming = (path) => path.map((key) => `/${escaped(key)}`).join('');

export const inQuery: Naming = (path) => `?${String(path[0] ?? '')}`;

export const inPath: Naming = (path) => `{${String(path[0] ?? '')}}`;

export type Checked<T> =
  | { readonly outcome: 'valid'; readonly value: T }
  | { readonly outcome: 'invalid'; readonly places: readonly InvalidPlace[] };

/** At most so many places are named: a body of rubbish makes no answer greater than itself. */
const mostPlaces = 50;
/** A text that lists what was sent may be as long as that. */
const longestDetail = 300;

const shortened = (text: string): string =>
  text.length <= longestDetail ? text : `${text.slice(0, longestDetail).toWellFormed()}…`;

type Issues = readonly z.core.$ZodIssue[];

const wrongIn = (issues: Issues): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

/**
 * Of the forms that a value may have, what is wrong with it as the one that it is most like: the one with the fewest places to
 * mend, the first of them. Null: no form was tried.
 */
const nearestForm = (forms: readonly Issues[]): Issues | null =>
  forms.reduce<Issues | null>((best, form) => (best === null || wrongIn(form) < wrongIn(best) ? form : best), null);

/** Checks a part of the request, and names what is wrong in the reader's language. */
export const checked = <S extends z.ZodType>(
  schema: S,
  given: unknown,
  naming: Naming,
  language: Language,
): Checked<z.output<S>> => {
  const result = schema.safeParse(given, { error: words[language] });
  if (result.success) return { outcome: 'valid', value: result.data };
  const { places: ours } = messagesIn(language);
  const texts: Readonly<Record<string, string>> = ours;
  const placesOf = (issues: Issues, above: readonly PropertyKey[]): readonly InvalidPlace[] =>
    issues.slice(0, mostPlaces).flatMap(({ message, ...issue }) => {
      const path = [...above, ...issue.path];
      if (issue.code === 'unrecognized_keys') {
        const keys = issue.keys.slice(0, mostPlaces);
        return keys.map((key) => ({ pointer: naming([...path, key]), detail: ours.unknown }));
      }
      const nearest = issue.code === 'invalid_union' ? nearestForm(issue.errors) : null;
      if (nearest !== null) return placesOf(nearest, path);
      return [{ pointer: naming(path), detail: shortened(texts[message] ?? message) }];
    });
  return { outcome: 'invalid', places: placesOf(result.error.issues, []).slice(0, mostPlaces) };
};
