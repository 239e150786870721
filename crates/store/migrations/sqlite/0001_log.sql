-- The log: the one truth. Append-only.
CREATE TABLE event (
    tenant      TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    leaf        TEXT    NOT NULL,
    leaf_hash   BLOB    NOT NULL,
    PRIMARY KEY (tenant, sequence)
) STRICT;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Projection: the size of each log, and the right edge of its Merkle tree.
CREATE TABLE head (
    tenant   TEXT    NOT NULL PRIMARY KEY,
    size     INTEGER NOT NULL,
    frontier BLOB    NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT;

-- Projection: the folded tenant at the last size at which one is kept, and the form in which it is written.
CREATE TABLE snapshot (
    tenant TEXT    NOT NULL PRIMARY KEY,
    size   INTEGER NOT NULL,
    form   INTEGER NOT NULL,
    state  TEXT    NOT NULL
) STRICT;

-- Projection: which tenants there are, and when the clock next brings something about. Ids and times only.
CREATE TABLE tenant_index (
    tenant   TEXT NOT NULL PRIMARY KEY,
    next_due INTEGER
) STRICT;

CREATE INDEX tenant_index_by_due ON tenant_index (next_due);
