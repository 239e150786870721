-- Projection: whose each subscription is. One id belongs to one tenant of an installation; the primary key holds that
-- across tenants, without any of them seeing another's rows.
CREATE TABLE subscription (
    subscription TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    tenant       TEXT COLLATE "C" NOT NULL
);

ALTER TABLE subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON subscription
    USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON subscription TO glasscase_app;

CREATE INDEX subscription_by_tenant ON subscription (tenant);
