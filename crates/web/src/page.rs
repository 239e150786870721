//! Lists page by page.

use crate::problem::Refused;
use axum::http::StatusCode;
use operations::Page;

/// How many items a page has, unless it is asked for another number.
const ITEMS: u32 = 25;
/// The most items a page has.
const ITEMS_MAX: u32 = 200;

/// How many items to read for a page: one more than it has tells whether there is another.
pub(crate) fn read_ahead<K>(after: Option<K>, limit: Option<u32>) -> Result<(Page<K>, usize), Refused> {
    let items = limit_of(limit, ITEMS)?;
    Ok((Page { after, limit: items + 1 }, items as usize))
}

/// The number of items that was asked for, within its bounds.
pub(crate) fn limit_of(limit: Option<u32>, unless_asked: u32) -> Result<u32, Refused> {
    let limit = limit.unwrap_or(unless_asked);
    if (1..=ITEMS_MAX).contains(&limit) {
        return Ok(limit);
    }
    Err(bad_parameter("limit", &format!("{limit} is not 1 to {ITEMS_MAX}")))
}

/// A query parameter whose value cannot be used.
pub(crate) fn bad_parameter(name: &str, why: &str) -> Refused {
    let detail = format!("`{name}`: {why}");
    Refused::new(StatusCode::BAD_REQUEST, "bad_query", "The query makes no sense", detail)
}

/// The items of a page, and the last one if there are more behind it.
pub(crate) fn cut<T>(mut read: Vec<T>, items: usize) -> (Vec<T>, bool) {
    let is_more = read.len() > items;
    read.truncate(items);
    (read, is_more)
}
