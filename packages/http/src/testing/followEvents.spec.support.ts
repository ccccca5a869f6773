import { type IncomingMessage, request } from 'node:http';

/** An event as a browser would hand it on. */
interface SeenEvent {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

/** A stream as its client sees it. */
export interface Followed {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly events: readonly SeenEvent[];
  /** Comments and other lines that are no event. */
  readonly others: readonly string[];
  /** Settles when the server has ended it. */
  readonly ended: Promise<void>;
  /** Reads no more until `resume`. */
  pause(): void;
  resume(): void;
  /** Goes away. */
  close(): void;
}

const fieldOf = (lines: readonly string[], name: string): string =>
  lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';

/** Follows a stream of server-sent events. Settles when it is answered. */
export const followEvents = (
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  lastEventId?: string,
): Promise<Followed> =>
  new Promise((resolve, reject) => {
    const events: SeenEvent[] = [];
    const others: string[] = [];
    const all = {
      ...headers,
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    const sent = request({ port, host: '127.0.0.1', path, headers: all, agent: false }, (answer) => {
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const lines = block.split('\n');
          const name = fieldOf(lines, 'event');
          if (name === '') others.push(block);
          else events.push({ id: fieldOf(lines, 'id'), name, data: JSON.parse(fieldOf(lines, 'data')) });
        }
      });
      const ended = new Promise<void>((end) => answer.on('close', () => end()));
      // One that was cut off says so; that it ended is told by `ended`.
      answer.on('error', () => undefined);
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        events,
        others,
        ended,
        pause: () => void answer.pause(),
        resume: () => void answer.resume(),
        close: () => void sent.destroy(),
      });
    });
    sent.on('error', reject);
    sent.end();
  });
