-- Projection: dry runs, ended ones among them.
CREATE TABLE dry_run_row (
    tenant             TEXT    NOT NULL,
    run                TEXT    NOT NULL,
    subscription       TEXT    NOT NULL,
    diagnostic         TEXT    NOT NULL,
    version            INTEGER NOT NULL,
    state              TEXT    NOT NULL,
    cause              TEXT,
    requested_sequence INTEGER NOT NULL,
    requested_at       INTEGER NOT NULL,
    requested_by       TEXT    NOT NULL,
    runner             TEXT,
    counts             TEXT,
    ended_at           INTEGER,
    PRIMARY KEY (tenant, run)
) STRICT;

CREATE INDEX dry_run_row_by_age ON dry_run_row (tenant, requested_sequence);
