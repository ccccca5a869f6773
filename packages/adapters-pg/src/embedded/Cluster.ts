import { join } from 'node:path';

/** The places of one cluster: a server's data and what belongs to it. */
export interface Cluster {
  readonly path: string;
  readonly data: string;
  /** Holds the superuser's password, readable to its owner only. */
  readonly passwordFile: string;
  /** What the server wrote since its last start. */
  readonly log: string;
}

export function clusterIn(home: string): Cluster {
  return clusterAt(join(home, 'postgres'));
}

export function clusterAt(path: string): Cluster {
  return { path, data: join(path, 'data'), passwordFile: join(path, 'password'), log: join(path, 'server.log') };
}
