-- Record: names and free text beside the leaves, sealed. Erased by deleting the row.
CREATE TABLE part (
    tenant   TEXT COLLATE "C" NOT NULL,
    sequence BIGINT           NOT NULL,
    field    TEXT COLLATE "C" NOT NULL,
    salt     BYTEA            NOT NULL,
    sealed   BYTEA            NOT NULL,
    PRIMARY KEY (tenant, sequence, field)
);

ALTER TABLE part ENABLE ROW LEVEL SECURITY;
ALTER TABLE part FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON part
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON part TO glasscase_app;
