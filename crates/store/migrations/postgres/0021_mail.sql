-- Record: where people get mail. Personal data; it goes with the person.
CREATE TABLE mail_address (
    tenant   TEXT COLLATE "C" NOT NULL,
    person   TEXT COLLATE "C" NOT NULL,
    address  TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, person)
);

ALTER TABLE mail_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_address FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON mail_address
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_address TO glasscase_app;

-- Record: mails on their way.
CREATE TABLE mail (
    tenant       TEXT COLLATE "C" NOT NULL,
    person       TEXT COLLATE "C" NOT NULL,
    mail         TEXT COLLATE "C" NOT NULL,
    case_id      TEXT COLLATE "C",
    state        TEXT COLLATE "C" NOT NULL,
    -- Whether more notices of its case may join it.
    is_open      BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    first_try_at BIGINT,
    next_try_at  BIGINT NOT NULL,
    fault        TEXT COLLATE "C",
    PRIMARY KEY (tenant, person, mail)
);

ALTER TABLE mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON mail
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON mail TO glasscase_app;

CREATE INDEX mail_by_time ON mail (tenant, state, next_try_at);
