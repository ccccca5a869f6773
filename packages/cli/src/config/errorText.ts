/** What an unexpected error says of itself. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The operating system's code of an error, `ENOENT` for one. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
