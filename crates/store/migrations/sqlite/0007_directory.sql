-- Record: people's names.
CREATE TABLE person (
    tenant TEXT NOT NULL,
    person TEXT NOT NULL,
    name   TEXT NOT NULL,
    upn    TEXT NOT NULL,
    PRIMARY KEY (tenant, person)
) STRICT;

-- Record: secrets by their hash.
CREATE TABLE credential (
    tenant     TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    kind       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, hash)
) STRICT;

CREATE INDEX credential_by_subject ON credential (tenant, kind, subject);
