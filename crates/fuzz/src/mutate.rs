//! Changes that know the form of what they change.

use crate::draw::Draw;
use crate::fragments::{FRAGMENTS, LINES};
use crate::target::{Form, Target, sign};

/// Changes the first `size` bytes of `data` in a way that suits `target`; gives the new size, which `data` has room for.
/// `plain` makes a change that knows nothing.
pub fn mutate(
    target: &Target,
    data: &mut [u8],
    size: usize,
    seed: u32,
    plain: impl FnOnce(&mut [u8], usize) -> usize,
) -> usize {
    let mut draw = Draw::new(seed);
    if target.form == Form::Archive {
        return archive(data, size, &mut draw, plain);
    }
    let head = match target.form {
        Form::Text => 2,
        Form::Packed => 1,
        _ => 0,
    };
    // Half of what is tried: texts of the form reach what random bytes do not, and the other way round.
    if draw.below(2) == 0 || size <= head || target.form == Form::Packed {
        return plain(data, size);
    }
    let Some(text) = data.get(head..size) else { return plain(data, size) };
    let mut changed = text.to_vec();
    for _ in 0..=draw.below(3) {
        change(&mut changed, &mut draw);
    }
    let room = data.get_mut(head..).unwrap_or_default();
    changed.truncate(room.len());
    room.iter_mut().zip(&changed).for_each(|(to, from)| *to = *from);
    if draw.below(4) == 0 {
        data.iter_mut().take(head).for_each(|byte| *byte = draw.byte());
    }
    head + changed.len()
}

/// What separates lines, and what is no text.
const TROUBLE: [&[u8]; 6] = [b"\n", b"\r\n", b" ", b"\0", b"\xff", b"\xc2"];

/// One change of a text.
fn change(text: &mut Vec<u8>, draw: &mut Draw) {
    let at = place(text, draw);
    match draw.below(8) {
        0 | 1 => insert(text, at, draw.of(&FRAGMENTS).map_or(&b""[..], |fragment| fragment.as_bytes())),
        2 => insert(text, at, part(draw.of(&LINES).map_or(&b""[..], |line| line.as_bytes()), draw)),
        3 => insert(text, at, draw.of(&TROUBLE).copied().unwrap_or_default()),
        4 => drop(text.drain(at..(at + 1 + draw.below(24)).min(text.len()))),
        5 => {
            let again = part(text, draw).to_vec();
            insert(text, at, &again);
        }
        6 => {
            for byte in text.iter_mut().skip(at).take(8) {
                *byte = byte.to_ascii_uppercase();
            }
        }
        _ => *text = escaped(text),
    }
}

/// As it stands inside a JSON string.
fn escaped(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    serde_json::to_vec(&serde_json::json!({ "message": text })).unwrap_or_default()
}

/// A place to change something: mostly where a word begins.
fn place(text: &[u8], draw: &mut Draw) -> usize {
    let from = draw.below(text.len() + 1);
    let word = text.get(from..).unwrap_or_default().iter().take(40).position(|b| !b.is_ascii_alphanumeric());
    word.filter(|_| draw.below(4) > 0).map_or(from, |behind| from + behind)
}

/// Some stretch of a text.
fn part<'t>(text: &'t [u8], draw: &mut Draw) -> &'t [u8] {
    let from = place(text, draw);
    let rest = text.get(from..).unwrap_or_default();
    rest.get(..draw.below(rest.len() + 1)).unwrap_or_default()
}

fn insert(text: &mut Vec<u8>, at: usize, more: &[u8]) {
    let at = at.min(text.len());
    text.splice(at..at, more.iter().copied());
}

/// Any change, and the check sums of tar headers made right: otherwise nothing behind a changed header is ever read.
fn archive(
    data: &mut [u8],
    size: usize,
    draw: &mut Draw,
    plain: impl FnOnce(&mut [u8], usize) -> usize,
) -> usize {
    let signed = draw.below(3) > 0;
    let size = plain(data, size);
    if signed {
        let whole = data.get_mut(..size).unwrap_or_default();
        let headers = whole.chunks_exact_mut(512).filter(|block| block.get(257..262) == Some(b"ustar"));
        headers.for_each(sign);
    }
    size
}
