-- Record: the webhooks that people left for their notices. Personal data; they go with the person.
CREATE TABLE notice_webhook (
    tenant       TEXT COLLATE "C" NOT NULL,
    person       TEXT COLLATE "C" NOT NULL,
    address      TEXT COLLATE "C" NOT NULL,
    -- Sealed.
    secrets      BYTEA NOT NULL,
    -- Of the first notice that waits: how often it was tried in vain, since when, and why the last time.
    attempts     BIGINT NOT NULL,
    first_try_at BIGINT,
    next_try_at  BIGINT NOT NULL,
    fault        TEXT COLLATE "C",
    -- How many notices were not delivered for more than a day.
    given_up     BIGINT NOT NULL,
    -- The sender that works on it, and how long it may.
    lease_holder TEXT COLLATE "C",
    lease_until  BIGINT NOT NULL,
    PRIMARY KEY (tenant, person)
);

ALTER TABLE notice_webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_webhook FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notice_webhook
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_webhook TO glasscase_app;

-- Record: notices that wait for a webhook. One that was taken is no longer here.
CREATE TABLE notice_delivery (
    tenant  TEXT COLLATE "C" NOT NULL,
    person  TEXT COLLATE "C" NOT NULL,
    notice  TEXT COLLATE "C" NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, person, notice)
);

ALTER TABLE notice_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notice_delivery
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_delivery TO glasscase_app;

CREATE INDEX notice_delivery_by_age ON notice_delivery (tenant, person, told_at);

ALTER TABLE notice_choice ADD COLUMN by_webhook BIGINT NOT NULL DEFAULT 1;
