SELECT jsonb_build_object(
    'installed', false, 'hidden', 0, 'statements', 0, 'slowest_mean_ms', 0.0, 'costliest_percent', 0.0,
    'slowest', '[]'::jsonb, 'costliest', '[]'::jsonb, 'total_seconds', 0
)
