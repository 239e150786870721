-- Record: where entries of a tenant's log are sent, and how far each destination is.
CREATE TABLE destination (
    tenant       TEXT    NOT NULL,
    destination  TEXT    NOT NULL,
    form         TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    -- Sealed: the secrets of a webhook.
    secrets      BLOB,
    -- Certificates of the authorities that vouch for a receiver.
    authorities  TEXT,
    -- The next entry to send.
    position     INTEGER NOT NULL,
    -- Of the entry at `position`: how often it was tried in vain, since when, and why the last time.
    attempts     INTEGER NOT NULL,
    first_try_at INTEGER,
    next_try_at  INTEGER NOT NULL,
    fault        TEXT,
    -- The sender that works on it, and how long it may.
    lease_holder TEXT,
    lease_until  INTEGER NOT NULL,
    PRIMARY KEY (tenant, destination)
) STRICT;

-- Record: entries that were given up.
CREATE TABLE undelivered (
    tenant      TEXT    NOT NULL,
    destination TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    given_up_at INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    fault       TEXT    NOT NULL,
    -- Whether somebody asked for it to be sent again.
    again       INTEGER NOT NULL,
    PRIMARY KEY (tenant, destination, sequence)
) STRICT;

-- Record: which tenants have destinations, so that senders find them without looking into any.
CREATE TABLE destination_index (
    tenant TEXT NOT NULL PRIMARY KEY
) STRICT;
