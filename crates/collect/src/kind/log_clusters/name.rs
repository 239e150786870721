//! Names of packages and files in log lines. `error` in `liberror-perl` or `/var/log/nginx/error.log` says nothing of an
//! error, so a match that is only part of such a name is none. One that reaches beyond the name is what was asked for.

use regex_automata::meta::Regex;
use std::ops::Range;

/// Whether a line matches somewhere outside of names.
pub(super) fn matches_outside(pattern: &Regex, line: &[u8]) -> bool {
    pattern.find_iter(line).any(|found| !is_within_name(line, found.range()))
}

/// Whether what was found is part of a longer word that is a name.
fn is_within_name(line: &[u8], found: Range<usize>) -> bool {
    let Some(text) = line.get(found.clone()) else { return false };
    if text.is_empty() || text.iter().copied().any(parts) || is_level(text) {
        return false;
    }
    let start = line.get(..found.start).and_then(|front| front.iter().rposition(|byte| parts(*byte)));
    let start = start.map_or(0, |at| at + 1);
    let end = line.get(found.end..).and_then(|behind| behind.iter().position(|byte| parts(*byte)));
    let end = end.map_or(line.len(), |at| found.end + at);
    let word = line.get(start..end).unwrap_or_default();
    if word.len() <= text.len() {
        return false;
    }
    word.contains(&b'/') || is_package(word) || has_ending(line.get(found.end..end).unwrap_or_default())
}

/// What stands between words.
const fn parts(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' | b'"' | b'\'' | b'`')
        || matches!(byte, b',' | b';' | b':' | b'=' | b'|' | b'&')
}

/// Whether it is written as levels are: `ERROR`.
fn is_level(text: &[u8]) -> bool {
    text.len() > 1 && text.iter().all(u8::is_ascii_uppercase)
}

/// Whether a word is joined by dashes as names of packages are: without capitals, as Debian's (Debian Policy, 5.6.1), or
/// with a version behind, as in RPM's `perl-Error-0.17029-13`.
fn is_package(word: &[u8]) -> bool {
    let mut pieces = word.split(|byte| *byte == b'-').filter(|piece| !piece.is_empty());
    let (first, mut others) = (pieces.next(), pieces.peekable());
    if first.is_none() || others.peek().is_none() {
        return false;
    }
    let has_version = others.any(|piece| piece.first().is_some_and(u8::is_ascii_digit));
    has_version || !word.iter().any(u8::is_ascii_uppercase)
}

/// Whether the rest of a word goes on with a file's ending, as in `error.log`. What follows the full stop in
/// `exceptions.HTTPError` is a type.
fn has_ending(rest: &[u8]) -> bool {
    let mut behind = rest.iter().copied().skip_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let (stop, next) = (behind.next(), behind.next());
    stop == Some(b'.') && next.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The catalogue's default.
    const PATTERN: &str = "(?i)(error|fatal|critical|severe|panic|exception|failed|failure)";

    fn check(pattern: &str, lines: &[&str], matches: bool) {
        let pattern = Regex::new(pattern).unwrap();
        for line in lines {
            assert_eq!(matches_outside(&pattern, line.as_bytes()), matches, "{line}");
        }
    }

    #[test]
    fn logs_of_package_managers_are_no_errors() {
        check(
            PATTERN,
            &[
                // dpkg.log, and apt's history and terminal logs, of a Debian 12.
                "2025-06-24 14:36:38 install liberror-perl:all <none> 0.17029-2",
                "2025-06-24 14:37:01 status half-configured liberror-perl:all 0.17029-2",
                "2026-05-09 07:29:25 status installed libgpg-error-dev:amd64 1.46-1",
                "2026-09-22 04:47:43 configure liberror-prone-java:all 2.18.0-1 <none>",
                "Install: libgpg-error0:amd64 (1.46-1), liberror-perl:amd64 (0.17029-2, automatic)",
                "Unpacking liberror-perl (0.17029-2) ...",
                "Preparing to unpack .../08-liberror-perl_0.17029-2_all.deb ...",
                // yum and dnf.
                "Nov 20 10:00:00 Installed: 1:perl-Error-0.17029-13.el9.noarch",
                "2026-11-20T10:00:00+0000 SUBDEBUG Upgrade: libgpg-error-1.42-5.el9.x86_64",
                // Files.
                "logrotate: rotating /var/log/nginx/error.log",
                "opened error.log and exception.py",
                "install ok --with-error-log",
            ],
            false,
        );
    }

    #[test]
    fn errors_are_found_where_levels_words_and_types_stand() {
        check(
            PATTERN,
            &[
                "2026-11-20T10:00:00Z ERROR no answer",
                "2026-11-20 10:00:00,123-ERROR-app: lost",
                "ERROR-2026 lost",
                "level=error msg=x",
                "{\"level\":\"error\"}",
                "[core:error] [pid 7] x",
                "java.lang.NullPointerException: null",
                "requests.exceptions.HTTPError: 503",
                "ValueError: x",
                "event=upload_failed code=error_17",
                "authentication failure; logname=",
                "the upload failed.",
                "it failed - again",
                "kernel panic - not syncing",
                "3 failures, 2 errors",
                "I/O error, dev sda",
                "errors in libgpg-error0",
                "dpkg: error processing package liberror-perl (--configure):",
            ],
            true,
        );
    }

    #[test]
    fn what_reaches_beyond_a_name_was_asked_for() {
        let line = ["install liberror-perl:all"];
        check("liberror-perl", &line, true);
        check("install .*error", &line, true);
        check("result 'oom-kill'", &["failed with result 'oom-kill'."], true);
        check("", &line, true);
    }
}
