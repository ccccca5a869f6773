import { Writable } from 'node:stream';
import type { OutputStream } from '../output/createOutput.ts';

/** A stream that keeps what is written to it, and whose reader can go away. */
export interface FakeStream extends OutputStream {
  text(): string;
  /** From now on every write fails with this code of the operating system. */
  breakPipe(code?: string): void;
}

export const fakeStream = ({ terminal = false }: { readonly terminal?: boolean } = {}): FakeStream => {
  let written = '';
  let broken: string | undefined;
  const stream = new Writable({
    autoDestroy: false,
    decodeStrings: false,
    write(chunk, _encoding, done) {
      if (broken !== undefined) return done(Object.assign(new Error(broken), { code: broken }));
      written += String(chunk);
      done();
    },
  });
  return Object.assign(stream, {
    ...(terminal && { isTTY: true, columns: 100 }),
    text: () => written,
    breakPipe(code = 'EPIPE') {
      broken = code;
    },
  });
};
