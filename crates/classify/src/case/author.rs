//! Whoever wrote, in the header of an entry: names, mail addresses, accounts, and the verbs that join them to the rest
//! (classification.md 4.6).

use super::part::{is_dated, is_of_header_words, time_end, word_end};
use super::separator::is_fence;
use crate::context::Known;
use crate::detect::person;
use crate::entity::Entity;
use crate::line::Line;
use crate::vocabulary::{GIVEN_NAMES, HEADER_WORDS, ROLES, TITLES};
use crate::word::Word;

/// Behind the address of a mail that begins at `at`.
pub(super) fn mail_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| !b" \t<>()|,;".contains(&b));
    let end = line.run_back(end, |b| b == b':').max(at);
    line.slice(at..end).contains(&b'@').then_some(end)
}

/// The end of an account: one that the context lists, or what stands in angle brackets as in a chat's transcript.
pub(super) fn account_end(line: &Line<'_>, at: usize) -> Option<(usize, Entity)> {
    let end = line.run(at, |b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let end = line.run_back(end, |b| b == b'.').max(at);
    let nick = line.byte_before(at) == Some(b'<') && line.byte(end) == Some(b'>')
        || line.slice(at.saturating_sub(2)..at) == b" @";
    let entity = match line.context.known(line.slice(at..end)) {
        Some(Known::Operator) => Entity::VendorOperator,
        Some(Known::Username) => Entity::Username,
        _ if line.slice(end..line.view.len()).starts_with(" » ".as_bytes())
            && matches!(line.slice(0..at), b"by " | b"par " | b"") =>
        {
            Entity::Username
        }
        _ if (nick || is_of_account(line, at, end) || speaks(line, at, end) || is_placed(line, at, end))
            && is_account(line.slice(at..end)) =>
        {
            Entity::Username
        }
        _ => return None,
    };
    (end > at && line.byte(end) != Some(b'@')).then_some((end, entity))
}

/// `**jlee** commented on …`, at the start of the entry.
fn speaks(line: &Line<'_>, at: usize, end: usize) -> bool {
    let verb = line.run(end, |b| b"* ".contains(&b));
    let text = line.slice(at..end);
    let made = text.iter().any(|b| !b.is_ascii_alphabetic()) || person::is_no_word(text);
    at <= b"**".len() && made && is_speech(line.slice(verb..line.run(verb, |b| b.is_ascii_lowercase())))
}

/// `l.farahani 11:20 AM`, `] yacine.b …`, `17:05 nrahmani Note: …`, `dmenon (reporter) - …`: where whoever wrote stands.
fn is_placed(line: &Line<'_>, at: usize, end: usize) -> bool {
    const FILES: [&[u8]; 12] =
        [b"exe", b"dll", b"log", b"txt", b"pdf", b"doc", b"docx", b"xls", b"xlsx", b"zip", b"png", b"jpg"];
    let text = line.slice(at..end);
    let dot = memchr::memchr(b'.', text);
    let dotted = dot.is_some_and(|dot| dot > 0 && !FILES.contains(&&text[dot + 1..]));
    let next = end + 1;
    let spaced = line.byte(end) == Some(b' ');
    let timed = at == 0 && dotted && time_end(line, next).is_some_and(|end| end > next + 3);
    let bracketed = dotted && line.slice(at.saturating_sub(2)..at) == b"] ";
    let labelled = word_end(line, next).is_some_and(|word| line.slice(word..word + 2) == b": ");
    let noted = labelled && line.byte_before(at.saturating_sub(1)).is_some_and(|b| b.is_ascii_digit());
    let open = line.byte(next) == Some(b'(');
    let role = open && word_end(line, next + 1).is_some_and(|word| line.byte(word) == Some(b')'));
    spaced && (timed || bracketed || noted || role) || follows_time(line, at) && is_unlisted(line, at, end)
}

/// Whether a time of day or a year, or the bracket around it, stands in front of the blank at the place.
fn follows_time(line: &Line<'_>, at: usize) -> bool {
    const TIME_BYTES: usize = 12;
    let front = line.slice(0..at).trim_ascii_end();
    let front = front.strip_suffix(b"]").unwrap_or(front);
    let half = [&b" AM"[..], b" PM", b" am", b" pm"].iter().find_map(|half| front.strip_suffix(*half));
    let front = half.unwrap_or(front);
    let last = front.get(front.len().saturating_sub(TIME_BYTES)..).unwrap_or_default();
    front.len() < at && front.last().is_some_and(|b| b.is_ascii_digit() || *b == b'Z') && is_dated(last)
}

/// A word that no list has, in front of a separator or of what a sentence begins with.
fn is_unlisted(line: &Line<'_>, at: usize, end: usize) -> bool {
    let rest = line.slice(end..line.view.len());
    let begins = matches!(rest, [b' ', b'A'..=b'Z', ..]);
    let separated =
        [&b" - "[..], b": ", b" | ", " – ".as_bytes(), b"\t"].iter().any(|it| rest.starts_with(it));
    (begins || separated) && person::is_no_word(line.slice(at..end))
}

fn is_account(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_lowercase) && !HEADER_WORDS.has(text) && !ROLES.has(text)
}

/// `printed by gbianchi on 4 March`: an account behind the word for whose work it is, in front of a time or the end.
fn is_of_account(line: &Line<'_>, at: usize, end: usize) -> bool {
    let by =
        line.word_before(at).is_some_and(|word| matches!(line.slice(word.start..word.end), b"by" | b"par"));
    let rest = line.slice(end..line.view.len());
    let timed = line.byte(end) == Some(b' ') && time_end(line, end + 1).is_some_and(|time| time > end + 3);
    let ended = || [&b" on "[..], b" at ", b" le ", b", "].iter().any(|it| rest.starts_with(it));
    by && line.byte_before(at) == Some(b' ') && (rest.is_empty() || timed || ended())
}

/// The end of a channel's name behind its sign: `#helpdesk`.
pub(super) fn channel_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| b.is_ascii_lowercase() || b"-_".contains(&b));
    (end > at
        && matches!(line.byte_before(at), Some(b'#' | b'~'))
        && matches!(line.byte(end), Some(b' ' | b':')))
    .then_some(end)
}

/// Where the name itself begins: titles and parts are none of it (classification.md 4.2).
pub(super) fn behind_title(line: &Line<'_>, at: usize) -> usize {
    let is_title = |word: &&Word| {
        let text = line.slice(word.start..word.end);
        TITLES.has(text) || ROLES.has(text)
    };
    let title = line.word_from(at).filter(is_title);
    title.map_or(at, |word| line.run(word.end, |b| b" .".contains(&b)))
}

/// The end of a name that begins at `at` and stands alone between separators.
pub(super) fn name_end(line: &Line<'_>, at: usize) -> Option<usize> {
    if let Some(end) = reversed_end(line, at) {
        return Some(end);
    }
    let end = line.run(at, |b| !b"|<>[](){}:;,*\t\n\"".contains(&b));
    let whole = line.slice(at..end);
    // Two blanks, a dash between blanks and a time end it as well.
    let stop = whole.windows(3).position(|w| {
        w[..2] == *b"  "
            || w[0] == b' ' && is_fence(&[w[1], w[2], w[2]])
            || w == b" - "
            || w == b" / "
            || w == " –".as_bytes()[..3].as_ref()
    });
    let digit = whole.windows(2).position(|w| w[0] == b' ' && w[1].is_ascii_digit());
    let dash = ["–", "—", "·", "•", "→", "»", "«"]
        .iter()
        .filter_map(|dash| memchr::memmem::find(whole, dash.as_bytes()))
        .min();
    let stop = stop.into_iter().chain(digit).chain(dash).chain(verb_in(whole)).chain(date_in(whole)).min();
    let stop = stop.unwrap_or(whole.len());
    let name = whole.get(..stop)?.trim_ascii_end();
    let last = at + whole.len() == line.view.len();
    let name = if last { name.strip_suffix(b".").unwrap_or(name) } else { name };
    let end = at + name.len();
    let closed = last
        || stop < whole.len()
        || line.byte(at + whole.len()).is_some_and(|b| b"|<>)](:;*\t[{\"".contains(&b))
        || is_comma_of_header(line, at + whole.len());
    let known = person::is_full_name(name)
        && of_somebody(name) == 0
        && !is_of_header_words(name)
        && !is_of_words(name);
    // `19 Jun 2026` names nobody.
    let month = HEADER_WORDS.has(name) && digit == Some(name.len());
    let single = GIVEN_NAMES.has(name) && !month
        || is_titled(line, at, name)
        || at == 0 && is_speaking(whole, name)
        || is_shortened(line, name, end);
    (closed && (known || single && !ROLES.has(name))).then_some(end)
}

/// Words in front of whoever did something.
const OF: [&[u8]; 8] = [b"de", b"by", b"of", b"von", b"from", b"par", b"du", b"di"];

/// The end of `Lee, Ann` in front of a separator.
fn reversed_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let inside = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii() || b"'-".contains(&b);
    let comma = line.run(at, inside);
    let end = line.run(comma + 2, inside);
    let separated =
        [&b" - "[..], b" | ", b": ", b" ("].iter().any(|it| line.slice(end..line.view.len()).starts_with(it));
    (line.slice(comma..comma + 2) == b", " && separated && person::is_reversed(line.slice(at..end)))
        .then_some(end)
}

/// Where in `Ann Lee Feb 12` or `Ann Lee mercredi 10` the words of a date begin: one of headers in front of a number.
fn date_in(text: &[u8]) -> Option<usize> {
    const LETTERS_MIN: usize = 3;
    memchr::memchr_iter(b' ', text).find(|blank| {
        let mut words = text[blank + 1..].split(|b| *b == b' ');
        let (word, next) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let ends = next.is_empty() && !GIVEN_NAMES.has(word);
        word.len() >= LETTERS_MIN
            && HEADER_WORDS.has(word)
            && (ends || next.first().is_some_and(u8::is_ascii_digit))
    })
}

/// How many bytes say that something is of somebody: `note de Ann Lee`, `Commentaire de Ann Lee`.
pub(super) fn of_somebody(name: &[u8]) -> usize {
    let mut words = name.split(|b| *b == b' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let lowercase = |word: &[u8]| word.first().is_some_and(u8::is_ascii_lowercase);
    let word = HEADER_WORDS.has(first);
    if OF.iter().any(|of| of.eq_ignore_ascii_case(first)) {
        // `From  Ann Lee`.
        name.iter().skip(first.len()).take_while(|b| **b == b' ').count() + first.len()
    } else if word && !GIVEN_NAMES.has(first) && OF.contains(&second) {
        first.len() + second.len() + b"  ".len()
    } else if word && lowercase(first) {
        first.len() + 1
    } else {
        0
    }
}

/// Whether words of a language make a text up, none of them somebody's: `Attachment added: …`, `Chat Started: …`.
pub(super) fn is_of_words(text: &[u8]) -> bool {
    const LETTERS_MIN: usize = 4;
    let is_word =
        |word: &[u8]| word.len() >= LETTERS_MIN && !GIVEN_NAMES.has(word) && !person::is_no_word(word);
    text.is_ascii() && text.split(|b| *b == b' ').all(is_word)
}

/// A word with a capital.
fn is_single(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_uppercase)
        && name.len() >= 2
        && name.iter().skip(1).all(|b| b.is_ascii_lowercase() || !b.is_ascii() || *b == b'-')
        && !HEADER_WORDS.has(name)
}

/// `Kristjan T: …`: a word that is no other, and an initial.
fn is_shortened(line: &Line<'_>, name: &[u8], end: usize) -> bool {
    let (first, initial) = name.split_at(memchr::memchr(b' ', name).unwrap_or(name.len()));
    let initial = matches!(initial, [b' ', letter] | [b' ', letter, b'.'] if letter.is_ascii_uppercase());
    initial && is_single(first) && line.byte(end) == Some(b':')
}

/// `mr Okonjo`: a family name behind a title.
fn is_titled(line: &Line<'_>, at: usize, name: &[u8]) -> bool {
    let title = line.word_before(at).filter(|word| line.run(word.end, |b| b" .".contains(&b)) == at);
    is_single(name) && title.is_some_and(|word| TITLES.has(line.slice(word.start..word.end)))
}

/// `Hoa a répondu`: whoever says something is somebody.
fn is_speaking(text: &[u8], name: &[u8]) -> bool {
    let behind = text.get(name.len() + 1..).unwrap_or_default();
    let verb = behind.strip_prefix(b"a ").unwrap_or(behind);
    is_single(name) && !is_of_words(name) && is_speech(verb.split(|b| *b == b' ').next().unwrap_or_default())
}

/// `Ann Lee, 4.3.2026: …`, `Ann Lee, le 4 mars …`: a comma that a time or a word of headers stands behind.
fn is_comma_of_header(line: &Line<'_>, at: usize) -> bool {
    let behind = at + b", ".len();
    line.slice(at..behind) == b", " && (time_end(line, behind).is_some() || word_end(line, behind).is_some())
}

/// Where in `Ann Lee a écrit` the words of the header go on.
pub(super) fn verb_in(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b' ', text).find(|blank| {
        let rest = &text[blank + 1..];
        let word = rest.split(|b| *b == b' ').next().unwrap_or_default();
        word.first().is_some_and(|b| b.is_ascii_lowercase() || matches!(b, 0xc3 | 0xe2)) && is_verb(word)
    })
}

/// What joins a name and the rest of a header, besides what says that somebody wrote.
const LINKS: [&str; 17] = [
    "a", "on", "le", "at", "à", "via", "par", "um", "to", "il", "→", "posé", "posée", "rédigé", "créé",
    "créée", "ouvert",
];

/// What says that somebody wrote.
const SPEECH: [&str; 33] = [
    "joined",
    "left",
    "rejoint",
    "quitté",
    "wrote",
    "said",
    "says",
    "writes",
    "replied",
    "replies",
    "answered",
    "commented",
    "added",
    "posted",
    "noted",
    "responded",
    "reported",
    "updated",
    "écrit",
    "répond",
    "répondu",
    "ajouté",
    "commenté",
    "noté",
    "précisé",
    "indiqué",
    "schrieb",
    "antwortete",
    "dit",
    "publié",
    "emailed",
    "called",
    "texted",
];

/// Whether a word of headers joins a name and the rest of it.
pub(super) fn is_verb(word: &[u8]) -> bool {
    is_speech(word) || LINKS.iter().any(|link| link.as_bytes() == word)
}

/// Whether a verb of headers says that somebody wrote.
pub(super) fn is_speech(word: &[u8]) -> bool {
    SPEECH.iter().any(|verb| verb.as_bytes() == word)
}

/// Behind the part or number in brackets that a name has: `Ann Lee (cliente)`.
pub(super) fn part_end(line: &Line<'_>, end: usize) -> usize {
    let close = line.run(end + 2, |b| b.is_ascii_alphanumeric() || !b.is_ascii() || b" +.-/,".contains(&b));
    if line.slice(end..end + 2) == b" (" && line.byte(close) == Some(b')') { close } else { end }
}
