//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Looks at a file of SQLite without writing to it.
    Sqlite {
        /// The name under which the runner's settings list the database.
        database: Parameter<String>,
        /// For how many seconds its structure may be checked, at most 60; outside WAL mode nobody can write meanwhile.
        check_seconds: Parameter<u64>,
    }
}
