//! Secrets behind their name: `the password we got was X`, `code de secours X` (classification.md 4.1 `password`, `otp`).

use super::group::grouped;
use super::run::{ends_sentence, in_cell, next_run, previous_run, trimmed};
use super::value::{is_acronym, is_password};
use super::{Secret, is_value, pair, push_all};
use crate::detect::{credential, novel, user};
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::{PASSWORD_STATES, STATING_WORDS};
use crate::word::Word;
use std::ops::Range;

/// How many words may stand between the name of a secret and its value.
const WORDS_MAX: usize = 10;

/// How many words may stand between a code's name and the bracket that it stands in.
const ENCLOSED_WORDS_MAX: usize = 4;

/// What French says that a code is for.
const CODES_OF: [&[u8]; 7] = [
    b"secours",
    b"connexion",
    b"confirmation",
    "récupération".as_bytes(),
    "vérification".as_bytes(),
    "sécurité".as_bytes(),
    b"validation",
];

/// What French says of a password behind its name.
const QUALIFIERS: [&[u8]; 6] =
    [b"provisoire", b"temporaire", b"initial", b"actuel", b"commun", "générique".as_bytes()];

pub(super) fn forward(line: &Line<'_>, found: &mut Vec<Span>, secret: Secret, noun: &Word) -> bool {
    // `changed from password to certificate` tells of methods.
    let from = line
        .word_before(noun.start)
        .is_some_and(|w| line.slice(w.start..w.end).eq_ignore_ascii_case(b"from"));
    if from && secret == Secret::Password {
        return false;
    }
    // `Substituting ${ftp.password} with X`.
    let variable = line.byte(noun.end) == Some(b'}') && is_replaced(line, noun);
    let glued = !variable && line.byte(noun.end).is_some_and(|b| !b" :=,\"'".contains(&b) && b.is_ascii());
    // `TYPE=passwd,KNOWN=no`: the next of a list.
    let listed = line.byte(noun.end) == Some(b',') && line.byte(noun.end + 1) != Some(b' ');
    // `"…or bad password","WorkstationName":"PC-7"`: the text ends.
    let ended = line.byte(noun.end) == Some(b'"') && is_next_key(line, noun.end + 1);
    let glued = glued || listed || ended;
    let mut stated = line.byte(noun.end) == Some(b':');
    let (mut labelled, mut qualified) = (stated, false);
    let mut account = None;
    let mut at = noun.end + usize::from(stated || variable);
    for distance in 0..WORDS_MAX {
        let run = next_run(line, at);
        if glued || run.is_empty() {
            return false;
        }
        if line.slice(at..run.start).contains(&b'\n') {
            // `to proceed to installation:` and a line of its own (Jenkins).
            let generated =
                stated && secret == Secret::Password && credential::is_random(line.slice(run.clone()));
            if generated {
                push_all(line, found, secret, run);
            }
            return generated;
        }
        // `sent to ****5142`: the last digits of a telephone's number.
        if line.slice(run.clone()).starts_with(b"**") && !line.slice(run.clone()).ends_with(b"*") {
            return false;
        }
        let value = grouped(line, secret, trimmed(line, in_cell(line, noun.start, run.clone())));
        let text = line.slice(value.clone());
        if stated && secret == Secret::Password && is_generated(line, &run) {
            push_all(line, found, secret, run);
            return true;
        }
        let slashed = stated && secret == Secret::Password && is_slashed(line, &run, text);
        let apposed = distance <= 1 && secret == Secret::Password && is_apposed(line, noun, &value);
        if slashed || apposed {
            push_all(line, found, secret, value);
            return true;
        }
        let plain = stated && secret == Secret::Password && is_plain_password(line, &run, &value);
        // `le code reçu par mail (529988)`.
        let enclosed = secret == Secret::Code
            && line.channel.is_prose()
            && distance <= ENCLOSED_WORDS_MAX
            && line.slice(run.clone()).starts_with(b"(");
        // `mot de passe provisoire X`.
        let near = stated || distance == 0 || qualified || enclosed;
        if secret == Secret::Code && is_shown(line, run.end) {
            return false;
        }
        if near && is_value(line, secret, text) || plain {
            if let Some(account) = account {
                pair::account_of_pair(line, found, account);
            }
            push_all(line, found, secret, value);
            return true;
        }
        let whole = line.slice(run.clone());
        // `code de secours X`.
        let of = distance == 1 && line.slice(noun.end..run.start) == b" de " && CODES_OF.contains(&whole)
            // `code à usage unique X`.
            || distance == 2 && line.slice(noun.end..run.end) == " à usage unique".as_bytes();
        // `password SMTP X`.
        let service = distance == 0 && secret == Secret::Password && is_acronym(whole);
        qualified = distance <= 1 && QUALIFIERS.contains(&whole) || of || service;
        // `(password does not match): [joe]`: a remark ends.
        if whole.ends_with(b"):") {
            return false;
        }
        // Behind a second label stands the value of something else.
        let label = whole.ends_with(b":") && whole.len() > 1;
        // Codes are an account's: `backup codes for my account: X`.
        if label && (labelled || secret != Secret::Code && names_account(whole)) {
            return false;
        }
        labelled |= label;
        let goes_on = states(whole) || label || whole.starts_with("«".as_bytes()) || whole == b"/" && stated;
        // `identifiants : joe / X`.
        let paired = || line.slice(run.end..run.end + 3) == b" / " || whole == b"/";
        let pair =
            stated && secret == Secret::Password && (memchr::memchr(b'@', whole).is_some() || paired());
        if pair && whole != b"/" {
            account = Some(run.clone());
        }
        let replaced = (whole == b"par" || whole == b"with" || whole == b"by") && is_replaced(line, noun);
        stated = goes_on || replaced || pair || stated && whole == "«".as_bytes();
        if ends_sentence(whole) {
            return false;
        }
        at = run.end;
    }
    false
}

/// `,"WorkstationName":`.
fn is_next_key(line: &Line<'_>, comma: usize) -> bool {
    let open = line.run(comma + 1, |b| b == b' ');
    let end = line.run(open + 1, |b| b.is_ascii_alphanumeric() || b"_-.@".contains(&b));
    line.byte(comma) == Some(b',') && line.byte(open) == Some(b'"') && line.slice(end..end + 2) == b"\":"
}

/// `le code 53003 s'affiche`, `code 0x1 appears`: what a screen says, and no code to type.
fn is_shown(line: &Line<'_>, end: usize) -> bool {
    const BEHIND: [&str; 7] = [
        " s'affiche",
        " s\u{2019}affiche",
        " apparaît",
        " appears",
        " appeared",
        " is displayed",
        " is shown",
    ];
    let rest = line.slice(end..line.view.len());
    BEHIND.iter().any(|words| rest.starts_with(words.as_bytes()))
}

/// Whether a word says that what stands behind it is the value; the apostrophe of `c\u0027est` stands as often as its escape has
/// bytes.
fn states(word: &[u8]) -> bool {
    const ESCAPED: &[u8] = b"''''''";
    let escaped = || memchr::memmem::find(word, ESCAPED).map(|at| word.split_at(at));
    STATING_WORDS.has(word)
        || escaped()
            .is_some_and(|(front, rest)| STATING_WORDS.has(&[front, &rest[ESCAPED.len() - 1..]].concat()))
}

/// `son mot de passe : Vercors/1924`: letters and digits around a slash, right behind the colon.
fn is_slashed(line: &Line<'_>, run: &Range<usize>, text: &[u8]) -> bool {
    const LETTERS_MIN: usize = 4;
    let count = |kind: fn(&u8) -> bool| text.iter().filter(|b| kind(b)).count();
    let inside = |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii() || b"/-_.!#*+".contains(b);
    (6..=40).contains(&text.len())
        && line.slice(previous_run(line, run.start)).ends_with(b":")
        && text.first().is_some_and(u8::is_ascii_alphabetic)
        && count(|b| *b == b'/') == 1
        && count(u8::is_ascii_alphabetic) >= LETTERS_MIN
        && count(u8::is_ascii_digit) >= 1
        && text.iter().all(inside)
}

/// `the same password, Blessing2019, on another site`: between commas.
fn is_apposed(line: &Line<'_>, noun: &Word, value: &Range<usize>) -> bool {
    line.channel.is_prose()
        && line.slice(noun.end..value.start) == b", "
        && line.byte(value.end) == Some(b',')
        && is_password(line, line.slice(value.clone()))
}

/// `Unknown user or bad password' User: joe`: the label of an account.
fn names_account(label: &[u8]) -> bool {
    const LABELS: [&[u8]; 5] = [b"user:", b"username:", b"account:", b"utilisateur:", b"login:"];
    LABELS.iter().any(|name| label.eq_ignore_ascii_case(name))
}

/// `A temporary password is generated for root@localhost: o*s#gqh)F4Ck`: letters of both cases, digits and any sign, behind a
/// label and up to the end.
fn is_generated(line: &Line<'_>, run: &Range<usize>) -> bool {
    let text = line.slice(run.clone());
    let has = |kind: fn(&u8) -> bool| text.iter().any(kind);
    (8..=64).contains(&text.len())
        && run.end == line.view.len()
        && (!text.ends_with(b")") || text.contains(&b'('))
        && (!text.ends_with(b"}") || text.contains(&b'{'))
        && line.slice(previous_run(line, run.start)).ends_with(b":")
        && text.iter().all(u8::is_ascii_graphic)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_punctuation)
        && (has(u8::is_ascii_digit) || line.slice(0..run.start).ends_with(b"@localhost: "))
        && !text.starts_with(b"/")
        && memchr::memmem::find(text, b"://").is_none()
}

/// A word that is no word of a language, behind what states and in front of the end of a sentence or part of one.
fn is_plain_password(line: &Line<'_>, run: &Range<usize>, value: &Range<usize>) -> bool {
    let text = line.slice(value.clone());
    let before = line.slice(previous_run(line, run.start));
    let stating =
        [&b"is"[..], b"est", b":", b"=", b"lautet", b"was", "était".as_bytes(), b"es"].contains(&before);
    let ended = value.end < run.end || line.byte(run.end).is_none_or(|b| b != b' ');
    line.channel.is_prose()
        && stating
        && ended
        && text.len() >= 6
        && text.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-')
        && novel::is_unknown(text)
        && !user::is_placeholder(text)
        && !PASSWORD_STATES.has(text)
}

/// `j'ai remplacé mon mot de passe par X`, `the password was replaced with X`.
fn is_replaced(line: &Line<'_>, noun: &Word) -> bool {
    const AROUND: usize = 5;
    let at = line.words.partition_point(|word| word.start < noun.start);
    let around = line.words.get(at.saturating_sub(AROUND)..line.words.len().min(at + AROUND));
    around.unwrap_or_default().iter().any(|word| {
        let text = line.slice(word.start..word.end).to_ascii_lowercase();
        [&b"rempla"[..], b"replac", b"substitu"].iter().any(|stem| text.starts_with(stem))
    })
}
