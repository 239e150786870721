WITH sessions AS (
    SELECT pid, datname AS database, usename AS role, application_name AS application, state,
        concat_ws(': ', wait_event_type, wait_event) AS waits_for,
        query = '<insufficient privilege>' AS hidden,
        greatest(0, round(extract(epoch FROM clock_timestamp() - query_start)))::bigint AS query_seconds,
        greatest(0, round(extract(epoch FROM clock_timestamp() - state_change)))::bigint AS state_seconds,
        greatest(0, round(extract(epoch FROM clock_timestamp() - xact_start)))::bigint AS transaction_seconds
    FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND usename IS NOT NULL AND datname IS NOT NULL
        AND coalesce(backend_type, 'client backend') = 'client backend'
)
SELECT jsonb_build_object(
    'sessions', count(*),
    'hidden', count(*) FILTER (WHERE hidden),
    'active', count(*) FILTER (WHERE state = 'active'),
    'idle', count(*) FILTER (WHERE state = 'idle'),
    'idle_in_transaction', count(*) FILTER (WHERE state LIKE 'idle in transaction%'),
    'longest_query_seconds', coalesce(max(query_seconds) FILTER (WHERE state = 'active'), 0),
    'longest_idle_in_transaction_seconds',
        coalesce(max(state_seconds) FILTER (WHERE state LIKE 'idle in transaction%'), 0),
    'longest_transaction_seconds', coalesce(max(transaction_seconds), 0),
    'longest_queries', coalesce((
        SELECT jsonb_agg(to_jsonb(found) - 'hidden' - 'state_seconds') FROM (
            SELECT * FROM sessions WHERE state = 'active' ORDER BY query_seconds DESC NULLS LAST LIMIT 10
        ) found), '[]'),
    'longest_idle_in_transaction', coalesce((
        SELECT jsonb_agg(to_jsonb(found) - 'hidden' - 'query_seconds') FROM (
            SELECT * FROM sessions WHERE state LIKE 'idle in transaction%'
            ORDER BY state_seconds DESC NULLS LAST LIMIT 10
        ) found), '[]'),
    'longest_transactions', coalesce((
        SELECT jsonb_agg(to_jsonb(found) - 'hidden' - 'query_seconds' - 'state_seconds') FROM (
            SELECT * FROM sessions WHERE transaction_seconds IS NOT NULL
            ORDER BY transaction_seconds DESC LIMIT 10
        ) found), '[]')
) FROM sessions
