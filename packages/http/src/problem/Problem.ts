/**
 * The kinds of problems that the API answers with, each with its status. A kind is stable: clients may depend on it
 * (`type` is `urn:cynow:po:<kind>`).
 */
export const problemKinds = {
  'invalid-request': 400,
  'not-signed-in': 401,
  'not-permitted': 403,
  'read-only': 403,
  'cross-site': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'too-slow': 408,
  conflict: 409,
  'in-progress': 409,
  'answer-lost': 409,
  'precondition-failed': 412,
  'too-large': 413,
  'uri-too-long': 414,
  'unsupported-media-type': 415,
  refused: 422,
  'key-reused': 422,
  'precondition-required': 428,
  'too-many-requests': 429,
  unexpected: 500,
  maintenance: 503,
  unavailable: 503,
} as const;

export type ProblemKind = keyof typeof problemKinds;

/** One place in the request that is wrong. */
export interface InvalidPlace {
  /** Where in the body, as a JSON pointer; or `?name` of a query parameter, `{name}` of the path, `name:` of a header. */
  readonly pointer: string;
  /** What was expected. */
  readonly detail: string;
}

/** What went wrong with a request, as a value: handlers give it back, they do not throw it. */
export interface Problem {
  readonly kind: ProblemKind;
  /** What happened in this case, in the reader's language; without it the kind's own text stands alone. */
  readonly detail?: string;
  readonly errors?: readonly InvalidPlace[];
  /** What a program needs to go on: the refusal, the version that it is now. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  /** Methods that the path knows. */
  readonly allow?: readonly string[];
}
