WITH tables AS (
    SELECT s.schemaname || '.' || s.relname AS "table", s.n_live_tup AS live_rows, s.n_dead_tup AS dead_rows,
        round(100.0 * s.n_dead_tup / greatest(s.n_live_tup + s.n_dead_tup, 1), 1) AS dead_percent,
        round(extract(epoch FROM clock_timestamp() - greatest(s.last_vacuum, s.last_autovacuum)) / 3600)::bigint
            AS hours_since_vacuum,
        age(c.relfrozenxid) AS age,
        coalesce(c.reloptions && ARRAY['autovacuum_enabled=false', 'autovacuum_enabled=off'], false)
            AS autovacuum_off
    FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
),
databases AS (
    -- 2^31 transactions after the oldest one that is not frozen, the server stops to take any.
    SELECT datname AS database, age(datfrozenxid) AS age, round(100.0 * age(datfrozenxid) / 2147483648, 1)
        AS age_percent
    FROM pg_database
)
SELECT jsonb_build_object(
    'tables', (SELECT count(*) FROM tables),
    'dead_rows', coalesce((SELECT sum(dead_rows) FROM tables), 0)::bigint,
    'most_dead', coalesce((SELECT jsonb_agg(to_jsonb(found)) FROM (
        SELECT * FROM tables WHERE dead_rows > 0 ORDER BY dead_rows DESC LIMIT 20) found), '[]'),
    'without_autovacuum', coalesce((SELECT jsonb_agg("table") FROM (
        SELECT "table" FROM tables WHERE autovacuum_off ORDER BY 1 LIMIT 20) found), '[]'),
    'oldest', (SELECT to_jsonb(found) FROM (SELECT * FROM databases ORDER BY age DESC LIMIT 1) found),
    'oldest_percent', (SELECT max(age_percent) FROM databases),
    'freeze_max_age', current_setting('autovacuum_freeze_max_age')::bigint,
    'freeze_overdue', (SELECT max(age) > 1.2 * current_setting('autovacuum_freeze_max_age')::bigint FROM databases),
    'prepared', (SELECT count(*) FROM pg_prepared_xacts),
    'oldest_prepared_seconds', coalesce((
        SELECT round(extract(epoch FROM clock_timestamp() - min(prepared)))::bigint FROM pg_prepared_xacts), 0)
)
