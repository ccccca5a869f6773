-- Lists of POs, and finding them.

-- POs by origin; by number with what else lists sort by and filter by, so that all whose number begins alike are put in order
-- without reading them.
CREATE INDEX po_by_origin ON :schema.po (manual, received_on DESC NULLS LAST, id);
CREATE INDEX po_by_number_and_date ON :schema.po (po_key, received_on DESC NULLS LAST, id)
  INCLUDE (customer_key, manual, state, priority) WHERE po_key IS NOT NULL;
-- POs without a customer by the name that they have instead.
CREATE INDEX po_of_nobody ON :schema.po (customer_name, received_on DESC NULLS LAST, id) WHERE customer_key = 'UNKNOWN';

-- The day that the PO was received, so that those of a product stand in order. Items written before this migration get it when the
-- database is first opened.
ALTER TABLE :schema.item ADD COLUMN received_on date;
CREATE INDEX item_by_product_and_date ON :schema.item (product_key, received_on DESC NULLS LAST, po_id);

-- The names that POs of a customer have or had; empty where they have none. Only ever added to: a customer that no PO has any
-- more is not shown.
CREATE TABLE :schema.customer_name (
  customer_key text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  -- Code and name for finding parts of them, a line each; the core computes them.
  searched text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_key, name)
);
