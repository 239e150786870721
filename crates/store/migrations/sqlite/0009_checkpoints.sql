-- Record: signed statements of a log's size and root.
CREATE TABLE checkpoint (
    tenant TEXT    NOT NULL,
    size   INTEGER NOT NULL,
    note   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (tenant, size)
) STRICT;

-- Record: the latest instant that the clock has shown, so that a clock set back cannot bring back what is over.
CREATE TABLE clock_mark (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    at  INTEGER NOT NULL
) STRICT;
