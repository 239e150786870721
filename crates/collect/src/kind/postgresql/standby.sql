SELECT jsonb_build_object(
    'standbys', '[]'::jsonb, 'hidden_standbys', 0, 'most_behind_bytes', 0, 'slowest_seconds', 0,
    'slots', '[]'::jsonb, 'inactive_slots', 0, 'most_retained_by_inactive_bytes', 0, 'lost_slots', '[]'::jsonb,
    'receives', EXISTS (SELECT 1 FROM pg_stat_wal_receiver),
    'is_paused', pg_is_wal_replay_paused(),
    -- A primary on which nothing happens makes no delay.
    'delay_seconds', CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 ELSE
        coalesce(greatest(0, round(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()))), 0)
    END::bigint,
    'behind_bytes', coalesce(pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), 0)::bigint
)
