-- Expands. Projection: roots of complete subtrees of 256, 65,536, … leaves, so that no tile of the Merkle tree and no
-- proof has to read many leaves. What a log lacks that was written before is computed until the next rebuild.
CREATE TABLE subtree (
    tenant TEXT COLLATE "C" NOT NULL,
    level  BIGINT           NOT NULL,
    nth    BIGINT           NOT NULL,
    hash   BYTEA            NOT NULL,
    PRIMARY KEY (tenant, level, nth)
);

ALTER TABLE subtree ENABLE ROW LEVEL SECURITY;
ALTER TABLE subtree FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON subtree
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON subtree TO glasscase_app;
