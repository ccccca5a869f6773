import type { Call } from './testServer.spec.support.ts';

/** A form as a browser sends it. */
export const form = (
  fields: Readonly<Record<string, string | readonly string[]>>,
  headers: Readonly<Record<string, string>> = {},
): Call => ({
  method: 'POST',
  headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
  ).toString(),
});

/** What a browser asks for. */
export const page = (headers: Readonly<Record<string, string>> = {}): Call => ({
  headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', ...headers },
});

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** Text of HTML as people read it. */
const unescaped = (text: string): string =>
  text.replaceAll(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => entities[name] ?? '');

/** The text of a page without its marks, for looking for words. */
export const wordsOf = (html: string): string =>
  unescaped(html.replace(/^.*?<main[^>]*>/s, '').replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');

/** The value of the hidden or other input of this name that stands first. */
export const fieldValue = (html: string, name: string): string | null => {
  const inputs = html.match(/<input(?: [\w-]+(?:="[^"]*")?)*\/?>/g) ?? [];
  const value = / value="([^"]*)"/.exec(inputs.find((each) => each.includes(` name="${name}"`)) ?? '')?.[1];
  return value === undefined ? null : unescaped(value);
};
