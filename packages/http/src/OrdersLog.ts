/** Where a log line goes: facts first, as pino takes them. */
type Write = (facts: object, message: string) => void;

/** What we write a log with; pino's and its like fit. */
export interface OrdersLog {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}
