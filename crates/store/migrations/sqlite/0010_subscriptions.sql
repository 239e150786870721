-- Projection: whose each subscription is. One id belongs to one tenant of an installation.
CREATE TABLE subscription (
    subscription TEXT NOT NULL PRIMARY KEY,
    tenant       TEXT NOT NULL
) STRICT;

CREATE INDEX subscription_by_tenant ON subscription (tenant);
