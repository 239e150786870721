-- Record: what clients of another face named, and what each name stands for here.
CREATE TABLE resource (
    tenant  TEXT COLLATE "C" NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,
    scope   TEXT COLLATE "C" NOT NULL,
    folded  TEXT COLLATE "C" NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,
    target  TEXT COLLATE "C" NOT NULL,
    at      BIGINT           NOT NULL,
    by      TEXT COLLATE "C" NOT NULL,
    content BYTEA            NOT NULL,
    PRIMARY KEY (tenant, kind, scope, folded)
);

ALTER TABLE resource ENABLE ROW LEVEL SECURITY;
ALTER TABLE resource FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON resource
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON resource TO glasscase_app;

CREATE INDEX resource_by_target ON resource (tenant, kind, scope, target);
