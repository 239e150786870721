//! The scripts and style sheets that a page names.

use std::collections::BTreeSet;

/// The most assets of one page, and the longest name of one, in bytes.
const ASSETS_MAX: usize = 200;
const NAME_BYTES_MAX: usize = 200;
/// What assets end with.
const ENDINGS: [&str; 4] = [".js", ".mjs", ".css", ".wasm"];

/// The paths of assets, without queries, from the attributes `src` and `href`. Where a page is built by hand or machine in
/// some other way, its assets are not found, and nothing is said of them.
pub(super) fn named(page: &str) -> BTreeSet<String> {
    let mut assets = BTreeSet::new();
    for attribute in ["src=", "href="] {
        for (at, _) in page.match_indices(attribute) {
            let rest = page.get(at + attribute.len()..).unwrap_or_default();
            let Some(quote) = rest.chars().next().filter(|sign| matches!(sign, '"' | '\'')) else { continue };
            let value = rest.get(1..).and_then(|rest| rest.split(quote).next()).unwrap_or_default();
            let path = value.split(['?', '#']).next().unwrap_or_default();
            let is_asset = ENDINGS.iter().any(|ending| path.ends_with(ending));
            if is_asset && path.len() <= NAME_BYTES_MAX && assets.len() < ASSETS_MAX {
                assets.insert(path.to_owned());
            }
        }
    }
    assets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_are_found_in_attributes() {
        let page = "<script src=\"/app.1a.js?v=2\"></script><link href='/style.css'><a href=\"/next\">x</a><img src=\"é";
        assert_eq!(named(page).into_iter().collect::<Vec<_>>(), ["/app.1a.js", "/style.css"]);
        assert!(named("src=src=\"href='").is_empty());
    }
}
