-- Record: names and free text beside the leaves, sealed. Erased by deleting the row.
CREATE TABLE part (
    tenant   TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    field    TEXT    NOT NULL,
    salt     BLOB    NOT NULL,
    sealed   BLOB    NOT NULL,
    PRIMARY KEY (tenant, sequence, field)
) STRICT;
