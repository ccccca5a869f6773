import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { UnusableWorkbook } from './UnusableWorkbook.ts';

/** What is made of the elements of a part. Names are without their prefixes. */
export interface XmlHandlers {
  open(name: string, attribute: (name: string) => string | undefined): void;
  close(name: string): void;
  text?(text: string): void;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const attributeOf =
  ({ attributes }: SaxesTagPlain) =>
  (name: string): string | undefined =>
    attributes[name] ?? Object.entries(attributes).find(([full]) => localName(full) === name)?.[1];

/** Hands over the elements of a part, and yields after each piece of it. @throws UnusableWorkbook when it is not XML */
export async function* readXml(chunks: AsyncIterable<string>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false, xmlns: false });
  parser.on('opentag', (tag) => handlers.open(localName(tag.name), attributeOf(tag)));
  parser.on('closetag', ({ name }) => handlers.close(localName(name)));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('error', (error) => {
    throw new UnusableWorkbook('damaged', { cause: error });
  });
  // No workbook has one; what it could declare only serves to hurt.
  parser.on('doctype', () => {
    throw new UnusableWorkbook('damaged');
  });
  for await (const chunk of chunks) {
    parser.write(chunk);
    yield;
  }
  parser.close();
}

/** Reads a part to its end. */
export const readWholeXml = async (chunks: AsyncIterable<string>, handlers: XmlHandlers): Promise<void> => {
  for await (const _ of readXml(chunks, handlers));
};
