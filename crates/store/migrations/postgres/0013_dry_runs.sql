-- Projection: dry runs, ended ones among them.
CREATE TABLE dry_run_row (
    tenant             TEXT COLLATE "C" NOT NULL,
    run                TEXT COLLATE "C" NOT NULL,
    subscription       TEXT COLLATE "C" NOT NULL,
    diagnostic         TEXT COLLATE "C" NOT NULL,
    version            BIGINT           NOT NULL,
    state              TEXT COLLATE "C" NOT NULL,
    cause              TEXT COLLATE "C",
    requested_sequence BIGINT           NOT NULL,
    requested_at       BIGINT           NOT NULL,
    requested_by       TEXT COLLATE "C" NOT NULL,
    runner             TEXT COLLATE "C",
    counts             TEXT COLLATE "C",
    ended_at           BIGINT,
    PRIMARY KEY (tenant, run)
);

ALTER TABLE dry_run_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE dry_run_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON dry_run_row
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON dry_run_row TO glasscase_app;

CREATE INDEX dry_run_row_by_age ON dry_run_row (tenant, requested_sequence);
