import type { IncomingMessage } from 'node:http';

/** How much a request may say, and for how long. */
export interface BodyLimits {
  readonly bytes: number;
  readonly ms: number;
}

export type Body =
  | { readonly outcome: 'read'; readonly bytes: Buffer }
  | { readonly outcome: 'too-large' | 'too-slow' | 'broken-off' };

/** Reads the body of a request. What comes after a limit is thrown away, so that the client can read the answer. */
export const readBody = (request: IncomingMessage, { bytes, ms }: BodyLimits): Promise<Body> => {
  if (Number(request.headers['content-length'] ?? 0) > bytes) {
    request.resume();
    return Promise.resolve({ outcome: 'too-large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (body: Body): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', finish).off('close', breakOff).off('error', breakOff);
      // Errors of a body that nobody wants any more are nobody's, too.
      request.on('error', () => undefined).resume();
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > bytes) end({ outcome: 'too-large' });
      else chunks.push(chunk);
    };
    const finish = (): void => end({ outcome: 'read', bytes: Buffer.concat(chunks) });
    const breakOff = (): void => end({ outcome: 'broken-off' });
    const timer = setTimeout(() => end({ outcome: 'too-slow' }), ms);
    request.on('data', take).on('end', finish).on('close', breakOff).on('error', breakOff);
  });
};
