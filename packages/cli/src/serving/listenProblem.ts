import type { Place } from '@cynow/po-http';

/** Why a server cannot listen at a place, as far as the operating system has told; null: as it says itself. */
export type ListenProblem =
  | 'in-use'
  /** Something that is no socket lies where the socket is to be. */
  | 'no-socket'
  | 'not-here'
  | 'unknown-host'
  | 'port-forbidden'
  | 'no-directory'
  | 'directory-forbidden'
  | 'not-handed-over';

/** What lies in the file system where a socket is to be. */
export interface Surroundings {
  readonly isDirectoryThere: boolean;
  /** Whether a file lies at the path itself that is no socket. */
  readonly isOtherFile: boolean;
}

/** Why a server cannot listen at a place, from the code of the error with which it was refused. */
export const listenProblem = (code: string, place: Place, around: Surroundings): ListenProblem | null => {
  if ('fd' in place) return 'not-handed-over';
  const isPath = 'path' in place;
  switch (code) {
    case 'EADDRINUSE':
      return isPath && around.isOtherFile ? 'no-socket' : 'in-use';
    case 'EACCES':
    case 'EPERM':
    case 'ENOENT':
    case 'ENOTDIR':
      // A missing directory comes as EACCES, too.
      if (!isPath) return 'port-forbidden';
      return around.isDirectoryThere ? 'directory-forbidden' : 'no-directory';
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return 'not-here';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'unknown-host';
    default:
      return null;
  }
};
