import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isRunning, readPostmaster } from '../embedded/postmaster.ts';

// A process beside the test run: `clusterKeeper.ts DIRECTORY CLUSTER` waits for the end of its standard input, which
// comes with the run's own end even when that is a SIGKILL, then stops the cluster's server and removes the files.
const [directory = '', cluster = ''] = process.argv.slice(2);

for await (const _ of process.stdin);

const data = join(cluster, 'data');
const server = await readPostmaster(data);
if (server !== undefined && (await isRunning(server, data))) {
  // Fast: connections that a spec left open are cut.
  process.kill(server.pid, 'SIGINT');
  while (await isRunning(server, data)) await setTimeout(20);
}
// The cluster lies elsewhere than asked for when the server's account could not enter there.
for (const path of new Set([directory, dirname(cluster)])) await rm(path, { recursive: true, force: true });
