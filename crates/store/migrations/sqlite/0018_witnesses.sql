-- Expands: a log that stands still is signed again each hour, so a size may have several checkpoints.
CREATE TABLE checkpoint_by_time (
    tenant TEXT    NOT NULL,
    size   INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    note   TEXT    NOT NULL,
    PRIMARY KEY (tenant, size, at)
) STRICT;

INSERT INTO checkpoint_by_time (tenant, size, at, note) SELECT tenant, size, at, note FROM checkpoint;

DROP TABLE checkpoint;
ALTER TABLE checkpoint_by_time RENAME TO checkpoint;

-- Record: what witnesses signed below a checkpoint; each line as the witness gave it.
CREATE TABLE cosignature (
    tenant  TEXT    NOT NULL,
    size    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    witness TEXT    NOT NULL,
    line    TEXT    NOT NULL,
    PRIMARY KEY (tenant, size, at, witness)
) STRICT;
