-- Whether people have PO management.

-- One row, once somebody has changed it; before that it is off.
CREATE TABLE :schema.flag (
  key text COLLATE "C" PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('off', 'maintenance', 'on')),
  read_only boolean NOT NULL,
  users text[] NOT NULL,
  roles text[] NOT NULL,
  -- Hundredths of a percent of the users; null: not by share.
  share integer CHECK (share BETWEEN 0 AND 10000),
  maintenance_text text,
  notice text,
  version bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL
);

-- What each live process sees of it.
CREATE TABLE :schema.flag_process (
  id uuid PRIMARY KEY,
  command text NOT NULL,
  host text NOT NULL,
  pid integer NOT NULL,
  release text NOT NULL,
  version bigint,
  state text NOT NULL CHECK (state IN ('machine-off', 'unknown', 'off', 'maintenance', 'on')),
  seen_at timestamptz NOT NULL
);
CREATE INDEX flag_process_by_time ON :schema.flag_process (seen_at);
