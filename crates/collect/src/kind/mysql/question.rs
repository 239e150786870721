//! The questions, and which of them a server understands.

/// What is asked of every server: whether it shows what others do.
pub(super) const SERVER: &str = "SELECT COUNT(*) > 0 AS sees_all FROM information_schema.USER_PRIVILEGES \
    WHERE PRIVILEGE_TYPE = 'PROCESS' AND GRANTEE = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')";

/// What the server is, and what it shows.
pub(super) struct Server {
    pub(super) is_mariadb: bool,
    /// Whether the role may see sessions and transactions of others.
    pub(super) sees_all: bool,
}

/// One question, and what becomes of its rows.
pub(super) enum Part {
    /// The columns of its one row are facts.
    Row(&'static str),
    /// Its rows are a list of this name.
    List(&'static str, &'static str),
    /// Its rows are names and values.
    Variables(&'static str),
    /// Its rows are the sources that the server replicates from.
    Replicas(&'static str),
}

/// What a diagnostic can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Activity,
    Connections,
    Locks,
    Replication,
    Settings,
}

impl Part {
    pub(super) const fn question(&self) -> &'static str {
        match self {
            Self::Row(question)
            | Self::List(_, question)
            | Self::Variables(question)
            | Self::Replicas(question) => question,
        }
    }
}

impl Fact {
    const ALL: [Self; 5] =
        [Self::Activity, Self::Connections, Self::Locks, Self::Replication, Self::Settings];

    /// The fact of this name.
    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.name() == word)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Connections => "connections",
            Self::Locks => "locks",
            Self::Replication => "replication",
            Self::Settings => "settings",
        }
    }

    pub(super) const fn parts(self, server: &Server) -> &'static [Part] {
        match self {
            Self::Activity if server.sees_all => &[
                Part::Row(include_str!("activity.sql")),
                Part::List("longest_queries", include_str!("longest_queries.sql")),
                Part::Row(include_str!("transactions.sql")),
                Part::List("longest_transactions", include_str!("longest_transactions.sql")),
            ],
            Self::Activity => &[
                Part::Row(include_str!("activity.sql")),
                Part::List("longest_queries", include_str!("longest_queries.sql")),
                Part::Row(include_str!("no_transactions.sql")),
            ],
            Self::Connections => &[Part::Variables(STATUS), Part::Variables(CONNECTION_LIMITS)],
            Self::Locks if server.sees_all && server.is_mariadb => &[
                Part::Row(include_str!("table_locks.sql")),
                Part::List("waits", include_str!("locks_of_mariadb.sql")),
            ],
            Self::Locks if server.sees_all => &[
                Part::Row(include_str!("table_locks.sql")),
                Part::List("waits", include_str!("locks_of_mysql.sql")),
            ],
            Self::Locks => &[Part::Row(include_str!("table_locks.sql"))],
            Self::Replication if server.is_mariadb => &[Part::Replicas("SHOW ALL SLAVES STATUS")],
            Self::Replication => &[Part::Replicas("SHOW REPLICA STATUS")],
            Self::Settings => &[Part::Variables(SETTINGS)],
        }
    }
}

const STATUS: &str = "SHOW GLOBAL STATUS WHERE Variable_name IN ('Aborted_clients', 'Aborted_connects', \
    'Connection_errors_max_connections', 'Max_used_connections', 'Threads_connected', 'Threads_running', 'Uptime')";
const CONNECTION_LIMITS: &str = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('max_connections', \
    'max_user_connections', 'wait_timeout')";
const SETTINGS: &str = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('foreign_key_checks', \
    'innodb_buffer_pool_size', 'innodb_doublewrite', 'innodb_flush_log_at_trx_commit', 'innodb_force_recovery', \
    'innodb_lock_wait_timeout', 'log_bin', 'long_query_time', 'max_allowed_packet', 'max_connections', 'read_only', \
    'slow_query_log', 'sql_mode', 'sync_binlog', 'tx_isolation', 'transaction_isolation', 'wait_timeout')";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_only_reads() {
        for (is_mariadb, sees_all) in [(true, true), (true, false), (false, true), (false, false)] {
            let server = Server { is_mariadb, sees_all };
            for part in Fact::ALL.into_iter().flat_map(|fact| fact.parts(&server)) {
                let question = part.question();
                assert!(question.starts_with("SELECT ") || question.starts_with("SHOW "), "{question}");
                assert!(!question.contains(';'), "{question}");
            }
        }
    }
}
