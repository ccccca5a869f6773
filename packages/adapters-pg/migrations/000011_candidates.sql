-- By what new POs find the POs that they may be (the blocking keys of docs/matching.md). The core computes the keys; keys of one
-- customer begin alike and so stand together. Rows come and go with the POs that they lead to.
CREATE TABLE :schema.candidate_key (
  key text COLLATE "C" NOT NULL,
  po_id uuid NOT NULL,
  PRIMARY KEY (key, po_id)
);

-- Whether the keys of a PO are there: not yet those of POs that were written before this migration.
ALTER TABLE :schema.po ADD COLUMN indexed boolean NOT NULL DEFAULT false;
ALTER TABLE :schema.po ALTER COLUMN indexed SET DEFAULT true;
CREATE INDEX po_not_indexed ON :schema.po (id) WHERE NOT indexed;
