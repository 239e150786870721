//! What a page's headers allow caches to do (RFC 9111), and whether it came compressed.

use hyper::HeaderMap;
use hyper::header;
use serde_json::{Value, json};

/// Types whose text shrinks; images, fonts and archives are compressed by themselves.
const SHRINKING: [&str; 9] = [
    "text/",
    "javascript",
    "json",
    "xml",
    "image/svg",
    "application/wasm",
    "font/ttf",
    "font/otf",
    "manifest",
];

/// What the headers say to caches.
pub(super) fn judged(headers: &HeaderMap) -> Value {
    let text = |name| {
        let values = headers.get_all(name).iter();
        values
            .map(|value| String::from_utf8_lossy(value.as_bytes()).to_lowercase())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let control = text(header::CACHE_CONTROL);
    let has = |name: &str| control.split(',').any(|one| one.trim().split('=').next() == Some(name));
    let seconds = |name: &str| {
        let value = control.split(',').find_map(|one| one.trim().strip_prefix(name)?.strip_prefix('='));
        value.and_then(|value| value.trim_matches('"').parse::<i64>().ok())
    };
    let kind = text(header::CONTENT_TYPE);
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<i64>().ok());
    json!({
        "control": control.chars().take(200).collect::<String>(),
        // What counts for shared caches comes first.
        "seconds": seconds("s-maxage").or_else(|| seconds("max-age")).unwrap_or(-1),
        "no_store": has("no-store"),
        "no_cache": has("no-cache"),
        "public": has("public"),
        "private": has("private"),
        "expires": headers.contains_key(header::EXPIRES),
        "validator": headers.contains_key(header::ETAG) || headers.contains_key(header::LAST_MODIFIED),
        "age": text(header::AGE).parse::<i64>().unwrap_or(0),
        "vary": text(header::VARY).chars().take(200).collect::<String>(),
        "varies_by_encoding": text(header::VARY).contains("accept-encoding") || text(header::VARY).trim() == "*",
        "sets_cookies": headers.contains_key(header::SET_COOKIE),
        "encoding": text(header::CONTENT_ENCODING),
        "shrinks": SHRINKING.iter().any(|part| kind.contains(part)),
        "content_length": length,
    })
}
