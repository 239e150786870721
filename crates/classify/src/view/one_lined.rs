//! Several lines carried on one that is no JSON: a configuration, a mail, a table, their line ends written `\n`.

/// Replaces the `\n`, `\r` and `\t` that can only be escapes (classification.md 2). Where nothing says so the backslash stays:
/// it may stand in `C:\new` or in `CORP\tom`.
pub(super) fn unescape(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        let stands_for = match bytes.get(at + 1) {
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'\\') => {
                at += 2;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        if !is_in_path(bytes, at) && (begins_line(bytes, at + 2) || is_row(bytes, at)) {
            bytes[at..at + 2].fill(stands_for);
        }
        at += 2;
    }
}

/// Whether the run in front of the backslash has a drive, a share or another backslash in it.
fn is_in_path(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let start = before.iter().rposition(|b| b" \t\n\r\"'=,;|".contains(b)).map_or(0, |last| last + 1);
    let run = before.get(start..).unwrap_or_default();
    run.starts_with(br"\\") || run.get(1..3) == Some(br":\")
}

/// The longest key that a line may begin with.
const KEY_BYTES_MAX: usize = 40;

/// Whether what stands behind the escape begins a line: `key=`, `Key: `, `[section]`, another escape, or nothing.
fn begins_line(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"- ").unwrap_or(rest);
    let is_key = |b: &u8| b.is_ascii_alphanumeric() || b"_.-".contains(b) || !b.is_ascii();
    match rest {
        [] | [b'[' | b'#' | b'}' | b'{' | b'<' | b'-', ..] => true,
        [b'\\', b'n' | b'r' | b't', ..] => true,
        [b'"' | b'\'', ..] => !rest.get(1).is_none_or(|b| b.is_ascii_whitespace()),
        [first, ..] if is_key(first) => {
            let key = rest.iter().take(KEY_BYTES_MAX).take_while(|b| is_key(b)).count();
            let behind = rest.get(key..).unwrap_or_default();
            matches!(behind.trim_ascii_start(), [b'=', ..]) || matches!(behind, [b':', b' ', ..])
        }
        _ => false,
    }
}

/// Whether the lines on both sides of the escape have the same number of columns, two or more.
fn is_row(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let last = before.windows(2).rposition(|pair| pair == br"\n").map_or(0, |last| last + 2);
    let start = before.iter().rposition(|b| *b == b'\n').map_or(last, |line| last.max(line + 1));
    let behind = bytes.get(at + 2..).unwrap_or_default();
    let end = memchr::memmem::find(behind, br"\n").unwrap_or(behind.len());
    let (above, below) = (before.get(start..).unwrap_or_default(), behind.get(..end).unwrap_or_default());
    [b',', b';', b'\t'].iter().any(|separator| {
        let columns = memchr::memchr_iter(*separator, above).count();
        columns > 0 && columns == memchr::memchr_iter(*separator, below).count()
    })
}
