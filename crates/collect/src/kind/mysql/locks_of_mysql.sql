SELECT w.trx_mysql_thread_id AS id, TIMESTAMPDIFF(SECOND, w.trx_wait_started, NOW()) AS seconds,
    CONCAT(l.OBJECT_SCHEMA, '.', l.OBJECT_NAME) AS `table`, l.LOCK_MODE AS mode,
    b.trx_mysql_thread_id AS blocked_by, p.USER AS blocker_role, p.COMMAND AS blocker_command,
    TIMESTAMPDIFF(SECOND, b.trx_started, NOW()) AS blocker_transaction_seconds
FROM performance_schema.data_lock_waits waits
    JOIN information_schema.INNODB_TRX w ON w.trx_id = waits.REQUESTING_ENGINE_TRANSACTION_ID
    JOIN information_schema.INNODB_TRX b ON b.trx_id = waits.BLOCKING_ENGINE_TRANSACTION_ID
    LEFT JOIN performance_schema.data_locks l ON l.ENGINE_LOCK_ID = waits.REQUESTING_ENGINE_LOCK_ID
    LEFT JOIN information_schema.PROCESSLIST p ON p.ID = b.trx_mysql_thread_id
ORDER BY seconds DESC LIMIT 20
