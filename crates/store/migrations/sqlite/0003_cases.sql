-- Projection: cases as lists show them. The deadline is not here: it is derived from the folded tenant.
CREATE TABLE case_row (
    tenant          TEXT    NOT NULL,
    case_id         TEXT    NOT NULL,
    opened_sequence INTEGER NOT NULL,
    opened_at       INTEGER NOT NULL,
    closed_at       INTEGER,
    open            INTEGER NOT NULL,
    service         TEXT    NOT NULL,
    nature          TEXT    NOT NULL,
    severity        TEXT    NOT NULL,
    team            TEXT    NOT NULL,
    subscriptions   TEXT    NOT NULL,
    consent         TEXT    NOT NULL,
    level           TEXT,
    categories      TEXT    NOT NULL,
    anchor          INTEGER,
    last_sequence   INTEGER NOT NULL,
    last_at         INTEGER NOT NULL,
    PRIMARY KEY (tenant, case_id)
) STRICT;

CREATE INDEX case_row_by_age ON case_row (tenant, opened_sequence);

-- Projection: the events of a case, those of its requests, runs and collections among them.
CREATE TABLE case_event (
    tenant   TEXT    NOT NULL,
    case_id  TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (tenant, case_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_event_by_sequence ON case_event (tenant, sequence);
