import { connect } from 'node:net';
import type { Reply } from './testServer.spec.support.ts';

/** The first answer in what a connection said; its headers in lower case. */
export const readRaw = (text: string): Reply => {
  const end = text.indexOf('\r\n\r\n');
  const [head = '', body = ''] = end < 0 ? [text] : [text.slice(0, end), text.slice(end + 4)];
  const [first = '', ...lines] = head.split('\r\n');
  return {
    status: Number(first.split(' ')[1] ?? 0),
    headers: Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    ),
    text: body,
    json: () => JSON.parse(body) as Record<string, unknown>,
  };
};

/**
 * Says these bytes on a connection of their own, whatever they are, and gives all that was said until the other side closed
 * it. What keeps its side open has to ask for the end (`Connection: close`).
 */
export const sayRaw = (port: number, ...parts: readonly (string | Buffer)[]): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
    // Somebody who does not like what he hears may hang up while we speak.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    for (const part of parts) socket.write(part);
  });
