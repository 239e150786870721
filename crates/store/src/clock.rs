//! The store's sense of time: it never goes back behind what it has shown.

use crate::column::{Columns, FromColumns, optional};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{execute, on};
use domain::Moment;
use std::sync::atomic::{AtomicI64, Ordering};

/// The high-water mark: the latest instant known to have been shown, in microseconds.
#[derive(Debug)]
pub(crate) struct HighWater(AtomicI64);

impl HighWater {
    pub(crate) const fn new() -> Self {
        Self(AtomicI64::new(Moment::MIN.unix_micros()))
    }

    /// Raises the mark to `at`, unless it is there already.
    pub(crate) fn raise(&self, at: Moment) {
        self.0.fetch_max(at.unix_micros(), Ordering::Relaxed);
    }

    /// The later of `at` and the mark.
    pub(crate) fn at_least(&self, at: Moment) -> Moment {
        Moment::from_unix_micros(self.0.load(Ordering::Relaxed)).map_or(at, |mark| mark.max(at))
    }
}

struct Mark(Moment);

impl FromColumns for Mark {
    const TABLE: &'static str = "clock_mark";
    const KEY: &'static str = "at";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.moment("at")?))
    }
}

impl Store {
    /// Keeps `at` as an instant that has been, unless a later one is kept. Nothing is recorded before it from here
    /// on, also after a restart with a clock set back.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mark_clock(&self, at: Moment) -> Result<(), StoreError> {
        let mut tx = self.database().write_for_nobody().await?;
        execute!(
            &mut tx,
            sqlx::query(
                "INSERT INTO clock_mark (one, at) VALUES (1, $1) \
             ON CONFLICT (one) DO UPDATE SET at = excluded.at WHERE clock_mark.at < excluded.at"
            )
            .bind(at.unix_micros())
        )?;
        tx.commit().await?;
        // Another replica may have kept a later one.
        let kept = self.clock_mark().await?;
        self.high_water().raise(kept.unwrap_or(at));
        Ok(())
    }

    /// The latest instant that was marked.
    ///
    /// # Errors
    /// If the database fails, or holds no moment there.
    pub async fn clock_mark(&self) -> Result<Option<Moment>, StoreError> {
        let mut tx = self.database().read_for_nobody().await?;
        let row: Option<Mark> = on!(&mut tx, |c| optional(
            sqlx::query("SELECT at FROM clock_mark WHERE one = 1").fetch_optional(c).await?
        )?);
        Ok(row.map(|Mark(at)| at))
    }
}
