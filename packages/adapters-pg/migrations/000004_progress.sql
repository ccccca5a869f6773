-- How far the cylinders of each document have come, counted from FCMS's histories by passes over them.

-- One row a document that a history names with a stage. Distinct cylinders; a document without a row has none.
CREATE TABLE :schema.progress (
  doc_no text COLLATE "C" PRIMARY KEY,
  filled integer NOT NULL CHECK (filled >= 0),
  warehoused integer NOT NULL CHECK (warehoused >= 0),
  shipped integer NOT NULL CHECK (shipped >= 0),
  -- When the pass began that last found other counts.
  changed_at timestamptz NOT NULL
);

-- What was counted: the stages of each cylinder under each document.
CREATE TABLE :schema.progress_cylinder (
  cylinder_no text COLLATE "C" NOT NULL,
  doc_no text COLLATE "C" NOT NULL,
  -- A sum: 1 filled, 2 warehoused, 4 shipped.
  stages smallint NOT NULL CHECK (stages BETWEEN 1 AND 7),
  PRIMARY KEY (cylinder_no, doc_no)
);
CREATE INDEX progress_cylinder_by_document ON :schema.progress_cylinder (doc_no) INCLUDE (stages);

-- What the passes have done. One row.
CREATE TABLE :schema.progress_pass (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- When the last complete pass began, which is the moment as of which all counts hold.
  read_at timestamptz,
  full_at timestamptz,
  full_ms integer CHECK (full_ms >= 0),
  -- What is known of the histories' changes, as JSON: what they looked like from outside at earlier passes.
  trace json,
  -- A full pass that is under way or was interrupted: its beginning, how far it came, its work.
  unfinished json,
  CONSTRAINT progress_pass_complete CHECK (
    num_nulls(read_at, full_at, full_ms, trace) IN (0, 4)
  )
);
