//! Text from elsewhere, made safe to show: control characters and those that turn the direction of writing are
//! written as escapes, so that no case text, log line or server's answer can steer a terminal.

use std::borrow::Cow;

/// Whether a character could do something to a terminal, or to how the text around it reads.
fn is_steering(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && c != '\n' && c != '\t')
}

/// `text` with steering characters as escapes; line ends and tabs stay.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    replace(text, is_steering)
}

/// `text` on one line: line ends and tabs become escapes as well.
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    replace(text, |c| is_steering(c) || c == '\n' || c == '\t')
}

/// `text` on one line, each run of white space as one blank.
pub(crate) fn one_line(text: &str) -> String {
    cell(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

fn replace(text: &str, is_unwanted: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&is_unwanted) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unwanted(c) { safe.extend(c.escape_default()) } else { safe.push(c) }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        assert_eq!(printable("a\x1b[2Jb\rc\u{9b}d\u{202e}e"), "a\\u{1b}[2Jb\\rc\\u{9b}d\\u{202e}e");
        assert_eq!(printable("lines\n\tand «é»"), "lines\n\tand «é»");
    }

    #[test]
    fn a_cell_stays_on_its_line() {
        assert_eq!(cell("a\nb\tc"), "a\\nb\\tc");
        assert_eq!(one_line(" a\n  b\x07 "), "a b\\u{7}");
    }
}
