-- Record: where people get mail. Personal data; it goes with the person.
CREATE TABLE mail_address (
    tenant   TEXT NOT NULL,
    person   TEXT NOT NULL,
    address  TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (tenant, person)
) STRICT;

-- Record: mails on their way.
CREATE TABLE mail (
    tenant       TEXT    NOT NULL,
    person       TEXT    NOT NULL,
    mail         TEXT    NOT NULL,
    case_id      TEXT,
    state        TEXT    NOT NULL,
    -- Whether more notices of its case may join it.
    is_open      INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    first_try_at INTEGER,
    next_try_at  INTEGER NOT NULL,
    fault        TEXT,
    PRIMARY KEY (tenant, person, mail)
) STRICT;

CREATE INDEX mail_by_time ON mail (tenant, state, next_try_at);
