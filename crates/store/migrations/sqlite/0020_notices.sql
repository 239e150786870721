-- Record: what people were told in the desk.
CREATE TABLE notice (
    tenant  TEXT    NOT NULL,
    person  TEXT    NOT NULL,
    notice  TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    case_id TEXT,
    at      INTEGER NOT NULL,
    -- Whether it is shown in the desk; else it goes by mail alone.
    in_desk INTEGER NOT NULL,
    read_at INTEGER,
    -- The mail that tells of it, if any.
    mail    TEXT,
    PRIMARY KEY (tenant, person, notice)
) STRICT;

CREATE INDEX notice_by_age ON notice (tenant, person, at);
CREATE INDEX notice_by_mail ON notice (tenant, person, mail);

-- Record: up to where a tenant's log was told.
CREATE TABLE notice_position (
    tenant   TEXT    NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT;

-- Record: what people chose otherwise than by default.
CREATE TABLE notice_choice (
    tenant  TEXT    NOT NULL,
    person  TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    in_desk INTEGER NOT NULL,
    by_mail INTEGER NOT NULL,
    PRIMARY KEY (tenant, person, kind)
) STRICT;
