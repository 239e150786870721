-- Projection: cases as lists show them. The deadline is not here: it is derived from the folded tenant.
CREATE TABLE case_row (
    tenant          TEXT COLLATE "C" NOT NULL,
    case_id         TEXT COLLATE "C" NOT NULL,
    opened_sequence BIGINT           NOT NULL,
    opened_at       BIGINT           NOT NULL,
    closed_at       BIGINT,
    open            BOOLEAN          NOT NULL,
    service         TEXT COLLATE "C" NOT NULL,
    nature          TEXT COLLATE "C" NOT NULL,
    severity        TEXT COLLATE "C" NOT NULL,
    team            TEXT COLLATE "C" NOT NULL,
    subscriptions   TEXT COLLATE "C" NOT NULL,
    consent         TEXT COLLATE "C" NOT NULL,
    level           TEXT COLLATE "C",
    categories      TEXT COLLATE "C" NOT NULL,
    anchor          BIGINT,
    last_sequence   BIGINT           NOT NULL,
    last_at         BIGINT           NOT NULL,
    PRIMARY KEY (tenant, case_id)
);

ALTER TABLE case_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON case_row
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON case_row TO glasscase_app;

CREATE INDEX case_row_by_age ON case_row (tenant, opened_sequence);

-- Projection: the events of a case, those of its requests, runs and collections among them.
CREATE TABLE case_event (
    tenant   TEXT COLLATE "C" NOT NULL,
    case_id  TEXT COLLATE "C" NOT NULL,
    sequence BIGINT           NOT NULL,
    PRIMARY KEY (tenant, case_id, sequence)
);

ALTER TABLE case_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_event FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON case_event
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON case_event TO glasscase_app;

CREATE INDEX case_event_by_sequence ON case_event (tenant, sequence);
