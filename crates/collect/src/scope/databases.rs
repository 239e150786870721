//! Which databases may be looked at, and how the runner signs in there.

use super::{OutOfScope, Scope};
use diagnostics::collector::Engine;
use domain::SubscriptionId;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A database that the settings list. Diagnostics know its name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Database {
    /// A database of a PostgreSQL server.
    Postgresql(DatabaseServer),
    /// A MySQL or MariaDB server.
    Mysql(DatabaseServer),
    /// A file of SQLite.
    Sqlite(DatabaseFile),
}

/// Where a database server is, and who the runner is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseServer {
    /// Host name or address. Like all names, one that leads to a private address needs that address in `hosts` too.
    pub host: String,
    /// TCP port; the usual one of the engine if left out.
    #[serde(default)]
    pub port: Option<u16>,
    /// The database; what the server takes for the user's if left out.
    #[serde(default)]
    pub database: Option<String>,
    /// Whom to sign in as. A role without rights to change anything is enough.
    pub user: String,
    /// The file with the password on its one line, an absolute path; none to sign in without a password.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// Whether the connection is encrypted, and the server's certificate checked.
    #[serde(default)]
    pub tls: DatabaseTls,
    /// The name that the certificate has to be for; `host` if left out.
    #[serde(default)]
    pub server_name: Option<String>,
}

/// A file of SQLite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseFile {
    /// Its absolute path, inside one of `folders`.
    pub path: PathBuf,
}

/// Whether a connection to a database server is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseTls {
    /// It is, and the server's certificate has to be trusted and for its name; otherwise nobody signs in.
    #[default]
    Required,
    /// It is not: what is said can be read on the way. The password itself is never sent in clear.
    Off,
}

impl Database {
    /// The engine.
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Postgresql(_) => Engine::Postgresql,
            Self::Mysql(_) => Engine::Mysql,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// The server, and its port.
    pub(crate) fn server(&self) -> Option<(&DatabaseServer, u16)> {
        match self {
            Self::Postgresql(server) => Some((server, server.port.unwrap_or(5_432))),
            Self::Mysql(server) => Some((server, server.port.unwrap_or(3_306))),
            Self::Sqlite(_) => None,
        }
    }

    pub(super) fn password_file(&self) -> Option<&Path> {
        self.server()?.0.password_file.as_deref()
    }

    /// The path of its file, for SQLite.
    pub(super) fn file(&self) -> Option<&PathBuf> {
        match self {
            Self::Sqlite(file) => Some(&file.path),
            Self::Postgresql(_) | Self::Mysql(_) => None,
        }
    }
}

impl Scope {
    /// The database called `name`, which a diagnostic takes for one of this engine.
    ///
    /// # Errors
    /// [`OutOfScope`] if the settings do not list it, or list it as another engine's.
    pub fn database(
        &self,
        subscription: &SubscriptionId,
        name: &str,
        engine: Engine,
    ) -> Result<&Database, OutOfScope> {
        let shown = name.escape_debug();
        let refuse = |why: String, remedy: String| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("database `{shown}`"),
            why,
            remedy,
        };
        match self.area(subscription)?.databases.get(name) {
            Some(database) if database.engine() == engine => Ok(database),
            Some(database) => Err(refuse(
                format!("`databases` lists it as {}, and the diagnostic is for {engine}", database.engine()),
                format!("run a diagnostic for {}, or name a database of {engine}", database.engine()),
            )),
            None => Err(refuse(
                "`databases` does not list it".to_owned(),
                format!("add `{shown}: {{{engine}: …}}` to `databases`"),
            )),
        }
    }
}
