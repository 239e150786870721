SELECT ID AS id, USER AS role, DB AS `database`, TIME AS seconds, STATE AS state
FROM information_schema.PROCESSLIST
WHERE ID <> CONNECTION_ID() AND USER NOT IN ('system user', 'event_scheduler') AND COMMAND IN ('Query', 'Execute')
ORDER BY TIME DESC LIMIT 10
