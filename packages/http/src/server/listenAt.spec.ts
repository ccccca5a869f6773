import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenAt } from './listenAt.ts';

let directory: string;
const servers: Server[] = [];
const server = (): Server => {
  const made = createServer();
  servers.push(made);
  return made;
};
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cynow-po-listen-'));
});
afterEach(() => {
  for (const each of servers.splice(0)) each.close();
  rmSync(directory, { recursive: true });
});

describe('the path of a socket', () => {
  it('is taken while a server answers there', async () => {
    const path = join(directory, 'http.sock');
    expect(await listenAt(server(), { path })).toEqual({ path });
    await expect(listenAt(server(), { path })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('is taken by whatever else lies there, which stays', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, 'precious');
    const folder = join(directory, 'folder');
    mkdirSync(folder);
    const link = join(directory, 'link');
    symlinkSync(file, link);
    for (const path of [file, folder, link]) {
      await expect(listenAt(server(), { path })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    }
    expect(readFileSync(link, 'utf8')).toBe('precious');
  });
});
