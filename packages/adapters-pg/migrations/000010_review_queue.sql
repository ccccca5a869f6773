-- The queue of reviews: one narrow row for each PO with open reasons, so that a page of it costs the same whatever the number
-- of POs and the filter. It repeats what stands in `po` and `reason`, and is written together with them.
CREATE TABLE :schema.review (
  po_id uuid PRIMARY KEY REFERENCES :schema.po (id) ON DELETE CASCADE,
  -- The highest priority of the open reasons: 0 critical, 1 high, 2 medium, 3 low.
  priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 3),
  -- When the first of the reasons that are open was opened.
  since timestamptz(3) NOT NULL,
  -- The codes of the open reasons, each once.
  codes text[] COLLATE "C" NOT NULL,
  customer_key text COLLATE "C" NOT NULL,
  po_key text COLLATE "C",
  manual boolean NOT NULL
);
CREATE INDEX review_by_order ON :schema.review (priority, since, po_id);
CREATE INDEX review_by_customer ON :schema.review (customer_key, priority, since, po_id);
CREATE INDEX review_by_number ON :schema.review (po_key) WHERE po_key IS NOT NULL;
