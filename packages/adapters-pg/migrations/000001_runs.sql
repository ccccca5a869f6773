-- Runs of the backfill: what each was asked to do, how far it has come, and what it did.

CREATE TABLE :schema.run (
  id uuid PRIMARY KEY,
  -- Raised whenever another process takes the run's place; a batch of an older epoch is refused.
  epoch integer NOT NULL DEFAULT 1 CHECK (epoch > 0),
  state text NOT NULL CHECK (state IN ('running', 'completed', 'interrupted', 'failed')),
  since date,
  until date,
  doc_limit integer CHECK (doc_limit > 0),
  force boolean NOT NULL,
  actor text NOT NULL,
  host text NOT NULL,
  pid integer NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  -- The checkpoint: the last document checked, and the counts so far.
  cursor_effective_on date,
  cursor_doc_no text COLLATE "C",
  tally json NOT NULL,
  orphans json NOT NULL,
  error text
);
CREATE INDEX run_by_start ON :schema.run (started_at DESC, id);
CREATE UNIQUE INDEX run_one_running ON :schema.run (state) WHERE state = 'running';
