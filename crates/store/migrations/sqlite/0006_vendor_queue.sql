-- Projection: the vendor's queue, the one table that is read across tenants. No customer text.
CREATE TABLE vendor_queue (
    tenant    TEXT    NOT NULL,
    case_id   TEXT    NOT NULL,
    team      TEXT    NOT NULL,
    severity  TEXT    NOT NULL,
    open      INTEGER NOT NULL,
    waiting   TEXT    NOT NULL,
    opened_at INTEGER NOT NULL,
    last_at   INTEGER NOT NULL,
    PRIMARY KEY (tenant, case_id)
) STRICT;

CREATE INDEX vendor_queue_by_team ON vendor_queue (team, opened_at, tenant, case_id);
CREATE INDEX vendor_queue_by_case ON vendor_queue (case_id);
