SELECT COALESCE(SUM(STATE LIKE 'Waiting for%lock'), 0) AS waiting_for_tables,
    COALESCE(MAX(IF(STATE LIKE 'Waiting for%lock', TIME, 0)), 0) AS longest_table_wait_seconds
FROM information_schema.PROCESSLIST
