//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Asks a PostgreSQL server fixed questions, in read-only transactions.
    Postgresql {
        /// The name under which the runner's settings list the database.
        database: Parameter<String>,
        /// What to ask: `activity`, `connections`, `locks`, `replication`, `settings`, `statements`, `tables`.
        facts: Parameter<Vec<String>>,
    }
}
