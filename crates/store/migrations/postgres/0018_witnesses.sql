-- Expands: a log that stands still is signed again each hour, so a size may have several checkpoints. Of those, the ones
-- between the first and the last two are deleted.
ALTER TABLE checkpoint DROP CONSTRAINT checkpoint_pkey;
ALTER TABLE checkpoint ADD PRIMARY KEY (tenant, size, at);
GRANT DELETE ON checkpoint TO glasscase_app;

-- Record: what witnesses signed below a checkpoint; each line as the witness gave it.
CREATE TABLE cosignature (
    tenant  TEXT COLLATE "C" NOT NULL,
    size    BIGINT           NOT NULL,
    at      BIGINT           NOT NULL,
    witness TEXT COLLATE "C" NOT NULL,
    line    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, size, at, witness)
);

ALTER TABLE cosignature ENABLE ROW LEVEL SECURITY;
ALTER TABLE cosignature FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON cosignature
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, DELETE ON cosignature TO glasscase_app;
