const brand: unique symbol = Symbol.for('@cynow/po-core/PoError');

/** Every failure that callers may want to tell apart. What is expected is a value, not one of these. */
export type PoErrorCode =
  /** Another process has taken over the run; this one may not write any more. */
  | 'RUN_TAKEN_OVER'
  /** So many recorded documents are not in FCMS any more that its replica must be incomplete. */
  | 'MANY_MISSING'
  /** POs that were written before candidates were looked for cannot be found as such yet (`left` of them). */
  | 'CANDIDATES_INCOMPLETE'
  /** A table or column of FCMS does not exist. */
  | 'SOURCE_MISSING'
  /** A table of FCMS may not be read. */
  | 'SOURCE_FORBIDDEN'
  /** The database cannot be reached, or refuses the login. */
  | 'NO_CONNECTION'
  /** Our schema is not there, or not up to date. */
  | 'NOT_MIGRATED'
  /** Our schema is newer than this program. */
  | 'SCHEMA_NEWER'
  /** The role may not do what is needed in our schema. */
  | 'FORBIDDEN'
  /** CYNOW's accounts are not there, may not be read, or do not answer in time (`problem`: `missing`, `forbidden`, `busy`). */
  | 'CYNOW_UNREADABLE'

  /** Another process carries the request out by now; this one may not write any more. */
  | 'CLAIM_LOST';

/** An error with a code and facts; texts for people are made where people read them. */
export class PoError extends Error {
  readonly [brand] = true;
  readonly code: PoErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: PoErrorCode, facts: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options);
    this.name = 'PoError';
    this.code = code;
    this.facts = facts;
  }

  /** Recognises errors of other installed copies, too. */
  static is(value: unknown): value is PoError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
