-- Expands: evidence that the customer attached comes from no run. SQLite changes no column, so the projection is copied.
CREATE TABLE collection_row_with_bundles (
    tenant          TEXT    NOT NULL,
    collection      TEXT    NOT NULL,
    run             TEXT,
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

INSERT INTO collection_row_with_bundles
    (tenant, collection, run, case_id, stored_sequence, stored_at, due_hour, bytes, sha256, spans, deleted_at,
     delete_cause)
    SELECT tenant, collection, run, case_id, stored_sequence, stored_at, due_hour, bytes, sha256, spans, deleted_at,
           delete_cause
    FROM collection_row;

DROP TABLE collection_row;
ALTER TABLE collection_row_with_bundles RENAME TO collection_row;

CREATE INDEX collection_row_by_case ON collection_row (tenant, case_id, stored_sequence);
CREATE INDEX collection_row_by_due ON collection_row (tenant, due_hour) WHERE deleted_at IS NULL;
