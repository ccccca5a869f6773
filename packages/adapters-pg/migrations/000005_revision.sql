-- How often POs have been written: a batch that was decided before somebody else wrote is decided anew. One row; whoever
-- writes POs holds it for the length of the transaction, so there is one writer at a time.
CREATE TABLE :schema.revision (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL
);

-- A PO and its items are written again with every delivery: room on the page keeps that out of the indexes.
ALTER TABLE :schema.po SET (fillfactor = 80);
ALTER TABLE :schema.item SET (fillfactor = 80);
