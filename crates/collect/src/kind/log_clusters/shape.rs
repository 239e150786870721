//! The shape of a line: what stays when times, numbers, addresses and quoted texts are masked.

use serde_json::{Map, Value};

/// The longest shape, in bytes.
const SHAPE_BYTES_MAX: usize = 240;
/// The longest text between quotes that is masked.
const QUOTED_CHARS_MAX: usize = 200;
/// What structured logs call the level, the message and the error of a record.
const LEVELS: [&str; 5] = ["level", "severity", "lvl", "log.level", "@l"];
const MESSAGES: [&str; 6] = ["msg", "message", "MESSAGE", "event", "@m", "@mt"];
const ERRORS: [&str; 4] = ["error", "err", "exception", "@x"];
/// How systemd's units end; their names are kept but for numbers.
const UNITS: [&str; 4] = [".service", ".timer", ".socket", ".scope"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The shape of `line`. Words with a digit or an `@` in them become `#`, texts in quotes `"…"`. Of a line that is a JSON
/// object the level and the message count.
pub(in crate::kind) fn of_line(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    match text.trim_start().starts_with('{').then(|| message(&text)).flatten() {
        Some(message) => of_text(&message),
        None => of_text(&text),
    }
}

/// What a JSON object says to people.
fn message(text: &str) -> Option<String> {
    let object: Map<String, Value> = serde_json::from_str(text).ok()?;
    let said = |keys: &[&str]| keys.iter().find_map(|key| object.get(*key)?.as_str());
    let parts = [said(&LEVELS), said(&MESSAGES), said(&ERRORS)];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn of_text(text: &str) -> String {
    let mut shape = String::with_capacity(text.len().min(SHAPE_BYTES_MAX));
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if shape.len() >= SHAPE_BYTES_MAX {
            break;
        }
        rest = if is_word(first) { word(&mut shape, rest) } else { sign(&mut shape, rest, first) };
    }
    shape.truncate(shape.floor_char_boundary(SHAPE_BYTES_MAX));
    shape.trim().to_owned()
}

/// Signs that join the parts of a number, a time, an address or an identifier.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '_' | '@' | '+' | '%')
}

/// Takes the word at the start of `text`; gives what is behind it.
fn word<'a>(shape: &mut String, text: &'a str) -> &'a str {
    let (word, rest) = text.split_at(text.find(|c| !is_word(c)).unwrap_or(text.len()));
    let core = word.trim_end_matches(['.', ':', '-']);
    let day_follows = rest.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit());
    if UNITS.iter().any(|end| core.ends_with(end)) {
        shape.push_str(&without_numbers(core));
        shape.push_str(word.get(core.len()..).unwrap_or_default());
    } else if core.contains(|c: char| c.is_ascii_digit() || c == '@')
        || (MONTHS.contains(&core) && day_follows)
    {
        // `#,#` and `# #` are one number or one time.
        let joined = shape.trim_end_matches([' ', ',']);
        if joined.ends_with('#') {
            shape.truncate(joined.len());
        } else {
            shape.push('#');
        }
        shape.push_str(word.get(core.len()..).unwrap_or_default());
    } else {
        shape.push_str(word);
    }
    rest
}

fn without_numbers(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '0'..='9' if plain.ends_with('#') => {}
            '0'..='9' => plain.push('#'),
            _ => plain.push(c),
        }
    }
    plain
}

/// Takes a sign, or the text between two quotes, at the start of `text`; gives what is behind it.
fn sign<'a>(shape: &mut String, text: &'a str, first: char) -> &'a str {
    let rest = text.get(first.len_utf8()..).unwrap_or_default();
    if first.is_whitespace() {
        if !shape.is_empty() && !shape.ends_with(' ') {
            shape.push(' ');
        }
        return rest.trim_start();
    }
    // An apostrophe within a word opens nothing, and behind a key stands what the record says.
    let inside = shape.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '=' | ':'));
    let opens = matches!(first, '"' | '\'' | '`') && !inside;
    let closed = opens
        .then(|| {
            rest.char_indices()
                .take(QUOTED_CHARS_MAX)
                .find(|(_, c)| *c == first || (first == '`' && *c == '\''))
        })
        .flatten();
    if let Some((at, close)) = closed {
        shape.push_str("\"…\"");
        return rest.get(at + close.len_utf8()..).unwrap_or_default();
    }
    shape.push(first);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        assert_eq!(of_line(line.as_bytes()), expected, "{line}");
    }

    #[test]
    fn what_changes_from_line_to_line_is_masked() {
        for (line, shape) in [
            (
                "2026-11-23T10:00:00.5Z ERROR [pool-7] disk sda1 failed after 12 ms",
                "# ERROR [#] disk # failed after # ms",
            ),
            ("2026-11-23 10:00:01,123 ERROR x", "# ERROR x"),
            ("Nov  3 10:00:00 host app[7]: error at 0x7ffe", "# host app[#]: error at #"),
            ("[23/Nov/2026:10:00:00 +0100] GET /a/b7/c", "[#/Nov/#] GET /a/#/c"),
            ("user=bob@contoso.com id=77 from 10.0.0.1:443", "user=# id=# from #"),
            ("cannot open \"my file\" for `that one' or 'this'", "cannot open \"…\" for \"…\" or \"…\""),
            ("it can't read Bob's file", "it can't read Bob's file"),
            ("5f0c-11ee failed: 3.", "# failed: #."),
            ("May I fail", "May I fail"),
            (
                "time=2026-11-23T10:00:00Z level=error msg=\"disk 7 failed\" id=7",
                "time=# level=error msg=\"disk # failed\" id=#",
            ),
            (
                "{\"time\": \"2026\", \"level\": \"error\", \"msg\": \"disk 7 failed\", \"error\": \"EIO\"}",
                "error disk # failed EIO",
            ),
            (
                "systemd[1]: postgresql@14-main.service: Failed",
                "systemd[#]: postgresql@#-main.service: Failed",
            ),
            ("", ""),
        ] {
            check(line, shape);
        }
    }

    #[test]
    fn any_bytes_have_a_short_shape() {
        for line in [vec![0xff; 4_000], vec![b'"'; 4_000], "é1\"«".repeat(2_000).into_bytes(), vec![b' '; 9]]
        {
            assert!(of_line(&line).len() <= SHAPE_BYTES_MAX);
        }
    }
}
