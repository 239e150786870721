SELECT w.trx_mysql_thread_id AS id, TIMESTAMPDIFF(SECOND, w.trx_wait_started, NOW()) AS seconds,
    l.lock_table AS `table`, l.lock_mode AS mode, b.trx_mysql_thread_id AS blocked_by, p.USER AS blocker_role,
    p.COMMAND AS blocker_command, TIMESTAMPDIFF(SECOND, b.trx_started, NOW()) AS blocker_transaction_seconds
FROM information_schema.INNODB_LOCK_WAITS waits
    JOIN information_schema.INNODB_TRX w ON w.trx_id = waits.requesting_trx_id
    JOIN information_schema.INNODB_TRX b ON b.trx_id = waits.blocking_trx_id
    LEFT JOIN information_schema.INNODB_LOCKS l ON l.lock_id = waits.requested_lock_id
    LEFT JOIN information_schema.PROCESSLIST p ON p.ID = b.trx_mysql_thread_id
ORDER BY seconds DESC LIMIT 20
