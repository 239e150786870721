-- Projection: the vendor's queue, the one table that is read across tenants. No customer text.
CREATE TABLE vendor_queue (
    tenant    TEXT COLLATE "C" NOT NULL,
    case_id   TEXT COLLATE "C" NOT NULL,
    team      TEXT COLLATE "C" NOT NULL,
    severity  TEXT COLLATE "C" NOT NULL,
    open      BOOLEAN          NOT NULL,
    waiting   TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT           NOT NULL,
    last_at   BIGINT           NOT NULL,
    PRIMARY KEY (tenant, case_id)
);

ALTER TABLE vendor_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE vendor_queue FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON vendor_queue
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
CREATE POLICY vendor ON vendor_queue FOR SELECT
    USING (current_setting('app.role', true) = 'vendor');
GRANT SELECT, INSERT, UPDATE, DELETE ON vendor_queue TO glasscase_app;

CREATE INDEX vendor_queue_by_team ON vendor_queue (team, opened_at, tenant, case_id);
CREATE INDEX vendor_queue_by_case ON vendor_queue (case_id);
