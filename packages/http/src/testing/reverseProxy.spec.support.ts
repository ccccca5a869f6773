import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A proxy in front of the socket of a server, as operators set it up. */
export interface ReverseProxy {
  readonly port: number;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The socket of the server behind. */
  readonly socket: string;
  /** A directory of the proxy's own. */
  readonly directory: string;
  /** What stands in `Connection`: the block that is there already sends `upgrade` with every request. */
  readonly connection: '' | 'upgrade';
}

const base = '/cynow/orders';

/** The part of nginx that the pages hang in, in a few lines: each request on a connection of its own. */
const small = async ({ socket, connection }: ProxyOptions): Promise<ReverseProxy> => {
  const server = createServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    const path = url.split('?')[0]!;
    if (path === base) return void outgoing.writeHead(308, { location: `${base}/` }).end();
    if (path === `${base}/metrics` || !path.startsWith(`${base}/`)) return void outgoing.writeHead(404).end();
    const { connection: _hop, upgrade: _too, ...rest } = headers;
    const onward = {
      ...rest,
      'x-forwarded-for': incoming.socket.remoteAddress ?? '',
      'x-forwarded-proto': 'http',
      ...(connection === '' ? {} : { connection }),
    };
    const asked = request({ socketPath: socket, method, path: url, headers: onward, agent: false }, (answer) => {
      const { connection: _theirs, ...answered } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, answered);
      answer.pipe(outgoing);
    });
    asked.on('error', () => outgoing.writeHead(503).end('unavailable'));
    incoming.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The block that operators are told to put there, word for word but for where the socket is. */
const blockOfDocs = (socket: string, connection: string): string => {
  const page = readFileSync(fileURLToPath(new URL('../../../../docs/operations.md', import.meta.url)), 'utf8');
  const [, block = ''] = /```nginx\n([\s\S]*?)```/.exec(page) ?? [];
  return block
    .replace('unix:/run/cynow-po/http.sock', `unix:${socket}`)
    .replace('proxy_set_header Connection "";', `proxy_set_header Connection "${connection}";`);
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const untilListening = async (child: ChildProcess, port: number): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error('nginx has ended');
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await after(20);
  }
};

const nginx = async ({ socket, directory, connection }: ProxyOptions): Promise<ReverseProxy> => {
  const port = await freePort();
  mkdirSync(join(directory, 'logs'), { recursive: true });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${directory}/${name};`)
    .join('\n');
  writeFileSync(
    join(directory, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${directory}/pid; error_log ${directory}/logs/error.log;
events { worker_connections 64; }
http {
  access_log off;
${temporary}
  server {
    listen 127.0.0.1:${port};
${blockOfDocs(socket, connection)}
  }
}
`,
  );
  const child = spawn('nginx', ['-p', directory, '-c', join(directory, 'nginx.conf')], { stdio: 'ignore' });
  await untilListening(child, port);
  return {
    port,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** The proxies to try: a small one of our own, and nginx where there is one. */
export const reverseProxies: Readonly<Record<string, (options: ProxyOptions) => Promise<ReverseProxy>>> = {
  'a small proxy': small,
  ...(spawnSync('nginx', ['-v']).status === 0 ? { nginx } : {}),
};
