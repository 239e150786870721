-- Record: the request that caused each change, so that whoever sent it finds what came of it. A change is what one command
-- appended, from its first event on; what fell due before it is none of it.
CREATE TABLE correlation (
    tenant   TEXT COLLATE "C" NOT NULL,
    sequence BIGINT           NOT NULL,
    id       BYTEA            NOT NULL,
    PRIMARY KEY (tenant, sequence)
);

ALTER TABLE correlation ENABLE ROW LEVEL SECURITY;
ALTER TABLE correlation FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON correlation
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT ON correlation TO glasscase_app;

CREATE INDEX correlation_by_id ON correlation (tenant, id);
