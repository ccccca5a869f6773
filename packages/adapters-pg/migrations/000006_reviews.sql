-- What people decide: reviews, corrections, aliases, reserved numbers, and the trail of all of it.

-- The revision of POs (table `revision`) at which this one was last written: two people who read the same version cannot both
-- change it.
ALTER TABLE :schema.po ADD COLUMN version bigint NOT NULL DEFAULT 0;

-- The entry of the audit trail that made the alias, and whether a human said that its documents always belong here.
ALTER TABLE :schema.alias ADD COLUMN audit_id uuid NOT NULL;
ALTER TABLE :schema.alias ADD COLUMN always boolean NOT NULL;

-- Reasons that people resolved, as a JSON array; the product that they put in place of FCMS's.
ALTER TABLE :schema.document ADD COLUMN resolved json;
ALTER TABLE :schema.document ADD COLUMN correction json;

-- Everything that people did: only ever added to.
CREATE TABLE :schema.audit (
  id uuid PRIMARY KEY,
  -- The order in which it happened.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('page', 'api', 'cli', 'batch')),
  request_id text,
  -- What was done together.
  batch_id uuid,
  action text COLLATE "C" NOT NULL,
  note text,
  before json NOT NULL,
  after json NOT NULL,
  -- The entry that this one took back.
  undoes uuid REFERENCES :schema.audit (id)
);
CREATE UNIQUE INDEX audit_by_order ON :schema.audit (seq);
CREATE INDEX audit_by_batch ON :schema.audit (batch_id, seq) WHERE batch_id IS NOT NULL;
CREATE UNIQUE INDEX audit_undone_once ON :schema.audit (undoes) WHERE undoes IS NOT NULL;

-- What an entry is about: `po:<id>`, `document:<no.>`, `reservation:<no.>`, `orphan:<no.>`.
CREATE TABLE :schema.audit_subject (
  subject text COLLATE "C" NOT NULL,
  audit_id uuid NOT NULL REFERENCES :schema.audit (id),
  PRIMARY KEY (subject, audit_id)
);

-- POs that were merged into another: their addresses lead there.
CREATE TABLE :schema.merged (
  po_id uuid PRIMARY KEY,
  into_po_id uuid NOT NULL
);
CREATE INDEX merged_by_target ON :schema.merged (into_po_id);

-- Document numbers set aside for a PO before a clerk types them into FCMS.
CREATE TABLE :schema.reservation (
  doc_no text COLLATE "C" PRIMARY KEY,
  year smallint NOT NULL,
  sequence integer NOT NULL CHECK (sequence BETWEEN 1 AND 999999),
  po_id uuid NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('RESERVED', 'MATCHED', 'MISMATCH', 'EXPIRED', 'RELEASED')),
  reserved_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX reservation_by_po ON :schema.reservation (po_id);
CREATE INDEX reservation_by_number ON :schema.reservation (year, sequence DESC);
CREATE INDEX reservation_by_state ON :schema.reservation (state, doc_no);

-- Recorded documents whose rows were not in FCMS at the last look, and since when.
CREATE TABLE :schema.missing (
  doc_no text COLLATE "C" PRIMARY KEY,
  first_missed_at timestamptz NOT NULL
);
