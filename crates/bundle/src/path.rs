//! Paths of entries: relative, inside, and readable whatever their bytes.

use crate::error::BundleError;
use std::fmt::Write as _;

/// The longest path, in bytes as it is written.
pub(crate) const PATH_BYTES_MAX: usize = 4_096;

/// The text of a name: bytes that are no UTF-8 as `\xff`, so that nothing of it is lost, and characters that could steer
/// whoever shows it as `\u{1b}`.
pub(crate) fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_steering(c) { text.extend(c.escape_default()) } else { text.push(c) }
        }
        for byte in chunk.invalid() {
            // Writing into a text does not fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// Control characters, and those that turn the direction of writing.
fn is_steering(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control()
}

/// The path of an entry, below `folder` if that is not empty. Empty for the bundle's own root (`./`).
///
/// # Errors
/// [`BundleError::Outside`] for an absolute path and for one with `..`, [`BundleError::Unbounded`] for one that is too long.
pub(crate) fn inside(folder: &str, name: &[u8]) -> Result<String, BundleError> {
    if name.len() > PATH_BYTES_MAX {
        let place = text(name.get(..64).unwrap_or_default());
        return Err(BundleError::Unbounded { place, what: "its name", limit: PATH_BYTES_MAX as u64 });
    }
    let has_zero = name.contains(&0);
    let name = text(name);
    if has_zero || is_absolute(&name) {
        return Err(BundleError::Outside { place: name });
    }
    let mut path = folder.to_owned();
    for part in name.split('/').filter(|part| !matches!(*part, "" | ".")) {
        // A Windows program reads `\` as `/`. Linux has names with `\x2d` in them, which climb nowhere.
        if part.split('\\').any(|part| part == "..") {
            return Err(BundleError::Outside { place: name });
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part);
    }
    Ok(path)
}

fn is_absolute(name: &str) -> bool {
    let drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    name.starts_with(['/', '\\']) || drive
}

/// Fails if a link at `path` leads out of the bundle. Where it leads is judged by its text alone.
pub(crate) fn check_link(path: &str, target: &[u8]) -> Result<String, BundleError> {
    let target = text(target);
    let outside = || BundleError::LinkOutside { place: path.to_owned(), target: target.clone() };
    if is_absolute(&target) || target.len() > PATH_BYTES_MAX {
        return Err(outside());
    }
    let mut depth = path.matches('/').count();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => depth = depth.checked_sub(1).ok_or_else(outside)?,
            _ => depth += 1,
        }
    }
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_plain_and_stay_inside() {
        for (name, path) in [
            ("./a//b/./c/", "a/b/c"),
            ("a", "a"),
            ("./", ""),
            ("etc/dev-x2d\\x2duuid.device", "etc/dev-x2d\\x2duuid.device"),
            ("a..b/..c", "a..b/..c"),
        ] {
            assert_eq!(inside("", name.as_bytes()).unwrap(), path);
        }
        assert_eq!(inside("in.tar", b"a").unwrap(), "in.tar/a");
        assert_eq!(inside("", "a\x1b[2J\n\u{202e}b".as_bytes()).unwrap(), "a\\u{1b}[2J\\n\\u{202e}b");
        assert_eq!(inside("", b"caf\xe9/\xff").unwrap(), "caf\\xe9/\\xff");
        for name in ["/etc/passwd", "..", "a/../b", "a/..", "a\\..\\b", "\\a", "C:\\x", "c:x", "a/\0"] {
            assert!(matches!(inside("", name.as_bytes()), Err(BundleError::Outside { .. })), "{name}");
        }
        assert!(inside("", &[b'a'; PATH_BYTES_MAX + 1]).is_err());
    }

    #[test]
    fn links_may_lead_about_but_not_out() {
        for (path, target) in [("a/b/c", "../../d"), ("a/b", "c/../../d"), ("a", "b"), ("a", ".")] {
            assert_eq!(check_link(path, target.as_bytes()).unwrap(), target);
        }
        for (path, target) in [("a/b/c", "../../../d"), ("a", "../b"), ("a", "/etc"), ("a", "..\\b")] {
            assert!(check_link(path, target.as_bytes()).is_err(), "{path} {target}");
        }
    }
}
