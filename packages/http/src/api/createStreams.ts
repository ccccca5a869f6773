import { PassThrough } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import type { Context } from 'koa';
import type { Problem } from '../problem/Problem.ts';
import type { EventFeed, ServerEvent } from './EventFeed.ts';

export const eventStreamType = 'text/event-stream';

/** How streams are kept. Times in milliseconds. */
export interface StreamLimits {
  /** How often it is looked what happened, and whether the feature is still on. */
  readonly pollMs: number;
  /** A stream on which nothing happens says so, that proxies keep it open. */
  readonly heartbeatMs: number;
  /** How often it is asked anew who follows, and whether they may. */
  readonly recheckMs: number;
  /** A client that reads nothing for so long is gone. */
  readonly slowMs: number;
  /** At most so many streams of one account, and altogether, in this process. */
  readonly mostOfOne: number;
  readonly mostInAll: number;
}

const usualLimits: StreamLimits = {
  pollMs: 500,
  heartbeatMs: 15_000,
  recheckMs: 30_000,
  slowMs: 60_000,
  mostOfOne: 4,
  mostInAll: 100,
};

/** Browsers come again after so long. */
const retryMs = 3000;

/** Somebody who follows a stream. */
export interface Follower {
  readonly account: string;
  /** Whether the flag still lets them in. */
  readonly passes: () => boolean;
  /** The same and who they are, asked for anew. */
  readonly isStillAllowed: () => Promise<boolean>;
}

const textOf = ({ id, name, data }: ServerEvent): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Streams of server-sent events: each holds no more than its client has not read yet of what it was told last. */
export const createStreams = ({
  isDraining,
  failed,
  ...given
}: Partial<StreamLimits> & {
  readonly isDraining: () => boolean;
  readonly failed: (error: unknown, requestId: string) => void;
}) => {
  const { pollMs, heartbeatMs, recheckMs, slowMs, mostOfOne, mostInAll } = { ...usualLimits, ...given };
  const open = new Map<string, number>();
  let all = 0;

  const count = (account: string, by: 1 | -1): void => {
    all += by;
    const own = (open.get(account) ?? 0) + by;
    if (own === 0) open.delete(account);
    else open.set(account, own);
  };

  const pump = async (
    { res }: Context,
    out: PassThrough,
    feed: EventFeed,
    follower: Follower,
    gone: AbortSignal,
  ): Promise<void> => {
    const pause = (): Promise<unknown> => after(pollMs, null, { signal: gone }).catch(() => null);
    const goesOn = (): boolean => !gone.aborted && !isDraining() && follower.passes();
    let toldAt = performance.now();
    let checkedAt = toldAt;

    /** False when the client has not read it, or may read no more. */
    const write = async (text: string): Promise<boolean> => {
      out.write(text);
      toldAt = performance.now();
      while (out.writableNeedDrain) {
        if (!goesOn() || performance.now() - toldAt >= slowMs) {
          // What it was told already cannot be taken back, and is not waited for.
          res.destroy();
          return false;
        }
        await pause();
      }
      return goesOn();
    };

    if (!(await write(`retry: ${retryMs}\n\n`))) return;
    while (goesOn()) {
      if (performance.now() - checkedAt >= recheckMs) {
        if (!(await follower.isStillAllowed())) return;
        checkedAt = performance.now();
      }
      const { events, ended } = await feed.next();
      for (const event of events) if (!(await write(textOf(event)))) return;
      if (ended) return;
      if (performance.now() - toldAt >= heartbeatMs && !(await write(':\n\n'))) return;
      if (events.length === 0) await pause();
    }
  };

  return {
    /** Answers with a stream, from now until it ends; with a problem when there are too many. */
    open(ctx: Context, feed: EventFeed, follower: Follower, requestId: string): 'opened' | Problem {
      const { account } = follower;
      if (all >= mostInAll || (open.get(account) ?? 0) >= mostOfOne) {
        return { kind: 'too-many-requests', retryAfterSeconds: 10 };
      }
      ctx.status = 200;
      ctx.set('X-Accel-Buffering', 'no');
      if (ctx.method === 'HEAD') {
        ctx.set('Content-Type', eventStreamType);
        ctx.body = '';
        return 'opened';
      }
      const out = new PassThrough();
      const gone = new AbortController();
      ctx.res.once('close', () => gone.abort());
      ctx.body = out;
      ctx.set('Content-Type', eventStreamType);
      count(account, 1);
      pump(ctx, out, feed, follower, gone.signal)
        // The client comes again, and is told what it then is.
        .catch((error: unknown) => failed(error, requestId))
        .finally(() => {
          count(account, -1);
          out.end();
        });
      return 'opened';
    },
  };
};
