-- Projection: access requests, answered ones among them.
CREATE TABLE request_row (
    tenant         TEXT    NOT NULL,
    request        TEXT    NOT NULL,
    case_id        TEXT    NOT NULL,
    categories     TEXT    NOT NULL,
    approved       TEXT,
    seconds        INTEGER NOT NULL,
    state          TEXT    NOT NULL,
    asked_sequence INTEGER NOT NULL,
    asked_at       INTEGER NOT NULL,
    asked_by       TEXT    NOT NULL,
    answered_at    INTEGER,
    until          INTEGER,
    PRIMARY KEY (tenant, request)
) STRICT;

CREATE INDEX request_row_by_case ON request_row (tenant, case_id, asked_sequence);
