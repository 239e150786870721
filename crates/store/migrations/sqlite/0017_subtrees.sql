-- Expands. Projection: roots of complete subtrees of 256, 65,536, … leaves, so that no tile of the Merkle tree and no
-- proof has to read many leaves. What a log lacks that was written before is computed until the next rebuild.
CREATE TABLE subtree (
    tenant TEXT    NOT NULL,
    level  INTEGER NOT NULL,
    nth    INTEGER NOT NULL,
    hash   BLOB    NOT NULL,
    PRIMARY KEY (tenant, level, nth)
) STRICT;
