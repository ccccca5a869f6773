-- What people decide on orphans, and the POs that these may belong to.

ALTER TABLE :schema.orphan
  -- What somebody decided; it is kept when the order arrives.
  ADD COLUMN decided_as text CHECK (decided_as IN ('attached', 'made-po', 'ignored')),
  -- The PO that the orphan was attached to, or that was made of it. Where that is merged away, `merged` leads on.
  ADD COLUMN po_id uuid,
  ADD COLUMN note text,
  ADD COLUMN decided_by text,
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN audit_id uuid,
  -- When the order of one that people had decided on was first seen, and the PO that it is on instead.
  ADD COLUMN arrived_at timestamptz,
  ADD COLUMN landed_on uuid,
  -- Rises with every write: two who read the same version cannot both change it.
  ADD COLUMN version bigint NOT NULL DEFAULT 1,
  -- Where it stands in lists: its group, then from which day its age counts. The core computes them.
  ADD COLUMN place smallint CHECK (place BETWEEN 0 AND 3),
  ADD COLUMN aged_on date,
  ADD CONSTRAINT orphan_decided_whole CHECK (
    (decided_as IS NULL) = (decided_by IS NULL) AND (decided_as IS NULL) = (decided_at IS NULL)
    AND (decided_as IS NULL) = (audit_id IS NULL)
    AND (decided_as IN ('attached', 'made-po')) IS NOT DISTINCT FROM (CASE WHEN decided_as IS NOT NULL THEN po_id IS NOT NULL END));

-- Of those that were found before.
UPDATE :schema.orphan SET
  place = CASE WHEN state = 'open' THEN 0 WHEN state = 'resolved' AND opened_at IS NOT NULL THEN 2 ELSE 3 END,
  aged_on = coalesce(
    substring(filling_date FROM '^((?:199|20[0-9])[0-9]-[0-9]{2}-[0-9]{2})')::date,
    substring(shipping_date FROM '^((?:199|20[0-9])[0-9]-[0-9]{2}-[0-9]{2})')::date,
    substring(add_datetime FROM '^((?:199|20[0-9])[0-9]-[0-9]{2}-[0-9]{2})')::date,
    (first_seen_at AT TIME ZONE 'Asia/Seoul')::date);
ALTER TABLE :schema.orphan ALTER COLUMN place SET NOT NULL, ALTER COLUMN aged_on SET NOT NULL;

-- Lists, in pages by key; those that may still change by themselves; those on a PO.
CREATE INDEX orphan_in_order ON :schema.orphan (place, aged_on DESC, doc_no);
CREATE INDEX orphan_of_state_in_order ON :schema.orphan (state, place, aged_on DESC, doc_no);
CREATE INDEX orphan_unsettled ON :schema.orphan (doc_no) WHERE state <> 'resolved';
CREATE INDEX orphan_by_po ON :schema.orphan (po_id) WHERE po_id IS NOT NULL;

-- The customer's name for comparing, as the core computes it. POs that were written before have it from when they are written again.
ALTER TABLE :schema.po ADD COLUMN name_key text COLLATE "C";
-- Customers by name; the manual POs of a customer by day.
CREATE INDEX po_by_name ON :schema.po (name_key, customer_key) WHERE name_key IS NOT NULL;
CREATE INDEX po_ordered ON :schema.po (customer_key, received_on DESC NULLS LAST, id) WHERE manual AND state = 'open';
