//! Lists page by page: `$top`, and the link to the next page. What the link carries is honoured for its list alone.

use super::answer::ok;
use super::error::Fault;
use super::request::Asked;
use aws_lc_rs::digest::{SHA256, digest};
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Which page of a list.
pub(super) struct Page {
    /// How many items it has.
    pub(super) top: u32,
    /// The key of the item behind which it begins.
    pub(super) after: Option<String>,
}

/// The page that is asked for.
///
/// # Errors
/// 400 if `$top` is none of 1 to `max`, or the token is none of this list's.
pub(super) fn page(asked: &Asked, unless_asked: u32, max: u32) -> Result<Page, Fault> {
    let top = match asked.option("$top") {
        None => unless_asked,
        Some(text) => {
            let top = text.parse().ok().filter(|top| (1..=max).contains(top));
            let why = || Fault::invalid("$top", format!("`{}` is not 1 to {max}", text.escape_debug()));
            top.ok_or_else(why)?
        }
    };
    let after = asked.option("$skiptoken").map(|token| {
        let (key, mark) = token.rsplit_once('.').unwrap_or_default();
        let is_own = mark == self::mark(asked, key);
        let why = || Fault::invalid("$skiptoken", "it is no token of this list; begin again without it");
        is_own.then(|| key.to_owned()).ok_or_else(why)
    });
    Ok(Page { top, after: after.transpose()? })
}

/// Binds a key to its organisation, its list and its filter. Not a secret: it guards against mistakes, since whose data are
/// shown is decided by the bearer's token alone.
fn mark(asked: &Asked, key: &str) -> String {
    let (tenant, path) = (asked.caller.tenant.as_str(), asked.path.to_ascii_lowercase());
    let filter = asked.option("$filter").unwrap_or_default();
    let whole = [tenant, &path, filter, key].join("\0");
    hex::encode(digest(&SHA256, whole.as_bytes()).as_ref().get(..8).unwrap_or_default())
}

/// A page with its link to the next, if there is one.
pub(super) fn listed(asked: &Asked, items: &[Value], page: &Page, next: Option<String>) -> Response {
    let mut body = json!({ "value": items });
    if let (Some(next), Some(body)) = (next, body.as_object_mut()) {
        let mut link =
            format!("{}{}?api-version={}&%24top={}", asked.base, asked.path, asked.version, page.top);
        if let Some(filter) = asked.option("$filter") {
            let filter = utf8_percent_encode(filter, NON_ALPHANUMERIC);
            // Writing to text does not fail.
            let _ = write!(link, "&%24filter={filter}");
        }
        let _ = write!(link, "&%24skiptoken={next}.{}", mark(asked, &next));
        body.insert("nextLink".to_owned(), link.into());
    }
    ok(&body)
}
