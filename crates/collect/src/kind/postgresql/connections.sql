WITH sessions AS (
    SELECT datid, datname, usesysid, usename, state FROM pg_stat_activity
    WHERE usename IS NOT NULL AND datname IS NOT NULL
        AND coalesce(backend_type, 'client backend') = 'client backend'
),
-- What is left for roles that are no superusers.
most AS (
    SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0) AS connections
),
roles AS (
    SELECT usename AS role, count(*) AS used, nullif(min(r.rolconnlimit), -1) AS most
    FROM sessions s JOIN pg_roles r ON r.oid = s.usesysid GROUP BY usename
),
databases AS (
    SELECT s.datname AS database, count(*) AS used, nullif(min(d.datconnlimit), -1) AS most
    FROM sessions s JOIN pg_database d ON d.oid = s.datid GROUP BY s.datname
)
SELECT jsonb_build_object(
    'used', (SELECT count(*) FROM sessions),
    'most', (SELECT connections FROM most),
    'used_percent', (SELECT round(100.0 * (SELECT count(*) FROM sessions) / nullif(connections, 0), 1) FROM most),
    'idle', (SELECT count(*) FROM sessions WHERE state = 'idle'),
    'roles', coalesce((SELECT jsonb_agg(found) FROM (
        SELECT role, used, most, round(100.0 * used / nullif(most, 0), 1) AS used_percent
        FROM roles ORDER BY used_percent DESC NULLS LAST, used DESC LIMIT 10) found), '[]'),
    'databases', coalesce((SELECT jsonb_agg(found) FROM (
        SELECT database, used, most, round(100.0 * used / nullif(most, 0), 1) AS used_percent
        FROM databases ORDER BY used_percent DESC NULLS LAST, used DESC LIMIT 10) found), '[]'),
    'most_of_a_role_percent',
        coalesce((SELECT max(round(100.0 * used / nullif(most, 0), 1)) FROM roles), 0.0),
    'most_of_a_database_percent',
        coalesce((SELECT max(round(100.0 * used / nullif(most, 0), 1)) FROM databases), 0.0)
)
