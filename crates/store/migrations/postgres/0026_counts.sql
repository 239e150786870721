-- Record: what was counted of a log, day by day, before the event at a place, so that nobody counts it again after a start.
CREATE TABLE counted (
    tenant   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- The form in which the counts are written; others are passed over, and the log is counted anew.
    form     BIGINT           NOT NULL,
    position BIGINT           NOT NULL,
    counts   TEXT COLLATE "C" NOT NULL
);

ALTER TABLE counted ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON counted
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE ON counted TO glasscase_app;

-- Record: when each runner was connected last, to about a minute, and as what program.
CREATE TABLE runner_seen (
    tenant  TEXT COLLATE "C" NOT NULL,
    runner  TEXT COLLATE "C" NOT NULL,
    program TEXT COLLATE "C" NOT NULL,
    seen_at BIGINT           NOT NULL,
    PRIMARY KEY (tenant, runner)
);

ALTER TABLE runner_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE runner_seen FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON runner_seen
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON runner_seen TO glasscase_app;
