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
  const places = result.error.issues.slice(0, mostPlaces).flatMap(({ path, message, ...issue }) => {
    const detail = shortened(texts[message] ?? message);
    return issue.code === 'unrecognized_keys'
      ? issue.keys.slice(0, mostPlaces).map((key) => ({ pointer: naming([...path, key]), detail: ours.unknown }))
      : [{ pointer: naming(path), detail }];
  });
  return { outcome: 'invalid', places: places.slice(0, mostPlaces) };
};
