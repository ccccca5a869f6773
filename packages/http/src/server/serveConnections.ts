import type { Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import type { Middleware } from 'koa';
import type { OrdersLog } from '../OrdersLog.ts';
import { createHttpServer } from './createHttpServer.ts';

/** Whether the process goes on answering. */
interface Going {
  /** It ends, whether or not another takes over: what would last has to come to its end. */
  readonly isParting: () => boolean;
  /** It ends, and nobody takes over. */
  readonly isStopping: () => boolean;
}

export interface ConnectionsOptions {
  /** In order; what none of them answers is not there. */
  readonly middleware: (going: Going) => readonly Middleware[];
  readonly log: OrdersLog;
}

/** Requests on connections that somebody else has accepted. */
export interface Connections {
  /** Answers on this connection from now on. `local`: it came through a socket in the file system. */
  take(socket: Socket, local: boolean): void;
  /** From now on each answer says that its connection ends with it. `stopping`: the server is no longer ready, either. */
  partWithClients(stopping: boolean): void;
  /**
   * Ends when all connections have: with an answer that said so, after `quietMs` without a request, or after `withinMs` in any
   * case.
   */
  ended(quietMs: number, withinMs: number): Promise<void>;
}

/** How often connections are looked at while they end. */
const lookMs = 25;

/** A connection as far as its end is concerned. */
interface Held {
  underWay: number;
  /** What had been read of it when the last answer was complete: more is the beginning of a request. */
  read: number;
  quietSince: number;
}

export const serveConnections = ({ middleware, log }: ConnectionsOptions): Connections => {
  let parting = false;
  let stopping = false;
  const sayGoodbye: Middleware = async (ctx, next) => {
    await next();
    // Only now: it may have begun before.
    if (parting && !ctx.headerSent) ctx.set('Connection', 'close');
  };
  const going: Going = { isParting: () => parting, isStopping: () => stopping };
  const server = createHttpServer({ middleware: [sayGoodbye, ...middleware(going)], log });
  // With this Node begins to watch over slow requests. Nothing is listened to: connections are handed in.
  server.emit('listening');
  const held = new Map<Socket, Held>();
  server.prependListener('request', ({ socket }, response) => {
    const connection = held.get(socket);
    if (connection === undefined) return;
    connection.underWay += 1;
    response.once('close', () => {
      connection.underWay -= 1;
      connection.read = socket.bytesRead;
      connection.quietSince = performance.now();
    });
  });

  return {
    take(socket, local) {
      // Remembered by the socket from here on. One that is gone already has none, and would seem to be a local one.
      if (!local && socket.remoteAddress === undefined) {
        socket.destroy();
        return;
      }
      held.set(socket, { underWay: 0, read: 0, quietSince: performance.now() });
      socket.once('close', () => held.delete(socket));
      // As the connections that an HTTP server accepts itself.
      socket.allowHalfOpen = true;
      socket.setNoDelay(true);
      server.emit('connection', socket);
    },

    partWithClients(isStopping) {
      parting = true;
      stopping ||= isStopping;
    },

    async ended(quietMs, withinMs) {
      const begun = performance.now();
      while (held.size > 0 && performance.now() - begun < withinMs) {
        const now = performance.now();
        for (const [socket, { underWay, read, quietSince }] of held) {
          const isQuiet = underWay === 0 && socket.bytesRead === read;
          if (isQuiet && now - Math.max(quietSince, begun) >= quietMs) socket.destroySoon();
        }
        await after(lookMs);
      }
      const cut = [...held.values()].filter(({ underWay }) => underWay > 0).length;
      if (cut > 0) log.warn({ requests: cut }, 'requests cut off');
      for (const socket of held.keys()) socket.destroy();
    },
  };
};
