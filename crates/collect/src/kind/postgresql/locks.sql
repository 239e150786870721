WITH ungranted AS (
    SELECT pid, locktype, mode,
        CASE WHEN database = (SELECT oid FROM pg_database WHERE datname = current_database()) THEN relation END
            AS relation,
        -- Servers before 14 do not say since when.
        (to_jsonb(l) ->> 'waitstart')::timestamptz AS since
    FROM pg_locks l WHERE NOT granted
),
waits AS (
    SELECT u.pid, u.locktype, u.mode, n.nspname || '.' || c.relname AS "table", a.datname AS database,
        a.usename AS role, a.application_name AS application,
        greatest(0, round(extract(epoch FROM clock_timestamp() - coalesce(u.since, a.query_start))))::bigint
            AS seconds,
        pg_blocking_pids(u.pid) AS blocked_by
    FROM ungranted u LEFT JOIN pg_stat_activity a ON a.pid = u.pid
        LEFT JOIN pg_class c ON c.oid = u.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
),
-- Who makes others wait without waiting.
holders AS (
    SELECT blocker AS pid, count(DISTINCT waits.pid) AS blocks
    FROM waits, unnest(blocked_by) AS blocker
    WHERE blocker NOT IN (SELECT pid FROM waits) GROUP BY blocker
)
SELECT jsonb_build_object(
    'waiting', (SELECT count(DISTINCT pid) FROM waits),
    'longest_wait_seconds', coalesce((SELECT max(seconds) FROM waits), 0),
    'waits', coalesce((
        SELECT jsonb_agg(to_jsonb(found)) FROM (SELECT * FROM waits ORDER BY seconds DESC NULLS LAST LIMIT 20) found
    ), '[]'),
    'blockers', coalesce((SELECT jsonb_agg(to_jsonb(found)) FROM (
        SELECT h.pid, h.blocks, a.datname AS database, a.usename AS role, a.application_name AS application, a.state,
            greatest(0, round(extract(epoch FROM clock_timestamp() - a.xact_start)))::bigint AS transaction_seconds
        FROM holders h LEFT JOIN pg_stat_activity a ON a.pid = h.pid ORDER BY h.blocks DESC, h.pid LIMIT 20
    ) found), '[]'),
    'deadlocks', (SELECT sum(deadlocks)::bigint FROM pg_stat_database)
)
