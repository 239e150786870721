//! The `name=value; name=value` form of DKIM and DMARC records (RFC 6376, section 3.2).

/// The tags of a record in order, blanks around names and values removed.
pub(in crate::kind) fn tags(record: &str) -> Vec<(String, String)> {
    record
        .split(';')
        .filter(|tag| !tag.trim().is_empty())
        .map(|tag| {
            let (name, value) = tag.split_once('=').unwrap_or((tag, ""));
            (name.trim().to_ascii_lowercase(), value.trim().to_owned())
        })
        .collect()
}

/// The value of the first tag called `name`.
pub(in crate::kind) fn value<'t>(tags: &'t [(String, String)], name: &str) -> Option<&'t str> {
    tags.iter().find(|(tag, _)| tag == name).map(|(_, value)| value.as_str())
}
