WITH standbys AS (
    SELECT application_name AS standby, state, sync_state, state IS NULL AS hidden,
        coalesce(greatest(0, round(extract(epoch FROM replay_lag))), 0)::bigint AS lag_seconds,
        pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint AS behind_bytes
    FROM pg_stat_replication
),
slots AS (
    SELECT slot_name AS slot, slot_type AS type, active,
        -- Servers before 13 do not say.
        to_jsonb(s) ->> 'wal_status' AS wal_status,
        coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint AS retained_bytes
    FROM pg_replication_slots s WHERE NOT temporary
)
SELECT jsonb_build_object(
    'standbys', coalesce((
        SELECT jsonb_agg(to_jsonb(found) - 'hidden') FROM (
            SELECT * FROM standbys ORDER BY behind_bytes DESC NULLS LAST LIMIT 20) found), '[]'),
    'hidden_standbys', (SELECT count(*) FROM standbys WHERE hidden),
    'most_behind_bytes', coalesce((SELECT max(behind_bytes) FROM standbys), 0),
    'slowest_seconds', coalesce((SELECT max(lag_seconds) FROM standbys), 0),
    'slots', coalesce((
        SELECT jsonb_agg(to_jsonb(found)) FROM (
            SELECT * FROM slots ORDER BY active, retained_bytes DESC LIMIT 20) found), '[]'),
    'inactive_slots', (SELECT count(*) FROM slots WHERE NOT active),
    'most_retained_by_inactive_bytes',
        coalesce((SELECT max(retained_bytes) FROM slots WHERE NOT active), 0),
    'lost_slots', coalesce((
        SELECT jsonb_agg(slot) FROM (SELECT slot FROM slots WHERE wal_status = 'lost' ORDER BY 1 LIMIT 20) found
    ), '[]'),
    'receives', NULL, 'is_paused', false, 'delay_seconds', 0, 'behind_bytes', 0
)
