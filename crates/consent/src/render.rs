//! What a person is shown before they agree, in plain words.
//!
//! Every line states a fact of the document; nothing else is promised. Each language says the same in its own way, and
//! the tests hold both to the same facts. A wording is never changed once released: see [`crate::WORDING`].

mod date;
mod english;
mod french;

use crate::approval::ApprovalDocument;
use crate::document::ConsentDocument;
use crate::shown::Language;
use std::fmt::Display;

pub(crate) fn consent(document: &ConsentDocument, language: Language) -> String {
    match language {
        Language::En => english::consent(document),
        Language::Fr => french::consent(document),
    }
}

pub(crate) fn approval(document: &ApprovalDocument, language: Language) -> String {
    match language {
        Language::En => english::approval(document),
        Language::Fr => french::approval(document),
    }
}

/// An id between quotation marks. What could be mistaken for the text around it (quotation marks, invisible and
/// direction-changing characters) is written as an escape.
fn quoted(id: &impl Display, open: &str, close: &str) -> String {
    let plain = |c: char| c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric();
    let mut text = open.to_owned();
    for c in id.to_string().chars() {
        if plain(c) { text.push(c) } else { text.extend(c.escape_unicode()) }
    }
    text + close
}

/// Ids between quotation marks, one after the other.
fn listed<'a, I: Display + 'a>(ids: impl IntoIterator<Item = &'a I>, quote: impl Fn(&I) -> String) -> String {
    ids.into_iter().map(quote).collect::<Vec<_>>().join(", ")
}

/// Lines under a heading, with a blank line before it.
fn section(text: &mut String, heading: &str, lines: impl IntoIterator<Item = String>) {
    text.push('\n');
    text.push_str(heading);
    text.push('\n');
    for line in lines {
        text.push_str("  ");
        text.push_str(&line);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_pass_for_the_text_around_it() {
        assert_eq!(quoted(&"sub 1/é", "“", "”"), "“sub 1/é”");
        assert_eq!(quoted(&"a” and “b\u{202e}", "“", "”"), r"“a\u{201d} and \u{201c}b\u{202e}”");
    }
}
