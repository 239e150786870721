//! A session with a MySQL or MariaDB server (protocol 4.1, text queries).
//!
//! No client library takes a socket that somebody else opened, and this process can open none, so the little that is needed
//! is here: <https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html>.

mod packet;
mod proof;
mod rows;
mod sign_in;

use super::{Failure, Stream};
use packet::Packets;
use serde_json::{Map, Value};

pub(crate) use sign_in::{greet, sign_in};

/// What is set for the session before anything is asked: it can write nothing, and waits for no lock. Servers know either
/// the one limit of time or the other, in seconds or milliseconds.
const SETTINGS: [&str; 2] = ["SET SESSION TRANSACTION READ ONLY", "SET SESSION lock_wait_timeout = 1"];
const LIMIT_OF_MARIADB: &str = "SET SESSION max_statement_time = 5";
const LIMIT_OF_MYSQL: &str = "SET SESSION max_execution_time = 5000";

/// A row by the names of its columns.
pub(crate) type Row = Map<String, Value>;

/// A session that is signed in.
pub(crate) struct Session {
    pub(super) packets: Packets,
    /// What the server calls its version.
    pub(crate) version: String,
}

impl Session {
    /// Whether it is MariaDB, whose tables and settings are named otherwise than MySQL's.
    pub(crate) fn is_mariadb(&self) -> bool {
        self.version.contains("MariaDB")
    }

    /// Forbids the session to write, and bounds it.
    pub(crate) async fn bound(&mut self) -> Result<(), Failure> {
        let limit = if self.is_mariadb() { LIMIT_OF_MARIADB } else { LIMIT_OF_MYSQL };
        for statement in SETTINGS.into_iter().chain([limit]) {
            self.ask(statement).await?;
        }
        Ok(())
    }

    /// The rows of a question.
    pub(crate) async fn ask(&mut self, question: &str) -> Result<Vec<Row>, Failure> {
        rows::ask(&mut self.packets, question).await
    }

    /// Says goodbye; whether it is heard does not matter.
    pub(crate) async fn end(mut self) {
        const QUIT: &[u8] = &[0x01];
        self.packets.begin();
        let _ = self.packets.say(QUIT).await;
    }

    /// The connection, for what is counted of it.
    pub(crate) fn stream(&mut self) -> &mut Stream {
        &mut self.packets.stream
    }
}
