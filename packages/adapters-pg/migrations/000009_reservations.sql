-- Reserved numbers: for how long each is held, and how it stands.

-- Its hours count from here: from when it was reserved, or last extended.
ALTER TABLE :schema.reservation ADD COLUMN counted_from timestamptz NOT NULL;
ALTER TABLE :schema.reservation ADD COLUMN hours integer NOT NULL CHECK (hours > 0);
ALTER TABLE :schema.reservation ADD COLUMN mismatch text COLLATE "C" CHECK (mismatch IN ('conflict', 'other-po', 'other-number'));
-- The document that matches; of a mismatch the one in question.
ALTER TABLE :schema.reservation ADD COLUMN document text COLLATE "C";
-- Entries of the audit trail: the match by hand that is in force, and the last one about the number.
ALTER TABLE :schema.reservation ADD COLUMN matched_by uuid;
ALTER TABLE :schema.reservation ADD COLUMN decided_by uuid NOT NULL;

-- What the matching batch goes along.
CREATE INDEX reservation_to_match ON :schema.reservation (po_id) WHERE state <> 'RELEASED' AND matched_by IS NULL;

-- Times in which nothing came from FCMS for long: they may not count for reserved numbers.
CREATE TABLE :schema.cdc_standstill (
  -- The last change before.
  from_at timestamptz PRIMARY KEY,
  -- The last look that found none.
  last_look_at timestamptz NOT NULL,
  -- The look that found the next.
  to_at timestamptz NOT NULL
);
CREATE INDEX cdc_standstill_by_end ON :schema.cdc_standstill (to_at);
