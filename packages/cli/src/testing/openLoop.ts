import { Agent, request } from 'node:http';

interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expected: number;
}

/** What became of a request. */
export interface Sent {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** The connection that it was sent on: the slot, and which of its connections. */
  readonly connection: string;
  /** The status; null when no whole answer came. */
  readonly status: number | null;
  readonly ok: boolean;
  /** What went wrong; null when nothing did. */
  readonly problem: string | null;
  readonly ms: number;
}

export interface LoadOptions {
  readonly port: number;
  readonly perSecond: number;
  readonly connections: number;
  /** What the ids of its requests begin with. */
  readonly name: string;
  /** The nth request. */
  readonly make: (n: number, id: string) => LoadRequest;
}

interface Slot {
  readonly name: number;
  readonly agent: Agent;
  busy: boolean;
  /** How many connections it has had. */
  opened: number;
  over: boolean;
}

/** How often it is looked how many requests are due. */
const tickMs = 5;
/** One that is not answered by then counts as never answered. */
const patienceMs = 20_000;

/**
 * Sends requests at a constant rate over connections that are kept, whether or not those before have been answered: one that
 * finds no free connection waits for one, and its time counts from when it was due. Nothing is sent twice.
 */
export const openLoop = ({ port, perSecond, connections, name: loadName, make }: LoadOptions) => {
  const sent: Sent[] = [];
  const due: number[] = [];
  const slots: Slot[] = Array.from({ length: connections }, (_, name) => ({
    name,
    agent: new Agent({ keepAlive: true, maxSockets: 1 }),
    busy: false,
    opened: 0,
    over: false,
  }));
  const began = performance.now();
  let made = 0;
  let leaving = false;
  let underWay = 0;

  const dispatch = (): void => {
    while (due.length > 0) {
      const at = slots.findIndex(({ busy, over }) => !busy && !over);
      if (at < 0) return;
      const [slot] = slots.splice(at, 1);
      // To the end of the row: all connections are used alike.
      slots.push(slot!);
      send(slot!, due.shift()!);
    }
  };

  const send = (slot: Slot, dueAt: number): void => {
    made += 1;
    const id = `${loadName}-${String(made).padStart(8, '0')}`;
    const { method, path, headers, body, expected } = make(made, id);
    slot.busy = true;
    underWay += 1;
    let connection = '';
    let status: number | null = null;
    let told = false;
    let finished = false;
    const done = (problem: string | null): void => {
      if (finished) return;
      finished = true;
      slot.busy = false;
      underWay -= 1;
      // Who was told that the server ends does not come back.
      if (leaving && told) slot.over = true;
      const ok = problem === null && status === expected;
      sent.push({ id, method, connection, status, ok, problem, ms: performance.now() - dueAt });
      dispatch();
    };
    const asked = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      agent: slot.agent,
      timeout: patienceMs,
      headers: {
        ...headers,
        'x-request-id': id,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      },
    });
    asked.on('socket', () => {
      if (!asked.reusedSocket) slot.opened += 1;
      connection = `${slot.name}/${slot.opened}`;
    });
    asked.on('response', (answer) => {
      told = answer.headers.connection === 'close';
      answer.resume();
      answer.on('end', () => {
        status = answer.statusCode ?? null;
        // The agent takes the connection back, or lets it go, before the next request is sent on it.
        setImmediate(done, null);
      });
      answer.on('error', (error) => done(error.message));
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${patienceMs} ms`)));
    asked.on('error', (error) => done(error.message));
    asked.end(body);
  };

  const timer = setInterval(() => {
    const now = performance.now();
    const wanted = Math.floor(((now - began) * perSecond) / 1000);
    while (made + due.length < wanted) due.push(now);
    dispatch();
  }, tickMs);

  return {
    /** From now on a connection whose answer said that it ends is not opened again. */
    leave(): void {
      leaving = true;
    },
    /** How many connections may still be used. */
    open: (): number => slots.filter(({ over }) => !over).length,
    /** Lets no more become due, and waits for all that was, as far as there are connections for it. */
    async end(): Promise<readonly Sent[]> {
      clearInterval(timer);
      while (underWay > 0 || (due.length > 0 && slots.some(({ over }) => !over)))
        await new Promise((resolve) => setTimeout(resolve, tickMs));
      for (const { agent } of slots) agent.destroy();
      return sent;
    },
  };
};
