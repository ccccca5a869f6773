-- Who may work here: accounts of our own, who is signed in, tokens of API clients, and tries to sign in.

CREATE TABLE :schema.account (
  -- The name as it is compared: width, composition and case do not count.
  key text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  role text COLLATE "C" NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
  password_hash text NOT NULL,
  -- Rises with each new password and each disabling: sessions begun before are over.
  credentials bigint NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  disabled_at timestamptz
);

CREATE TABLE :schema.session (
  -- The SHA-256 of a secret that only the browser has.
  id text COLLATE "C" PRIMARY KEY,
  -- `own:<key>`, `cynow:<number>`
  account text COLLATE "C" NOT NULL,
  credentials text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_by_account ON :schema.session (account);
CREATE INDEX session_by_expiry ON :schema.session (expires_at);
CREATE INDEX session_by_use ON :schema.session (last_used_at);

CREATE TABLE :schema.api_token (
  id uuid PRIMARY KEY,
  -- The SHA-256 of the token, which is told once and never stored.
  hash text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  user_name text NOT NULL,
  scope text COLLATE "C" NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX api_token_by_hash ON :schema.api_token (hash);
CREATE INDEX api_token_by_account ON :schema.api_token (account, created_at);

-- Failures of late and the last success, of an account at an address, of an address, and of an account; all three hashed.
CREATE TABLE :schema.sign_in_attempt (
  key text COLLATE "C" PRIMARY KEY,
  failures integer NOT NULL,
  failed_at timestamptz,
  succeeded_at timestamptz
);
CREATE INDEX sign_in_attempt_by_failure ON :schema.sign_in_attempt (failed_at);
