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
  -- Where it stands in lists, as the core says (`orphanPlace`): its group, and the day from which its age counts. Generated, so
  -- that those that were found before have them, too.
  ADD COLUMN place smallint NOT NULL GENERATED ALWAYS AS (
    CASE WHEN state = 'open' THEN 0
         WHEN state IN ('attached', 'made-po', 'ignored') THEN CASE WHEN landed_on IS NULL THEN 1 ELSE 0 END
         WHEN state = 'resolved' AND opened_at IS NOT NULL THEN 2
         ELSE 3 END) STORED,
  ADD COLUMN aged_on date NOT NULL GENERATED ALWAYS AS (coalesce(
    CASE WHEN filling_date ~ '^(199[0-9]|20[0-9][0-9]|2100)-[0-9][0-9]-[0-9][0-9]([ T][^B]*)?$' THEN
      make_date(substring(filling_date, 1, 4)::integer, substring(filling_date, 6, 2)::integer, substring(filling_date, 9, 2)::integer) END,
    CASE WHEN shipping_date ~ '^(199[0-9]|20[0-9][0-9]|2100)-[0-9][0-9]-[0-9][0-9]([ T][^B]*)?$' THEN
      make_date(substring(shipping_date, 1, 4)::integer, substring(shipping_date, 6, 2)::integer, substring(shipping_date, 9, 2)::integer) END,
    CASE WHEN add_datetime ~ '^(199[0-9]|20[0-9][0-9]|2100)-[0-9][0-9]-[0-9][0-9]([ T][^B]*)?$' THEN
      make_date(substring(add_datetime, 1, 4)::integer, substring(add_datetime, 6, 2)::integer, substring(add_datetime, 9, 2)::integer) END,
    (first_seen_at AT TIME ZONE 'Asia/Seoul')::date)) STORED,
  ADD CONSTRAINT orphan_decided_whole CHECK (
    (decided_as IS NULL) = (decided_by IS NULL) AND (decided_as IS NULL) = (decided_at IS NULL)
    AND (decided_as IS NULL) = (audit_id IS NULL)
    AND (decided_as IN ('attached', 'made-po')) IS NOT DISTINCT FROM (CASE WHEN decided_as IS NOT NULL THEN po_id IS NOT NULL END));

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
