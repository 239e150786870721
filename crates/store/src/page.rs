//! Reading lists page by page.

/// The most rows that one page has.
pub const PAGE_ROWS_MAX: u32 = 1_000;

/// Which page of a list to read. A page goes on behind a row, not at a number, so rows that come meanwhile move
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<K> {
    /// The key of the last row of the page before; none for the first page.
    pub after: Option<K>,
    /// How many rows: [`PAGE_ROWS_MAX`] at most.
    pub limit: u32,
}

impl<K> Page<K> {
    /// The first `limit` rows.
    pub const fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }

    /// The limit within its bound, as SQL takes it.
    pub(crate) fn rows(&self) -> i64 {
        i64::from(self.limit.min(PAGE_ROWS_MAX))
    }
}
