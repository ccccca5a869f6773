import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be disturbed. Its own process and its server see nothing but the network. */
export interface TcpProxy {
  /** The address, leading through here. */
  readonly url: string;
  /** Destroys those connections for which `chosen` says so, on both sides. */
  cut(chosen: () => boolean): void;
  /** Destroys the connection on which the server answers for the `answer`th time, 1 the first, instead of passing that on. */
  cutAt(answer: number): void;
  /** Forwards nothing any more, in both directions; connections stay open, and new ones are taken. */
  stall(): void;
  /** Forwards nothing any more on the connections that are open; new ones work. */
  silence(): void;
  /** Forwards again, what was held back first. */
  flow(): void;
  close(): Promise<void>;
}

/** Opens a way to the server of a connection string; `now` tells where it is, should it move. */
export const openTcpProxy = async (url: string, now: () => string = () => url): Promise<TcpProxy> => {
  const links = new Set<readonly [Socket, Socket]>();
  const destroy = (link: readonly [Socket, Socket]): void => {
    for (const socket of link) socket.destroy();
  };
  let stalled = false;
  let answersLeft = Number.POSITIVE_INFINITY;
  const server = createServer((here) => {
    const { hostname, port } = new URL(now());
    const there = connect({ host: hostname, port: Number(port), noDelay: true });
    here.setNoDelay(true);
    const link = [here, there] as const;
    links.add(link);
    for (const [from, to] of [[here, there] as const, [there, here] as const]) {
      // What is written is never held back here: no more is under way than one batch.
      from.on('data', (data) => {
        if (from === there && --answersLeft === 0) destroy(link);
        else to.write(data);
      });
      // An error is followed by `close`.
      from.on('error', () => undefined);
      from.on('close', () => {
        links.delete(link);
        to.destroySoon();
      });
      if (stalled) from.pause();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  const through = new URL(url);
  through.port = String(address.port);

  return {
    url: through.href,
    cut(chosen) {
      for (const link of [...links]) if (chosen()) destroy(link);
    },
    cutAt(answer) {
      answersLeft = answer;
    },
    stall() {
      stalled = true;
      for (const socket of [...links].flat()) socket.pause();
    },
    silence() {
      for (const socket of [...links].flat()) socket.pause();
    },
    flow() {
      stalled = false;
      for (const socket of [...links].flat()) socket.resume();
    },
    async close() {
      server.close();
      for (const link of [...links]) destroy(link);
      await once(server, 'close');
    },
  };
};
