//! Rows of tables without their header: people's entries, exported passwords, logins (RFC 4180 and its likes;
//! classification.md 4.1 `password`, 4.2 `person_name`, `username`, `phone`, `postal_address`). A cell is judged by what
//! stands beside it.

mod audit;
mod beside;
mod calls;
mod cell;
mod firewall;
mod hosts;
mod lease;
mod parted;
mod places;
mod tracked;

pub(in crate::detect) use cell::is_secret;

use super::{naming, novel, person, phone, postal, user};
use crate::entity::Entity;
use crate::field::table;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, LOGIN_WORDS};
use cell::Kind;
use std::ops::Range;

/// Fewer cells are a sentence, more are a record of measurements.
const CELLS: std::ops::RangeInclusive<usize> = 3..=32;

/// Wider rows with a login are those of appliances, whose columns are other things too.
const LOGIN_CELLS_MAX: usize = 8;

/// A cell and what it holds.
struct Cell {
    range: Range<usize>,
    kind: Kind,
}

/// What the identifier at `range` is of by its column; none in other rows.
pub(super) fn identifier_class(line: &Line<'_>, range: &Range<usize>) -> Option<KeyClass> {
    firewall::identifier_class(line, range).or_else(|| tracked::identifier_class(line, range))
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.byte(0) == Some(b'"') {
        pair(line, found);
    }
    if line.marks.has(Marks::BAR) {
        audit::job(line, found);
        beside::between_bars(line, found);
        parted::find(line, found);
    }
    beside::improbable(line, found);
    firewall::find(line, found);
    lease::find(line, found);
    let Some(cells) = read(line) else { return };
    audit::find(line, found, &cells);
    beside::find(line, found, &cells);
    beside::named(line, found, &cells);
    hosts::find(line, found, &cells);
    calls::find(line, found, &cells);
    places::find(line, found, &cells);
    people(line, found, &cells);
    database_log(line, found, &cells);
    let holds = |kind: Kind| cells.iter().any(|cell| cell.kind == kind);
    if holds(Kind::Mail) || holds(Kind::Phone) {
        entry(line, found, &cells);
    }
    if holds(Kind::Url) {
        exported(line, found, &cells);
    }
    if holds(Kind::Address) && cells.len() <= LOGIN_CELLS_MAX {
        login(line, found, &cells);
    }
}

/// The cells of a line that is one row.
fn read(line: &Line<'_>) -> Option<Vec<Cell>> {
    let prioritised = line.byte(0) == Some(b'<') && line.byte(1).is_some_and(|b| b.is_ascii_digit());
    if matches!(line.byte(0), Some(b'{' | b'[' | b'<' | b'#' | b' ')) && !prioritised {
        return None;
    }
    // A quoted cell holds separators.
    let quoted = line.byte(0) == Some(b'"');
    let from = if quoted { line.run(1, |b| b != b'"') } else { 0 };
    let first = line.slice(from..line.view.len().min(from + FIRST_BYTES_MAX));
    let at = from + memchr::memchr3(b',', b';', b'\t', first)?;
    // The first cell is whole: no pair, and no sentence.
    if line.slice(0..at).contains(&b'=') {
        return None;
    }
    let sentence = line.byte(at) != Some(b'\t') && line.byte(at + 1) == Some(b' ');
    // `10:15:32,118 INFO`: the thousandths of a time.
    let thousandths =
        line.slice(at + 1..at + 4).iter().all(u8::is_ascii_digit) && line.byte(at + 4) == Some(b' ');
    if sentence || thousandths || line.view.contains(&b'\n') {
        return None;
    }
    let cells = table::cells(line.view, 0..line.view.len(), line.slice(at..at + 1));
    if !CELLS.contains(&cells.len()) {
        return None;
    }
    Some(cells.into_iter().map(|range| Cell { kind: cell::kind(line.slice(range.clone())), range }).collect())
}

const FIRST_BYTES_MAX: usize = 96;

/// Full names that are a whole cell, whatever stands beside it: a given name, and behind it no word of any list.
fn people(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    const CELLS_MIN: usize = 4;
    if cells.len() < CELLS_MIN {
        return;
    }
    for cell in cells.iter().filter(|cell| cell.kind == Kind::Words) {
        let text = line.slice(cell.range.clone());
        let mut words = text.split(|b| b" ,".contains(b));
        let given = words.clone().any(|word| GIVEN_NAMES.has(word));
        let unlisted = words.any(|word| !GIVEN_NAMES.has(word) && person::is_no_word(word));
        if given && unlisted && (person::is_full_name(text) || person::is_reversed(text)) {
            push(line, found, cell.range.clone(), Entity::PersonName);
        }
    }
}

/// Of a row with a mail address or a telephone number: names, in one cell or two, accounts made of them, streets.
fn entry(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    let text = |cell: &Cell| line.slice(cell.range.clone());
    for (index, cell) in cells.iter().enumerate() {
        let entity = match cell.kind {
            Kind::Phone => Entity::Phone,
            Kind::Words if person::is_full_name(text(cell)) || person::is_reversed(text(cell)) => {
                if !person::is_reversed(text(cell)) && !holds_name(text(cell), cells, line) {
                    continue;
                }
                Entity::PersonName
            }
            Kind::Words | Kind::Other
                if postal::names_street(text(cell))
                    && has_digit(text(cell))
                    && !is_sentence(text(cell))
                    && !text(cell).iter().any(|b| b"=<>@[]{}".contains(b))
                    && memchr::memmem::find(text(cell), b": ").is_none() =>
            {
                Entity::PostalAddress
            }
            Kind::Capitalised if is_half_of_name(line, cells, index) => Entity::PersonName,
            Kind::Account if holds_name(text(cell), cells, line) || is_between(cells, index) => {
                user::judge(line, found, cell.range.clone(), user::Position::Cue);
                continue;
            }
            _ => continue,
        };
        push(line, found, cell.range.clone(), entity);
    }
}

/// More words than an address has.
fn is_sentence(text: &[u8]) -> bool {
    const WORDS_MAX: usize = 12;
    text.split(|b| *b == b' ').count() > WORDS_MAX
}

fn has_digit(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_digit)
}

/// Whether a part of the cell's text is a given name, or one of the row's mail addresses or names.
fn holds_name(text: &[u8], cells: &[Cell], line: &Line<'_>) -> bool {
    const PART_BYTES_MIN: usize = 4;
    let lower = text.to_ascii_lowercase();
    text.split(|b| b" ,".contains(b)).any(|part| GIVEN_NAMES.has(part))
        || cells.iter().any(|cell| {
            let other = line.slice(cell.range.clone()).to_ascii_lowercase();
            let named = match cell.kind {
                Kind::Mail => &other[..memchr::memchr(b'@', &other).unwrap_or(0)],
                Kind::Words | Kind::Capitalised => &other[..],
                _ => &[],
            };
            named != lower.as_slice()
                && named
                    .split(|b| !b.is_ascii_alphabetic())
                    .filter_map(|part| part.get(..PART_BYTES_MIN))
                    .any(|part| memchr::memmem::find(&lower, part).is_some())
        })
}

/// An account beside a mail address, with a name or the row's number on its other side.
fn is_between(cells: &[Cell], index: usize) -> bool {
    let kinds =
        [index.checked_sub(1), Some(index + 1)].map(|at| at.and_then(|at| cells.get(at)).map(|c| c.kind));
    kinds.contains(&Some(Kind::Mail))
        && (kinds.contains(&Some(Kind::Words)) || kinds.contains(&Some(Kind::Number)))
}

/// A first or a last name in a cell of its own, the other beside it.
fn is_half_of_name(line: &Line<'_>, cells: &[Cell], index: usize) -> bool {
    let beside = |other: Option<usize>| {
        other.and_then(|at| cells.get(at)).is_some_and(|other| {
            let halves = [cells[index].range.clone(), other.range.clone()].map(|range| line.slice(range));
            other.kind == Kind::Capitalised
                && halves.iter().any(|half| GIVEN_NAMES.has(half) || holds_name(half, cells, line))
        })
    };
    beside(index.checked_sub(1)) || beside(Some(index + 1))
}

/// Of a row with a URL: an account or mail address and the secret in the cell behind it, as browsers and password managers
/// export them.
fn exported(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    for (index, pair) in cells.windows(2).enumerate() {
        let [account, secret] = pair else { continue };
        let named = matches!(account.kind, Kind::Account | Kind::Mail);
        let around = [index.checked_sub(1), Some(index + 2)];
        let beside_url =
            around.into_iter().flatten().filter_map(|at| cells.get(at)).any(|cell| cell.kind == Kind::Url);
        if named && beside_url && cell::is_secret(line.slice(secret.range.clone())) {
            if account.kind == Kind::Account {
                user::judge(line, found, account.range.clone(), user::Position::Cue);
            }
            push(line, found, secret.range.clone(), Entity::Password);
            return;
        }
    }
}

/// Of a row with an address and a word on a login: the account beside one of them.
fn login(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    const OUTCOMES: [&[u8]; 8] = [
        b"success",
        b"failure",
        b"failed",
        b"denied",
        b"granted",
        b"locked",
        b"login_success",
        b"login_failed",
    ];
    let tells = |cell: &Cell| {
        let text = line.slice(cell.range.clone());
        LOGIN_WORDS.has(text) || OUTCOMES.iter().any(|outcome| text.eq_ignore_ascii_case(outcome))
    };
    let Some(address) = cells.iter().position(|cell| cell.kind == Kind::Address) else { return };
    let Some(word) = cells.iter().position(tells) else { return };
    let candidates = [address.checked_sub(1), word.checked_sub(1), Some(address + 1)];
    // Behind an address, what programs and countries are called is in capitals too.
    let is_before = |cell: &Cell| cells.get(address).is_some_and(|next| cell.range.end < next.range.start);
    let account = candidates.into_iter().flatten().filter_map(|at| cells.get(at)).find(|cell| {
        (cell.kind == Kind::Account || is_before(cell) && is_in_capitals(line, cell)) && !tells(cell)
    });
    if let Some(account) = account {
        user::judge(line, found, account.range.clone(), user::Position::Cue);
    }
}

/// `JSMYTH`, as databases write accounts: a word that no list knows.
fn is_in_capitals(line: &Line<'_>, cell: &Cell) -> bool {
    let text = line.slice(cell.range.clone());
    cell.kind == Kind::Other
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_.-".contains(b))
        && novel::is_novel(&text.to_ascii_lowercase())
}

/// `"joe" "X"` of `PgBouncer`'s list of users, `"joe" * "X"` of pppd's secrets.
fn pair(line: &Line<'_>, found: &mut Vec<Span>) {
    let name = 1..line.run(1, |b| b != b'"');
    let open = line.run(name.end + 1, |b| b == b' ' || b == b'\t' || b == b'*');
    let secret = open + 1..line.run(open + 1, |b| b != b'"');
    let rest = line.slice(secret.end + 1..line.view.len());
    let alone = open > name.end + 1
        && line.byte(open) == Some(b'"')
        && line.byte(secret.end) == Some(b'"')
        && rest.iter().all(|b| b.is_ascii_whitespace() || *b == b'*');
    if alone && cell::kind(line.slice(name.clone())) == Kind::Account && is_secret(line.slice(secret.clone()))
    {
        user::judge(line, found, name, user::Position::Cue);
        push(line, found, secret, Entity::Password);
    }
}

/// PostgreSQL's csvlog: time, account, database, process, client.
fn database_log(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    const COLUMNS_MIN: usize = 14;
    const SEVERITIES: [&[u8]; 8] =
        [b"LOG", b"FATAL", b"ERROR", b"WARNING", b"NOTICE", b"INFO", b"PANIC", b"DEBUG1"];
    let text = |cell: &Cell| line.slice(cell.range.clone());
    let [time, account, ..] = cells else { return };
    let timed = text(time).get(4) == Some(&b'-') && text(time).get(13) == Some(&b':');
    let told = cells.iter().any(|cell| SEVERITIES.contains(&text(cell)));
    if cells.len() >= COLUMNS_MIN && timed && told && !text(account).is_empty() {
        user::judge(line, found, account.range.clone(), user::Position::Cue);
    }
}

/// Whether the text is an address or a telephone number of a known form.
fn is_phone(text: &[u8]) -> bool {
    phone::is_number(text) && !naming::is_address(text)
}
