//! North American addresses that their state and code give away, whatever the street is called: `2201 Broadway, Suite 310,
//! Oakland, CA 94612`, `350 Bay St, Toronto, ON M5H 2S6`.

use super::{follows, has_comma_before, is_capital, is_house_number, text};
use crate::line::Line;

/// The last word of the address whose house number is word `index`.
pub(super) fn end(line: &Line<'_>, index: usize) -> Option<usize> {
    const WORDS_MAX: usize = 12;
    let mut comma = false;
    for at in index + 1..index + WORDS_MAX {
        if !follows(line, at) {
            return None;
        }
        comma |= has_comma_before(line, at);
        let word = text(line, at);
        if at > index + 2
            && comma
            && is_state(word)
            && follows(line, at + 1)
            && !has_comma_before(line, at + 1)
        {
            return code_end(line, at + 1);
        }
        if !is_capital(word) && !is_house_number(line, at) {
            return None;
        }
    }
    None
}

fn is_state(word: &[u8]) -> bool {
    const STATES: &[u8] = b"ALAKAZARCACOCTDEFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWYDC\
        ABBCMBNBNLNSNTNUONPEQCSKYT";
    word.len() == 2 && STATES.chunks_exact(2).any(|state| state == word)
}

/// The last word of `94612`, `94612-1403` or `M5H 2S6` at word `at`.
fn code_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let word = text(line, at);
    let (first, rest) = word.split_at(word.len().min(5));
    let zip = first.len() == 5
        && first.iter().all(u8::is_ascii_digit)
        && (rest.is_empty()
            || rest.len() == 5 && rest[0] == b'-' && rest[1..].iter().all(u8::is_ascii_digit));
    if zip {
        return Some(at);
    }
    let outward = matches!(word, [b'A'..=b'Z', b'0'..=b'9', b'A'..=b'Z']);
    let inward = matches!(text(line, at + 1), [b'0'..=b'9', b'A'..=b'Z', b'0'..=b'9']);
    (outward && inward && follows(line, at + 1)).then_some(at + 1)
}
