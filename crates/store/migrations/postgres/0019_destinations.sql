-- Record: where entries of a tenant's log are sent, and how far each destination is.
CREATE TABLE destination (
    tenant       TEXT COLLATE "C" NOT NULL,
    destination  TEXT COLLATE "C" NOT NULL,
    form         TEXT COLLATE "C" NOT NULL,
    address      TEXT COLLATE "C" NOT NULL,
    -- Sealed: the secrets of a webhook.
    secrets      BYTEA,
    -- Certificates of the authorities that vouch for a receiver.
    authorities  TEXT COLLATE "C",
    -- The next entry to send.
    position     BIGINT NOT NULL,
    -- Of the entry at `position`: how often it was tried in vain, since when, and why the last time.
    attempts     BIGINT NOT NULL,
    first_try_at BIGINT,
    next_try_at  BIGINT NOT NULL,
    fault        TEXT COLLATE "C",
    -- The sender that works on it, and how long it may.
    lease_holder TEXT COLLATE "C",
    lease_until  BIGINT NOT NULL,
    PRIMARY KEY (tenant, destination)
);

ALTER TABLE destination ENABLE ROW LEVEL SECURITY;
ALTER TABLE destination FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON destination
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON destination TO glasscase_app;

-- Record: entries that were given up.
CREATE TABLE undelivered (
    tenant      TEXT COLLATE "C" NOT NULL,
    destination TEXT COLLATE "C" NOT NULL,
    sequence    BIGINT NOT NULL,
    given_up_at BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    fault       TEXT COLLATE "C" NOT NULL,
    -- Whether somebody asked for it to be sent again.
    again       BIGINT NOT NULL,
    PRIMARY KEY (tenant, destination, sequence)
);

ALTER TABLE undelivered ENABLE ROW LEVEL SECURITY;
ALTER TABLE undelivered FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON undelivered
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON undelivered TO glasscase_app;

-- Record: which tenants have destinations, so that senders find them without looking into any.
CREATE TABLE destination_index (
    tenant TEXT COLLATE "C" NOT NULL PRIMARY KEY
);

ALTER TABLE destination_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE destination_index FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON destination_index
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
CREATE POLICY send ON destination_index FOR SELECT USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON destination_index TO glasscase_app;
