-- Requests of API clients that are carried out at most once, however often they are sent.

CREATE TABLE :schema.keyed_request (
  -- As of a session: `own:<key>`, `cynow:<number>`
  account text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  -- Rises when another process takes it over; what an earlier one then still writes is refused.
  epoch integer NOT NULL,
  claimed_at timestamptz NOT NULL,
  -- Set by the transactions that carry it out.
  wrote boolean NOT NULL,
  -- The answer; null while there is none.
  status integer,
  body text,
  type text,
  etag text,
  PRIMARY KEY (account, key)
);
CREATE INDEX keyed_request_by_time ON :schema.keyed_request (claimed_at);
