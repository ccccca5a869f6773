/** A move report of FCMS as read; timestamps are Asia/Seoul wall-clock text. */
export interface MoveReport {
  /** `MOVE_REPORT_NO` without its padding. */
  readonly docNo: string;
  readonly progressCode: string | null;
  readonly fillingDate: string | null;
  readonly shippingDate: string | null;
  readonly addDatetime: string | null;
  /** Cylinders on the report. */
  readonly cylinders: number;
  /** Customer names that the cylinders' histories give, each once, sorted. */
  readonly customerNames: readonly string[];
}
