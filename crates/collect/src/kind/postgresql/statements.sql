WITH statements AS (
    -- Older servers call the time otherwise. The text stays where it is.
    SELECT (row ->> 'queryid') AS id, (row ->> 'calls')::bigint AS calls, (row ->> 'rows')::bigint AS rows,
        coalesce(row ->> 'total_exec_time', row ->> 'total_time')::numeric AS total_ms,
        (row ->> 'temp_blks_written')::bigint AS temporary_blocks,
        (SELECT datname FROM pg_database WHERE oid = (row ->> 'dbid')::oid) AS database
    FROM (SELECT to_jsonb(s) - 'query' AS row FROM @extension_schema@.pg_stat_statements(false) s) found
),
seen AS (SELECT * FROM statements WHERE id IS NOT NULL AND calls > 0)
SELECT jsonb_build_object(
    'installed', true,
    'hidden', (SELECT count(*) FROM statements WHERE id IS NULL),
    'statements', (SELECT count(*) FROM seen),
    'slowest_mean_ms', coalesce((SELECT round(max(total_ms / calls), 1) FROM seen), 0.0),
    'slowest', coalesce((SELECT jsonb_agg(to_jsonb(found)) FROM (
        SELECT id, database, calls, rows, round(total_ms / calls, 1) AS mean_ms, temporary_blocks,
            round(100 * total_ms / nullif((SELECT sum(total_ms) FROM seen), 0), 1) AS time_percent
        FROM seen ORDER BY total_ms / calls DESC LIMIT 10) found), '[]'),
    'costliest', coalesce((SELECT jsonb_agg(to_jsonb(found)) FROM (
        SELECT id, database, calls, rows, round(total_ms / calls, 1) AS mean_ms, temporary_blocks,
            round(100 * total_ms / nullif((SELECT sum(total_ms) FROM seen), 0), 1) AS time_percent
        FROM seen ORDER BY total_ms DESC LIMIT 10) found), '[]'),
    'costliest_percent', coalesce((
        SELECT round(100 * max(total_ms) / nullif(sum(total_ms), 0), 1) FROM seen), 0.0),
    'total_seconds', coalesce((SELECT round(sum(total_ms) / 1000)::bigint FROM seen), 0)
)
