//! Values in columns: how each is written, and read back with the place named if it makes no sense.
//!
//! Both databases hold the same: moments and counts as 64-bit integers, ids and words as text, lists and causes as
//! JSON text, hashes as bytes.

use crate::error::StoreError;
use domain::Moment;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column, Row};
use std::str::FromStr;

/// A count or a size as a column holds it. Above 2^63, which no real count is, it stays at the top.
pub(crate) fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A value as JSON text.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|why| StoreError::Unstorable(why.to_string()))
}

/// The word of an enum without values, as its JSON has it.
pub(crate) fn word<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => Err(StoreError::Unstorable(format!("`{other}` is not a word"))),
        Err(why) => Err(StoreError::Unstorable(why.to_string())),
    }
}

/// A row of either database.
pub(crate) trait Fields {
    fn text(&self, column: &'static str) -> Result<Option<String>, sqlx::Error>;
    fn number(&self, column: &'static str) -> Result<Option<i64>, sqlx::Error>;
    fn bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, sqlx::Error>;
    fn flag(&self, column: &'static str) -> Result<Option<bool>, sqlx::Error>;
    /// The whole row as text, each column by its name, with the very bytes that are stored.
    fn line(&self) -> Result<String, sqlx::Error>;
}

macro_rules! fields {
    ($($row:ty)*) => {$(
        impl Fields for $row {
            fn text(&self, column: &'static str) -> Result<Option<String>, sqlx::Error> {
                self.try_get(column)
            }

            fn number(&self, column: &'static str) -> Result<Option<i64>, sqlx::Error> {
                self.try_get(column)
            }

            fn bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, sqlx::Error> {
                self.try_get(column)
            }

            fn flag(&self, column: &'static str) -> Result<Option<bool>, sqlx::Error> {
                self.try_get(column)
            }

            fn line(&self) -> Result<String, sqlx::Error> {
                let mut line = String::new();
                for column in self.columns() {
                    let at = column.ordinal();
                    let value = self
                        .try_get::<Option<String>, _>(at)
                        .map(|text| format!("{text:?}"))
                        .or_else(|_| self.try_get::<Option<i64>, _>(at).map(|number| format!("{number:?}")))
                        .or_else(|_| self.try_get::<Option<bool>, _>(at).map(|flag| format!("{flag:?}")))
                        .or_else(|_| self.try_get::<Option<Vec<u8>>, _>(at).map(|bytes| format!("{bytes:?}")))?;
                    line.push_str(&format!(" {}={value}", column.name()));
                }
                Ok(line)
            }
        }
    )*};
}
fields!(SqliteRow PgRow);

/// What can be read from a row.
pub(crate) trait FromColumns: Sized {
    /// The table that the row is from.
    const TABLE: &'static str;
    /// The column that tells rows of one tenant apart, for messages.
    const KEY: &'static str;

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError>;
}

/// The columns of one row.
pub(crate) struct Columns<'r> {
    table: &'static str,
    key: &'static str,
    row: &'r dyn Fields,
}

impl Columns<'_> {
    /// The error for a value that makes no sense.
    pub(crate) fn senseless(&self, column: &'static str) -> StoreError {
        let text = self.row.text(self.key).ok().flatten();
        let number = || self.row.number(self.key).ok().flatten().map(|number| number.to_string());
        StoreError::Corrupt { table: self.table, column, row: text.or_else(number).unwrap_or_default() }
    }

    fn some<T>(&self, column: &'static str, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| self.senseless(column))
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.some(column, self.row.text(column)?)
    }

    pub(crate) fn number(&self, column: &'static str) -> Result<i64, StoreError> {
        self.some(column, self.row.number(column)?)
    }

    pub(crate) fn optional_number(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        Ok(self.row.number(column)?)
    }

    pub(crate) fn bytes(&self, column: &'static str) -> Result<Vec<u8>, StoreError> {
        self.some(column, self.row.bytes(column)?)
    }

    pub(crate) fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        self.some(column, self.row.flag(column)?)
    }

    pub(crate) fn has_bytes(&self, column: &'static str) -> Result<bool, StoreError> {
        Ok(self.row.bytes(column)?.is_some())
    }

    pub(crate) fn bytes32(&self, column: &'static str) -> Result<[u8; 32], StoreError> {
        self.bytes(column)?.try_into().map_err(|_| self.senseless(column))
    }

    pub(crate) fn count(&self, column: &'static str) -> Result<u64, StoreError> {
        u64::try_from(self.number(column)?).map_err(|_| self.senseless(column))
    }

    pub(crate) fn moment(&self, column: &'static str) -> Result<Moment, StoreError> {
        let moment = self.optional_moment(column)?;
        self.some(column, moment)
    }

    pub(crate) fn optional_moment(&self, column: &'static str) -> Result<Option<Moment>, StoreError> {
        let Some(micros) = self.row.number(column)? else { return Ok(None) };
        self.some(column, Moment::from_unix_micros(micros)).map(Some)
    }

    /// A value that is written as its text.
    pub(crate) fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        let parsed = self.optional_parsed(column)?;
        self.some(column, parsed)
    }

    pub(crate) fn optional_parsed<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        let Some(text) = self.row.text(column)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.senseless(column))
    }

    /// A value that is written as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        let value = self.optional_json(column)?;
        self.some(column, value)
    }

    pub(crate) fn optional_json<T: DeserializeOwned>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let Some(text) = self.row.text(column)? else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|_| self.senseless(column))
    }

    /// An enum without values, written as its word.
    pub(crate) fn word<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        let word = self.optional_word(column)?;
        self.some(column, word)
    }

    pub(crate) fn optional_word<T: DeserializeOwned>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let Some(text) = self.row.text(column)? else { return Ok(None) };
        serde_json::from_value(text.into()).map(Some).map_err(|_| self.senseless(column))
    }
}

/// Reads a row.
pub(crate) fn one<T: FromColumns>(row: &impl Fields) -> Result<T, StoreError> {
    T::from_columns(&Columns { table: T::TABLE, key: T::KEY, row })
}

/// Reads a row that may be missing.
pub(crate) fn optional<T: FromColumns>(row: Option<impl Fields>) -> Result<Option<T>, StoreError> {
    row.map(|row| one(&row)).transpose()
}

/// Reads rows.
pub(crate) fn all<T: FromColumns>(rows: impl IntoIterator<Item = impl Fields>) -> Result<Vec<T>, StoreError> {
    rows.into_iter().map(|row| one(&row)).collect()
}
