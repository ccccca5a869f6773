-- Documents that are gone from FCMS, and what a run changed, so that it can be taken back.

-- Whether somebody said that runs may go on without the document.
ALTER TABLE :schema.missing ADD COLUMN accepted boolean NOT NULL DEFAULT false;

-- Recorded documents of the window that were gone when the run began; null while it has not looked.
ALTER TABLE :schema.run ADD COLUMN missing json;
-- When and by whom what it made was taken back.
ALTER TABLE :schema.run ADD COLUMN undone_at timestamptz;
ALTER TABLE :schema.run ADD COLUMN undone_by text;
-- The revisions of POs that its first and its last batch made, and the newest entry of the audit trail before the first:
-- what is later may rest on what it made.
ALTER TABLE :schema.run ADD COLUMN first_revision bigint;
ALTER TABLE :schema.run ADD COLUMN last_revision bigint;
ALTER TABLE :schema.run ADD COLUMN audit_seq bigint;

ALTER TABLE :schema.decision ADD COLUMN undone_at timestamptz;

-- Documents that were recorded before a run changed them, as they were, with their POs. Empty for what was new to it.
CREATE TABLE :schema.run_earlier (
  run_id uuid NOT NULL REFERENCES :schema.run (id),
  doc_no text COLLATE "C" NOT NULL,
  po_id uuid NOT NULL,
  po_created_at timestamptz NOT NULL,
  delivery json NOT NULL,
  po json NOT NULL,
  PRIMARY KEY (run_id, doc_no)
);
CREATE INDEX run_earlier_by_po ON :schema.run_earlier (po_id, run_id);
