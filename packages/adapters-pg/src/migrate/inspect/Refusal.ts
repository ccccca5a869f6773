/** What a statement, or a part of it, is refused for. */
export type RefusalCode =
  /** The text is not SQL; the subject is the parser's message. */
  | 'syntax'
  /** A control character other than tab and line ends. */
  | 'control-character'
  /** The text holds no statement. */
  | 'empty'
  /** A kind of statement that is not on the list. */
  | 'statement'
  /** A clause that is not on the list, or not with this value. */
  | 'clause'
  /** A name of another schema or database. */
  | 'outside'
  /** A name without a schema. */
  | 'unqualified'
  /** The table of applied migrations, which only the engine writes. */
  | 'bookkeeping'
  /** An index without a name: zero could not tell that it is ours. */
  | 'unnamed-index'
  | 'type'
  | 'function'
  | 'operator'
  | 'operator-class'
  | 'collation'
  | 'access-method'
  /** A storage or sequence option that is not on the list. */
  | 'option'
  /** A kind of expression that is not on the list, a subquery for one. */
  | 'expression';

/** One reason why a migration is not run. */
export interface Refusal {
  /** Which statement of the text, from 1; 0 where the text as a whole is meant. */
  readonly statement: number;
  /** The line on which that statement begins (of a syntax error: where it is), from 1. */
  readonly line: number;
  /** PostgreSQL's name of the statement's kind, `CreateStmt` for one. */
  readonly kind: string;
  readonly code: RefusalCode;
  /** What is refused: a name, a clause, the parser's message. */
  readonly subject: string;
}
