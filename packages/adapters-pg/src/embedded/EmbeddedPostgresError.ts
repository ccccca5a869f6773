/** What kept the embedded server from being of use. */
export type EmbeddedPostgresErrorCode =
  /** This machine has no embedded PostgreSQL installed, or one that it cannot execute. */
  | 'NO_BINARIES'
  /** Running as root, and no other account can take the server. */
  | 'NO_ACCOUNT'
  /** The directory belongs to another account of this machine. */
  | 'NOT_OURS'
  /** Another process has been starting or stopping the server for too long. */
  | 'BUSY'
  | 'INIT_FAILED'
  | 'START_FAILED'
  | 'STOP_FAILED';

/** The message says what happened, why, and what to do; when a server spoke last, with its last words. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
