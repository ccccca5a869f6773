-- What FCMS is still missing, and how fresh its data is.

-- Live move reports whose order row does not exist.
CREATE TABLE :schema.orphan (
  doc_no text COLLATE "C" PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('seen', 'open', 'resolved', 'attached', 'made-po', 'ignored')),
  progress_code text,
  filling_date text,
  shipping_date text,
  add_datetime text,
  cylinders integer NOT NULL CHECK (cylinders >= 0),
  -- As a JSON array.
  customer_names json NOT NULL,
  first_seen_at timestamptz NOT NULL,
  opened_at timestamptz,
  settled_at timestamptz
);
CREATE INDEX orphan_by_state ON :schema.orphan (state, doc_no);

-- What looks at the change counter of the source have shown. One row.
CREATE TABLE :schema.cdc_observation (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  counter text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  changed_at timestamptz
);
