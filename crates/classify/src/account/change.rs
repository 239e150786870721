//! How many seats there were and are, in records and sentences on a change of them (classification.md 4.7 `licence`).

use super::seats::{is_quantity, is_unit};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::{Word, is_any};

/// In front of how many seats there were, are or shall be.
const SIDES: [&str; 17] = [
    "before",
    "after",
    "from",
    "to",
    "old",
    "new",
    "previous",
    "current",
    "assigned",
    "consumed",
    "used",
    "enabled",
    "purchased",
    "available",
    "added",
    "removed",
    "requested",
];

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if tells_of_seats(line) {
        sides(line, found);
        turned(line, found);
    }
    changed(line, found);
}

/// Whether the line has a word of seats, which may be glued to others: `SeatCountChanged`.
fn tells_of_seats(line: &Line<'_>) -> bool {
    [&b"seat"[..], b"Seat", b"licen", b"Licen", b"sku", b"quantity"]
        .iter()
        .any(|name| memchr::memmem::find(line.view, name).is_some())
}

/// `before=20 after=35`, `consumed=51 enabled=55`, `{"from":20,"to":35}`.
fn sides(line: &Line<'_>, found: &mut Vec<Span>) {
    for word in line.words {
        let signs = [&b"="[..], b"\":", b"\": "];
        let behind = |sign: &&[u8]| line.slice(word.end..word.end + sign.len()) == *sign;
        let Some(sign) = signs.iter().rfind(|sign| behind(sign)) else { continue };
        let start = word.end + sign.len();
        let number = start..line.run(start, |b| b.is_ascii_digit());
        let ended =
            !line.byte(number.end).is_some_and(|b| b.is_ascii_alphanumeric() || b"-.:/_".contains(&b));
        if ended
            && is_any(&SIDES, line.slice(word.start..word.end))
            && is_quantity(line.slice(number.clone()))
        {
            push(line, found, number, Entity::Licence);
        }
    }
}

/// `seat count 30 -> 45`, `41 of 55`.
fn turned(line: &Line<'_>, found: &mut Vec<Span>) {
    const TURNS: [&str; 4] = ["->", "→", "=>", "of"];
    let is_count = |word: &Word| is_quantity(line.slice(word.start..word.end));
    let words = || line.words.iter().filter(|word| line.slice(word.start..word.end) != b"of");
    for (old, new) in words().zip(words().skip(1)).filter(|(old, new)| is_count(old) && is_count(new)) {
        let turn = line.slice(old.end..new.start).trim_ascii();
        if TURNS.iter().any(|sign| turn == sign.as_bytes()) {
            push(line, found, old.start..old.end, Entity::Licence);
            push(line, found, new.start..new.end, Entity::Licence);
        }
    }
}

/// `seats … from 20 to 35`, `seats 30`, `qty 55`: numbers behind a preposition in a sentence on seats, or behind what counts.
fn changed(line: &Line<'_>, found: &mut Vec<Span>) {
    let text = |word: &Word| line.slice(word.start..word.end);
    let seats = |word: &[u8]| word.len() > 4 && is_unit(word);
    let on_seats = line.words.iter().any(|word| seats(text(word)));
    for (word, number) in line.words.iter().zip(line.words.iter().skip(1)) {
        let counted = is_any(&["quantity", "qty", "quantité", "menge", "aantal"], text(word));
        let led = seats(text(word)) && text(word).ends_with(b"s")
            || is_any(&["from", "to", "by", "de", "à", "von", "auf"], text(word));
        let cued = counted || on_seats && led;
        let timed = line.word_from(number.end).is_some_and(|unit| {
            [&b"days"[..], b"months", b"years", b"minutes", b"hours", b"jours", b"mois", b"ans"]
                .contains(&text(unit))
        });
        let ended = line.byte(number.end).is_none_or(|b| b" .,;)".contains(&b));
        if cued && is_quantity(text(number)) && ended && !timed && line.slice(word.end..number.start) == b" "
        {
            push(line, found, number.start..number.end, Entity::Licence);
        }
    }
}
