import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listenAt } from './listenAt.ts';

let directory: string;
let servers: Server[];
const server = (): Server => {
  const made = createServer();
  servers.push(made);
  return made;
};
beforeEach(async () => {
  servers = [];
  directory = await mkdtemp(join(tmpdir(), 'listen-at-'));
});
afterEach(async () => {
  for (const each of servers) each.close();
  await rm(directory, { recursive: true });
});

it('takes no socket from a server that answers', async () => {
  const path = join(directory, 'http.sock');
  expect(await listenAt(server(), { path })).toEqual({ path });
  await expect(listenAt(server(), { path })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('leaves a file alone that is no socket, also behind a link', async () => {
  const file = join(directory, 'orders.txt');
  const link = join(directory, 'http.sock');
  await writeFile(file, 'precious');
  await symlink(file, link);
  for (const path of [file, link]) {
    await expect(listenAt(server(), { path })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(await readFile(path, 'utf8')).toBe('precious');
  }
});
