SELECT 0 AS transactions, 0 AS longest_transaction_seconds, 0 AS longest_idle_transaction_seconds
