SELECT t.trx_mysql_thread_id AS id, p.USER AS role, p.DB AS `database`, p.COMMAND AS command, t.trx_state AS state,
    TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds, t.trx_rows_locked AS rows_locked,
    t.trx_rows_modified AS rows_modified
FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
WHERE t.trx_mysql_thread_id <> CONNECTION_ID()
ORDER BY seconds DESC LIMIT 10
