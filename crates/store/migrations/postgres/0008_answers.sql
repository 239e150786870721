-- Record: the first answer to each idempotency key.
CREATE TABLE idempotency (
    tenant    TEXT COLLATE "C" NOT NULL,
    principal TEXT COLLATE "C" NOT NULL,
    key       TEXT COLLATE "C" NOT NULL,
    body      BYTEA            NOT NULL,
    answer    BYTEA            NOT NULL,
    refused   BOOLEAN          NOT NULL,
    at        BIGINT           NOT NULL,
    PRIMARY KEY (tenant, principal, key)
);

ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON idempotency
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO glasscase_app;

CREATE INDEX idempotency_by_age ON idempotency (tenant, at);
