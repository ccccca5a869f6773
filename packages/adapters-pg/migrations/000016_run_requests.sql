-- Backfills that people ask for through pages and API, and that any process carries out.

CREATE TABLE :schema.run_request (
  -- A real run has the same address.
  id uuid PRIMARY KEY,
  dry_run boolean NOT NULL,
  since date,
  until date,
  doc_limit integer CHECK (doc_limit > 0),
  force boolean NOT NULL,
  accept_missing integer CHECK (accept_missing > 0),
  actor text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled', 'interrupted')),
  queued_at timestamptz NOT NULL,
  -- Nobody goes on with it earlier.
  not_before timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  -- Raised whenever a process begins with it; what an earlier one then still tells is not heard.
  attempt integer NOT NULL,
  host text,
  pid integer,
  -- When that process told something last.
  heard_at timestamptz,
  -- How many processes died while they carried it out.
  lost integer NOT NULL,
  cancel_by text,
  cancel_at timestamptz,
  -- Whose run holds the place that this one waits for.
  waits_for json,
  progress json,
  result json,
  failure json,
  -- The number of the latest decision; those up to `void_up_to` do not count any more.
  decided integer NOT NULL,
  void_up_to integer NOT NULL,
  CONSTRAINT run_request_process CHECK ((host IS NULL) = (pid IS NULL)),
  CONSTRAINT run_request_cancel CHECK ((cancel_by IS NULL) = (cancel_at IS NULL)),
  CONSTRAINT run_request_end CHECK ((ended_at IS NULL) = (state IN ('queued', 'running')))
);
CREATE INDEX run_request_open ON :schema.run_request (dry_run, queued_at, id) WHERE ended_at IS NULL;
CREATE INDEX run_request_by_time ON :schema.run_request (queued_at, id);
CREATE INDEX run_request_by_end ON :schema.run_request (ended_at) WHERE ended_at IS NOT NULL;

-- What was decided: all of a dry run, which nothing else keeps, and of a real run what those who follow are told.
CREATE TABLE :schema.run_request_decision (
  request_id uuid NOT NULL REFERENCES :schema.run_request (id) ON DELETE CASCADE,
  seq integer NOT NULL,
  told boolean NOT NULL,
  decision json NOT NULL,
  PRIMARY KEY (request_id, seq)
);
CREATE INDEX run_request_decision_told ON :schema.run_request_decision (request_id, seq) WHERE told;
