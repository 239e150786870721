//! The questions, and which of them a server understands.

use serde_json::Value;
use std::borrow::Cow;

/// What is asked of every server.
pub(super) const SERVER: &str = include_str!("server.sql");
/// Stands in `statements.sql` for the schema of the extension.
const SCHEMA: &str = "@extension_schema@";

/// What a diagnostic can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Activity,
    Connections,
    Locks,
    Replication,
    Settings,
    Statements,
    Tables,
}

/// What the server said of itself.
#[derive(Debug)]
pub(super) struct Server {
    is_standby: bool,
    /// The schema that `pg_stat_statements` is in, as the server quotes it; none if it is not installed.
    statements_schema: Option<String>,
}

impl Server {
    pub(super) fn read(said: &Value) -> Self {
        Self {
            is_standby: said["is_standby"].as_bool().unwrap_or(false),
            statements_schema: said["statements_schema"].as_str().map(str::to_owned),
        }
    }
}

impl Fact {
    const ALL: [Self; 7] = [
        Self::Activity,
        Self::Connections,
        Self::Locks,
        Self::Replication,
        Self::Settings,
        Self::Statements,
        Self::Tables,
    ];

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
            Self::Statements => "statements",
            Self::Tables => "tables",
        }
    }

    pub(super) fn question(self, server: &Server) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Activity => include_str!("activity.sql"),
            Self::Connections => include_str!("connections.sql"),
            Self::Locks => include_str!("locks.sql"),
            Self::Replication if server.is_standby => include_str!("standby.sql"),
            Self::Replication => include_str!("primary.sql"),
            Self::Settings => include_str!("settings.sql"),
            Self::Tables => include_str!("tables.sql"),
            Self::Statements => match &server.statements_schema {
                Some(schema) => {
                    return Cow::Owned(include_str!("statements.sql").replace(SCHEMA, schema));
                }
                None => include_str!("no_statements.sql"),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Every question is one statement that reads: what it stands in sets limits that another one could undo.
    #[test]
    fn every_question_is_one_select() {
        for said in [json!({"statements_schema": "public"}), json!({"is_standby": true})] {
            let server = Server::read(&said);
            let questions = Fact::ALL.into_iter().map(|fact| fact.question(&server));
            for question in questions.chain([SERVER.into()]) {
                let first = question.lines().find(|line| !line.starts_with("--")).unwrap();
                assert!(first.starts_with("SELECT ") || first.starts_with("WITH "), "{question}");
                assert!(!question.contains(';') && !question.contains('@'), "{question}");
            }
        }
    }
}
