SELECT jsonb_build_object(
    'values', (
        SELECT jsonb_object_agg(name, reset_val) FROM pg_settings WHERE name IN (
            'autovacuum', 'checkpoint_timeout', 'data_checksums', 'effective_cache_size', 'fsync',
            'full_page_writes', 'idle_in_transaction_session_timeout', 'ignore_checksum_failure',
            'maintenance_work_mem', 'max_connections', 'max_wal_size', 'password_encryption', 'random_page_cost',
            'shared_buffers', 'statement_timeout', 'synchronous_commit', 'track_activities', 'track_counts',
            'wal_level', 'work_mem', 'zero_damaged_pages'
        )
    ),
    'pending_restart', coalesce((SELECT jsonb_agg(name ORDER BY name) FROM pg_settings WHERE pending_restart), '[]')
)
