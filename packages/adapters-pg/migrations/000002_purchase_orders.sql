-- Purchase orders (수주) and the FCMS documents that deliver them.
-- Keys and everything that is compared are text by code point (COLLATE "C"); the core computes them, SQL never does.

CREATE TABLE :schema.po (
  id uuid PRIMARY KEY,
  customer_key text COLLATE "C" NOT NULL,
  -- Null: the PO has no number, and is identified by its document.
  po_key text COLLATE "C",
  identity_doc_no text COLLATE "C",
  customer text COLLATE "C" NOT NULL,
  customer_name text COLLATE "C",
  po_no text COLLATE "C" NOT NULL,
  manual boolean NOT NULL,
  reviewed boolean NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled')),
  received_on date,
  memo text NOT NULL,
  -- Live deliveries.
  deliveries integer NOT NULL CHECK (deliveries >= 0),
  -- The highest priority of the open reasons: 0 critical, 1 high, 2 medium, 3 low; null when none is open.
  priority smallint CHECK (priority BETWEEN 0 AND 3),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT po_identity UNIQUE (customer_key, po_key) DEFERRABLE,
  CONSTRAINT po_identity_without_number UNIQUE (identity_doc_no) DEFERRABLE,
  CONSTRAINT po_number_or_document CHECK ((po_key IS NULL) = (identity_doc_no IS NOT NULL))
);
-- Lists, in pages by key: newest first; the review queue; one customer; numbers by equality and prefix.
CREATE INDEX po_by_date ON :schema.po (received_on DESC NULLS LAST, id);
CREATE INDEX po_by_priority ON :schema.po (priority, received_on DESC NULLS LAST, id) WHERE priority IS NOT NULL;
CREATE INDEX po_by_customer ON :schema.po (customer_key, received_on DESC NULLS LAST, id);
CREATE INDEX po_by_number ON :schema.po (po_key, id) WHERE po_key IS NOT NULL;
CREATE INDEX po_by_state ON :schema.po (state, received_on DESC NULLS LAST, id) WHERE state <> 'open';
CREATE INDEX po_by_creation ON :schema.po (created_at);

-- Identities that a PO had before a human corrected or merged it. No two POs share one.
CREATE TABLE :schema.alias (
  customer_key text COLLATE "C" NOT NULL,
  po_key text COLLATE "C" NOT NULL,
  po_id uuid NOT NULL REFERENCES :schema.po (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (customer_key, po_key)
);
CREATE INDEX alias_by_po ON :schema.alias (po_id);

CREATE TABLE :schema.item (
  po_id uuid NOT NULL REFERENCES :schema.po (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  line integer NOT NULL CHECK (line > 0),
  product_key text COLLATE "C" NOT NULL,
  product text COLLATE "C" NOT NULL,
  -- Cylinders.
  qty bigint NOT NULL CHECK (qty >= 0),
  delivery_on date,
  -- Whether a live delivery of the product has an unknown quantity.
  incomplete boolean NOT NULL,
  PRIMARY KEY (po_id, line)
);
CREATE INDEX item_by_product ON :schema.item (product_key, po_id);

-- A document of FCMS on a PO (회차): what FCMS last said of it, and how it came here.
CREATE TABLE :schema.document (
  doc_no text COLLATE "C" PRIMARY KEY,
  po_id uuid NOT NULL REFERENCES :schema.po (id) DEFERRABLE INITIALLY DEFERRED,
  -- 1…n among the live deliveries of the PO, in decision order; null when cancelled.
  delivery integer CHECK (delivery > 0),
  hash text COLLATE "C" NOT NULL,
  fcms_po_no text COLLATE "C",
  fcms_customer text COLLATE "C",
  fcms_product text COLLATE "C",
  fcms_qty text COLLATE "C",
  effective_on date,
  delivery_on date,
  cancelled boolean NOT NULL,
  -- Year and sequence of a well-formed number, for decision order.
  doc_year smallint,
  doc_sequence integer,
  po_no text COLLATE "C",
  mark text COLLATE "C",
  customer text COLLATE "C",
  customer_name text COLLATE "C",
  product_key text COLLATE "C",
  product text COLLATE "C",
  product_name text COLLATE "C",
  packing text COLLATE "C",
  -- Cylinders; null when FCMS's quantity is not to be believed.
  qty integer CHECK (qty BETWEEN 1 AND 1000000),
  link text NOT NULL CHECK (link IN ('new', 'exact', 'reserved')),
  -- The run that decided it last.
  run_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT document_number_of_live_only CHECK (cancelled = (delivery IS NULL)),
  CONSTRAINT document_numbers_of_a_po UNIQUE (po_id, delivery) DEFERRABLE INITIALLY DEFERRED
);

-- Why a human should look at a document. One that no longer holds is closed, not deleted.
CREATE TABLE :schema.reason (
  doc_no text COLLATE "C" NOT NULL REFERENCES :schema.document (doc_no) DEFERRABLE INITIALLY DEFERRED,
  code text COLLATE "C" NOT NULL CHECK (code IN (
    'MISSING_CUSTOMER', 'MISSING_PO_NO', 'MISSING_PRODUCT', 'INVALID_QTY', 'INVALID_DOC_NO', 'PRODUCT_NOT_ORDERED',
    'QTY_MISMATCH', 'SUSPECT_LINK', 'REUSED_PO_NO', 'ALIAS_LINK', 'PROBABLE_MATCH', 'RESERVATION_CONFLICT',
    'CANCELLED_IN_FCMS', 'MISSING_IN_FCMS', 'SOURCE_CHANGED'
  )),
  facts json NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (doc_no, code)
);
CREATE INDEX reason_open ON :schema.reason (code, doc_no) WHERE closed_at IS NULL;

-- What each run accepted, as it decided it.
CREATE TABLE :schema.decision (
  run_id uuid NOT NULL REFERENCES :schema.run (id),
  doc_no text COLLATE "C" NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('created', 'needs-review')),
  action text NOT NULL CHECK (action IN ('new-po', 'attached', 'refreshed', 'none')),
  link text CHECK (link IN ('new', 'exact', 'reserved')),
  customer text COLLATE "C" NOT NULL,
  po_no text COLLATE "C" NOT NULL,
  delivery integer,
  -- The codes, as a JSON array.
  reasons json NOT NULL,
  PRIMARY KEY (run_id, doc_no)
);
