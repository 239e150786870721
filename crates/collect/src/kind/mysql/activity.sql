SELECT COUNT(*) AS sessions,
    COALESCE(SUM(COMMAND = 'Sleep'), 0) AS sleeping,
    COALESCE(SUM(COMMAND IN ('Query', 'Execute')), 0) AS running,
    COALESCE(MAX(IF(COMMAND IN ('Query', 'Execute'), TIME, 0)), 0) AS longest_query_seconds
FROM information_schema.PROCESSLIST
WHERE ID <> CONNECTION_ID() AND USER NOT IN ('system user', 'event_scheduler')
