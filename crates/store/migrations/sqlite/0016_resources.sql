-- Record: what clients of another face named, and what each name stands for here.
CREATE TABLE resource (
    tenant  TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    scope   TEXT    NOT NULL,
    folded  TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    target  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    content BLOB    NOT NULL,
    PRIMARY KEY (tenant, kind, scope, folded)
) STRICT;

CREATE INDEX resource_by_target ON resource (tenant, kind, scope, target);
