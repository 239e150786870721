-- Record: the webhooks that people left for their notices. Personal data; they go with the person.
CREATE TABLE notice_webhook (
    tenant       TEXT NOT NULL,
    person       TEXT NOT NULL,
    address      TEXT NOT NULL,
    -- Sealed.
    secrets      BLOB NOT NULL,
    -- Of the first notice that waits: how often it was tried in vain, since when, and why the last time.
    attempts     INTEGER NOT NULL,
    first_try_at INTEGER,
    next_try_at  INTEGER NOT NULL,
    fault        TEXT,
    -- How many notices were not delivered for more than a day.
    given_up     INTEGER NOT NULL,
    -- The sender that works on it, and how long it may.
    lease_holder TEXT,
    lease_until  INTEGER NOT NULL,
    PRIMARY KEY (tenant, person)
) STRICT;

-- Record: notices that wait for a webhook. One that was taken is no longer here.
CREATE TABLE notice_delivery (
    tenant  TEXT NOT NULL,
    person  TEXT NOT NULL,
    notice  TEXT NOT NULL,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, person, notice)
) STRICT;

CREATE INDEX notice_delivery_by_age ON notice_delivery (tenant, person, told_at);

ALTER TABLE notice_choice ADD COLUMN by_webhook INTEGER NOT NULL DEFAULT 1;
