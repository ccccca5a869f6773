import type { VariableName } from './variables.ts';

/** Where a value came from. */
export type Origin = 'flag' | 'environment' | 'file' | 'default';

/** What is wrong with the configuration; a value is only there when it may be shown. */
export type ConfigProblem =
  | { readonly kind: 'invalid'; readonly name: VariableName; readonly value: string | null; readonly origin: Origin }
  /** Both `NAME` and `NAME_FILE` are set in the same place. */
  | { readonly kind: 'twice'; readonly name: VariableName; readonly origin: Origin }
  /** The file that `NAME_FILE`, or PO_HOLIDAYS, names cannot be read. */
  | { readonly kind: 'unreadable'; readonly name: string; readonly path: string; readonly why: string }
  | {
      readonly kind: 'bad-line';
      readonly name: string;
      readonly path: string;
      readonly line: number;
      readonly text: string;
    }
  /** Our schema must not be FCMS's. */
  | { readonly kind: 'same-schema'; readonly value: string }
  | { readonly kind: 'config-file'; readonly path: string; readonly why: string }
  | { readonly kind: 'unknown-key'; readonly path: string; readonly key: string; readonly meant: string | null };
