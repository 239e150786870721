SELECT jsonb_build_object(
    'version_number', current_setting('server_version_num')::int,
    'is_standby', pg_is_in_recovery(),
    -- Without this right the server hides what others do.
    'sees_all', pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'),
    'statements_schema', (
        SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = 'pg_stat_statements'
    )
)
