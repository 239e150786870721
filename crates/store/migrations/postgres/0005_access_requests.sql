-- Projection: access requests, answered ones among them.
CREATE TABLE request_row (
    tenant         TEXT COLLATE "C" NOT NULL,
    request        TEXT COLLATE "C" NOT NULL,
    case_id        TEXT COLLATE "C" NOT NULL,
    categories     TEXT COLLATE "C" NOT NULL,
    approved       TEXT COLLATE "C",
    seconds        BIGINT           NOT NULL,
    state          TEXT COLLATE "C" NOT NULL,
    asked_sequence BIGINT           NOT NULL,
    asked_at       BIGINT           NOT NULL,
    asked_by       TEXT COLLATE "C" NOT NULL,
    answered_at    BIGINT,
    until          BIGINT,
    PRIMARY KEY (tenant, request)
);

ALTER TABLE request_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON request_row
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON request_row TO glasscase_app;

CREATE INDEX request_row_by_case ON request_row (tenant, case_id, asked_sequence);
