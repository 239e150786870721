-- Record: the first answer to each idempotency key.
CREATE TABLE idempotency (
    tenant    TEXT    NOT NULL,
    principal TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    body      BLOB    NOT NULL,
    answer    BLOB    NOT NULL,
    refused   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (tenant, principal, key)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (tenant, at);
