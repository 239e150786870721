-- Record: when runners had let go of runs whose access ended: what the log cannot tell, since it ends them at once.
CREATE TABLE halt (
    tenant     TEXT COLLATE "C" NOT NULL,
    run        TEXT COLLATE "C" NOT NULL,
    stopped_at BIGINT           NOT NULL,
    halted_at  BIGINT           NOT NULL,
    PRIMARY KEY (tenant, run)
);

ALTER TABLE halt ENABLE ROW LEVEL SECURITY;
ALTER TABLE halt FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON halt
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, DELETE ON halt TO glasscase_app;

CREATE INDEX halt_by_age ON halt (tenant, stopped_at);
