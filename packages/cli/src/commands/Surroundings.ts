import type { Readable } from 'node:stream';
import type { OutputStream } from '../output/createOutput.ts';

/** The process and machine around a command. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly hostname: string;
  readonly pid: number;
  /** The OS user's name. */
  readonly userName: string;
  readonly now: () => Date;
}
