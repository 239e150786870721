SELECT COUNT(*) AS transactions,
    COALESCE(MAX(TIMESTAMPDIFF(SECOND, t.trx_started, NOW())), 0) AS longest_transaction_seconds,
    COALESCE(MAX(IF(p.COMMAND = 'Sleep', TIMESTAMPDIFF(SECOND, t.trx_started, NOW()), 0)), 0)
        AS longest_idle_transaction_seconds
FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
WHERE t.trx_mysql_thread_id <> CONNECTION_ID()
