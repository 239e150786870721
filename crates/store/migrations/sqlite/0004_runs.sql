-- Projection: runs of diagnostics, denied ones among them.
CREATE TABLE run_row (
    tenant             TEXT    NOT NULL,
    run                TEXT    NOT NULL,
    case_id            TEXT    NOT NULL,
    subscription       TEXT    NOT NULL,
    diagnostic         TEXT    NOT NULL,
    version            INTEGER NOT NULL,
    digest             TEXT    NOT NULL,
    level              TEXT    NOT NULL,
    categories         TEXT    NOT NULL,
    state              TEXT    NOT NULL,
    cause              TEXT,
    reason             TEXT,
    missing            TEXT    NOT NULL,
    requested_sequence INTEGER NOT NULL,
    requested_at       INTEGER NOT NULL,
    requested_by       TEXT    NOT NULL,
    claimed_at         INTEGER,
    runner             TEXT,
    collection         TEXT,
    covered            TEXT    NOT NULL,
    due_hour           INTEGER,
    ended_at           INTEGER,
    PRIMARY KEY (tenant, run)
) STRICT;

CREATE INDEX run_row_by_case ON run_row (tenant, case_id, requested_sequence);
CREATE INDEX run_row_by_state ON run_row (tenant, state, requested_sequence);

-- Projection: what runs collected.
CREATE TABLE collection_row (
    tenant          TEXT    NOT NULL,
    collection      TEXT    NOT NULL,
    run             TEXT    NOT NULL,
    case_id         TEXT    NOT NULL,
    stored_sequence INTEGER NOT NULL,
    stored_at       INTEGER NOT NULL,
    due_hour        INTEGER NOT NULL,
    bytes           INTEGER NOT NULL,
    sha256          TEXT    NOT NULL,
    spans           TEXT    NOT NULL,
    deleted_at      INTEGER,
    delete_cause    TEXT,
    PRIMARY KEY (tenant, collection)
) STRICT;

CREATE INDEX collection_row_by_case ON collection_row (tenant, case_id, stored_sequence);
CREATE INDEX collection_row_by_due ON collection_row (tenant, due_hour) WHERE deleted_at IS NULL;
