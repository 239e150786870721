-- Record: the request that caused each change, so that whoever sent it finds what came of it. A change is what one command
-- appended, from its first event on; what fell due before it is none of it.
CREATE TABLE correlation (
    tenant   TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    id       BLOB    NOT NULL,
    PRIMARY KEY (tenant, sequence)
) STRICT;

CREATE INDEX correlation_by_id ON correlation (tenant, id);
