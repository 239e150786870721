-- Record: what people were told in the desk.
CREATE TABLE notice (
    tenant  TEXT COLLATE "C" NOT NULL,
    person  TEXT COLLATE "C" NOT NULL,
    notice  TEXT COLLATE "C" NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,
    case_id TEXT COLLATE "C",
    at      BIGINT NOT NULL,
    -- Whether it is shown in the desk; else it goes by mail alone.
    in_desk BIGINT NOT NULL,
    read_at BIGINT,
    -- The mail that tells of it, if any.
    mail    TEXT COLLATE "C",
    PRIMARY KEY (tenant, person, notice)
);

ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notice
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO glasscase_app;

CREATE INDEX notice_by_age ON notice (tenant, person, at);
CREATE INDEX notice_by_mail ON notice (tenant, person, mail);

-- Record: up to where a tenant's log was told.
CREATE TABLE notice_position (
    tenant   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);

ALTER TABLE notice_position ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_position FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notice_position
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_position TO glasscase_app;

-- Record: what people chose otherwise than by default.
CREATE TABLE notice_choice (
    tenant  TEXT COLLATE "C" NOT NULL,
    person  TEXT COLLATE "C" NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,
    in_desk BIGINT NOT NULL,
    by_mail BIGINT NOT NULL,
    PRIMARY KEY (tenant, person, kind)
);

ALTER TABLE notice_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_choice FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notice_choice
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_choice TO glasscase_app;
