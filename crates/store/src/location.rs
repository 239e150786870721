//! Where a store's database is.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a store's database is. Read from text: a `postgres://` address, or else the path of a file.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// The path of an SQLite database file, made if it is missing.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database.
    Postgres(String),
}

impl FromStr for Location {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let is_address = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        Ok(if is_address { Self::Postgres(text.to_owned()) } else { Self::Sqlite(PathBuf::from(text)) })
    }
}

/// An address holds a password, so its text is not shown.
impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_postgresql_and_anything_else_is_a_file() {
        let address = "postgres://desk:secret@127.0.0.1/desk";
        let Ok(location) = address.parse::<Location>();
        assert_eq!(location, Location::Postgres(address.to_owned()));
        assert!(!format!("{location:?}").contains("secret"));
        assert_eq!("data/desk.db".parse(), Ok(Location::Sqlite(PathBuf::from("data/desk.db"))));
    }
}
