/** One precondition, looked at. Texts and remedies are made where people read them, from the problem and the facts. */
export interface Finding {
  /** What was looked at. */
  readonly check:
    | 'connection'
    | 'cluster'
    | 'version'
    | 'source'
    | 'search-path'
    | 'temporary-tables'
    | 'migrations'
    | 'accounts'
    | 'cdc'
    | 'clock'
    | 'connections'
    | 'numbers';
  readonly state: 'ok' | 'warning' | 'error';
  /** What is wrong; null when nothing is. */
  readonly problem: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

export const ok = (check: Finding['check'], facts: Finding['facts'] = {}): Finding => ({
  check,
  state: 'ok',
  problem: null,
  facts,
});

export const warning = (check: Finding['check'], problem: string, facts: Finding['facts'] = {}): Finding => ({
  check,
  state: 'warning',
  problem,
  facts,
});

export const failed = (check: Finding['check'], problem: string, facts: Finding['facts'] = {}): Finding => ({
  check,
  state: 'error',
  problem,
  facts,
});
