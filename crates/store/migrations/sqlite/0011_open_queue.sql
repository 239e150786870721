-- The queue shows open cases: the closed ones, which become the most, are no longer walked through.
DROP INDEX vendor_queue_by_team;
CREATE INDEX vendor_queue_by_team ON vendor_queue (team, opened_at, tenant, case_id) WHERE open;
