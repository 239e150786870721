-- Projection: runs of diagnostics, denied ones among them.
CREATE TABLE run_row (
    tenant             TEXT COLLATE "C" NOT NULL,
    run                TEXT COLLATE "C" NOT NULL,
    case_id            TEXT COLLATE "C" NOT NULL,
    subscription       TEXT COLLATE "C" NOT NULL,
    diagnostic         TEXT COLLATE "C" NOT NULL,
    version            BIGINT           NOT NULL,
    digest             TEXT COLLATE "C" NOT NULL,
    level              TEXT COLLATE "C" NOT NULL,
    categories         TEXT COLLATE "C" NOT NULL,
    state              TEXT COLLATE "C" NOT NULL,
    cause              TEXT COLLATE "C",
    reason             TEXT COLLATE "C",
    missing            TEXT COLLATE "C" NOT NULL,
    requested_sequence BIGINT           NOT NULL,
    requested_at       BIGINT           NOT NULL,
    requested_by       TEXT COLLATE "C" NOT NULL,
    claimed_at         BIGINT,
    runner             TEXT COLLATE "C",
    collection         TEXT COLLATE "C",
    covered            TEXT COLLATE "C" NOT NULL,
    due_hour           BIGINT,
    ended_at           BIGINT,
    PRIMARY KEY (tenant, run)
);

ALTER TABLE run_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON run_row
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON run_row TO glasscase_app;

CREATE INDEX run_row_by_case ON run_row (tenant, case_id, requested_sequence);
CREATE INDEX run_row_by_state ON run_row (tenant, state, requested_sequence);

-- Projection: what runs collected.
CREATE TABLE collection_row (
    tenant          TEXT COLLATE "C" NOT NULL,
    collection      TEXT COLLATE "C" NOT NULL,
    run             TEXT COLLATE "C" NOT NULL,
    case_id         TEXT COLLATE "C" NOT NULL,
    stored_sequence BIGINT           NOT NULL,
    stored_at       BIGINT           NOT NULL,
    due_hour        BIGINT           NOT NULL,
    bytes           BIGINT           NOT NULL,
    sha256          TEXT COLLATE "C" NOT NULL,
    spans           TEXT COLLATE "C" NOT NULL,
    deleted_at      BIGINT,
    delete_cause    TEXT COLLATE "C",
    PRIMARY KEY (tenant, collection)
);

ALTER TABLE collection_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE collection_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON collection_row
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON collection_row TO glasscase_app;

CREATE INDEX collection_row_by_case ON collection_row (tenant, case_id, stored_sequence);
CREATE INDEX collection_row_by_due ON collection_row (tenant, due_hour) WHERE deleted_at IS NULL;
