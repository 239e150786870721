-- The log: the one truth. Append-only.
CREATE TABLE event (
    tenant      TEXT COLLATE "C" NOT NULL,
    sequence    BIGINT           NOT NULL,
    at          BIGINT           NOT NULL,
    recorded_at BIGINT           NOT NULL,
    leaf        TEXT COLLATE "C" NOT NULL,
    leaf_hash   BYTEA            NOT NULL,
    PRIMARY KEY (tenant, sequence)
);

ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE event FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON event
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT ON event TO glasscase_app;

-- Projection: the size of each log, and the right edge of its Merkle tree.
CREATE TABLE head (
    tenant   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    size     BIGINT           NOT NULL,
    frontier BYTEA            NOT NULL,
    last_at  BIGINT           NOT NULL
);

ALTER TABLE head ENABLE ROW LEVEL SECURITY;
ALTER TABLE head FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON head
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON head TO glasscase_app;

-- Projection: the folded tenant at the last size at which one is kept, and the form in which it is written.
CREATE TABLE snapshot (
    tenant TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    size   BIGINT           NOT NULL,
    form   BIGINT           NOT NULL,
    state  TEXT COLLATE "C" NOT NULL
);

ALTER TABLE snapshot ENABLE ROW LEVEL SECURITY;
ALTER TABLE snapshot FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON snapshot
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON snapshot TO glasscase_app;

-- Projection: which tenants there are, and when the clock next brings something about. Ids and times only.
CREATE TABLE tenant_index (
    tenant   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    next_due BIGINT
);

ALTER TABLE tenant_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_index FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON tenant_index
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
CREATE POLICY sweep ON tenant_index FOR SELECT USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_index TO glasscase_app;

CREATE INDEX tenant_index_by_due ON tenant_index (next_due);
