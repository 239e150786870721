-- Record: signed statements of a log's size and root.
CREATE TABLE checkpoint (
    tenant TEXT COLLATE "C" NOT NULL,
    size   BIGINT           NOT NULL,
    note   TEXT COLLATE "C" NOT NULL,
    at     BIGINT           NOT NULL,
    PRIMARY KEY (tenant, size)
);

ALTER TABLE checkpoint ENABLE ROW LEVEL SECURITY;
ALTER TABLE checkpoint FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON checkpoint
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT ON checkpoint TO glasscase_app;

-- Record: the latest instant that the clock has shown, so that a clock set back cannot bring back what is over.
CREATE TABLE clock_mark (
    one SMALLINT NOT NULL PRIMARY KEY CHECK (one = 1),
    at  BIGINT   NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON clock_mark TO glasscase_app;
