//! The words of a filter.

use super::date_time::{self, Ticks};

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or an operator: letters, digits, `/`, `_` and `@`.
    Word(String),
    /// A text in quotes; two quotes inside stand for one.
    Text(String),
    /// An instant.
    Time(Ticks),
    Open,
    Close,
    Comma,
    Colon,
}

/// The words of a filter, or what of it is none.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut rest = text.trim_start();
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (token, left) = match first {
            '(' => (Token::Open, behind(rest, first)),
            ')' => (Token::Close, behind(rest, first)),
            ',' => (Token::Comma, behind(rest, first)),
            ':' => (Token::Colon, behind(rest, first)),
            '\'' => quoted(behind(rest, first))?,
            first if first.is_ascii_digit() => instant(rest)?,
            first if is_word(first) => {
                let (word, left) = run(rest, is_word);
                (Token::Word(word.to_owned()), left)
            }
            first => return Err(format!("`{}` cannot stand here", first.escape_debug())),
        };
        tokens.push(token);
        rest = left.trim_start();
    }
    Ok(tokens)
}

const fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '/' | '_' | '@')
}

fn behind(text: &str, first: char) -> &str {
    text.get(first.len_utf8()..).unwrap_or_default()
}

/// The beginning of which every character is one of those, and the rest.
fn run(text: &str, fits: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|character| !fits(character)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// What stands in quotes, behind the first of them.
fn quoted(mut rest: &str) -> Result<(Token, &str), String> {
    let mut text = String::new();
    loop {
        let (piece, behind) = rest.split_once('\'').ok_or("a text in quotes does not end")?;
        text.push_str(piece);
        match behind.strip_prefix('\'') {
            Some(left) => {
                text.push('\'');
                rest = left;
            }
            None => return Ok((Token::Text(text), behind)),
        }
    }
}

/// An instant. A client may send the plus of its offset as it is, and then a space arrives.
fn instant(text: &str) -> Result<(Token, &str), String> {
    let is_part =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, ':' | '.' | '+' | '-');
    let (written, left) = run(text, is_part);
    if let Some((zone, behind)) = offset_behind_a_space(left)
        && let Some(ticks) = date_time::parse(&format!("{written}+{zone}"))
    {
        return Ok((Token::Time(ticks), behind));
    }
    let ticks = date_time::parse(written).ok_or_else(|| {
        let shown: String = written.chars().take(60).collect();
        format!("`{shown}` is no date-time such as 2026-01-15T09:30:00Z")
    })?;
    Ok((Token::Time(ticks), left))
}

/// `01:00` behind one space, as an offset has it, and the rest.
fn offset_behind_a_space(text: &str) -> Option<(&str, &str)> {
    let (zone, rest) = text.strip_prefix(' ')?.split_at_checked(5)?;
    let is_offset =
        zone.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() });
    let ends = rest.chars().next().is_none_or(|next| next == ' ' || next == ')');
    (is_offset && ends).then_some((zone, rest))
}
