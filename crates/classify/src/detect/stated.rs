//! Secrets stated in running text (classification.md 4.1 `password`, `otp`): `the password we got was X`, `X comme mot de
//! passe`, `951476 is your verification code`.
//!
//! The grammar is the same in English and French: the name of a secret, within a few words a verb that states, and the
//! value; or the value, `is`/`est`/`as`/`comme`, and the name. A value is a run that is no ordinary word.

mod pair;
mod run;
mod unnamed;
mod value;

use crate::entity::Entity;
use crate::field::Style;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{
    CODE_KINDS, CODE_NOUNS, OTHER_CODES, PASSWORD_NOUNS, PASSWORD_STATES, STATING_WORDS, TOKEN_NOUNS,
};
use crate::word::Word;
pub(super) use run::in_cell;
use run::{ends_sentence, next_run, previous_run, trimmed};
use std::ops::Range;
use value::{is_code, is_password};

pub(super) use unnamed::find as find_unnamed;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Secret {
    Password,
    Code,
    Token,
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for (index, word) in line.marked(Marks::SECRET) {
        let text = line.slice(word.start..word.end);
        // `dmarc=pass (p=REJECT)`: how a check ended.
        if text == b"pass" && line.byte_before(word.start) == Some(b'=') {
            continue;
        }
        if CODE_NOUNS.has(text) && is_sign_in_code(line, index) {
            state(line, found, Secret::Code, word);
        }
        if PASSWORD_NOUNS.has(text) || is_network_key(line, index) || is_shared_secret(line, index) {
            state(line, found, Secret::Password, word);
        } else if line.channel.is_prose() && TOKEN_NOUNS.has(text) && !is_product_key(line, index) {
            state(line, found, Secret::Token, word);
        }
    }
}

/// `the licence key is X`: whoever reads it signs in nowhere.
fn is_product_key(line: &Line<'_>, index: usize) -> bool {
    let beside = [index.wrapping_sub(1), index + 1].into_iter().filter_map(|at| line.words.get(at));
    beside.map(|w| line.slice(w.start..w.end)).any(|word| {
        ["licence", "license", "product", "serial", "produit", "série"]
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// `the shared secret is X`, `le secret partagé RADIUS est X`.
fn is_shared_secret(line: &Line<'_>, index: usize) -> bool {
    let text = |index: usize| line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    text(index) == b"secret"
        && (text(index.wrapping_sub(1)) == b"shared" || text(index + 1) == "partagé".as_bytes())
}

/// `the wifi key is X`, `la clé wifi est X`.
fn is_network_key(line: &Line<'_>, index: usize) -> bool {
    let text = |index: usize| line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let network = |word: &[u8]| {
        [&b"wifi"[..], b"wi-fi", b"wlan", b"wpa", b"wpa2", b"wireless"]
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name))
    };
    match text(index).to_ascii_lowercase().as_slice() {
        b"code" => network(text(index + 1)),
        b"key" => (1..=NETWORK_WORDS).any(|back| network(text(index.wrapping_sub(back)))),
        [b'c', b'l', ..] => network(text(index + 1)) || network(text(index + 2)),
        _ => false,
    }
}

/// How far in front of its key a network may be named: `the guest wifi is called Lobby and its key is`.
const NETWORK_WORDS: usize = 8;

/// Whether a word beside `code` says that it signs in; `otp` and its like need none.
fn is_sign_in_code(line: &Line<'_>, index: usize) -> bool {
    let text = |index: usize| line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let own = text(index);
    let generic = [&b"code"[..], b"codes", b"codice", "código".as_bytes(), b"kode"]
        .iter()
        .any(|name| own.eq_ignore_ascii_case(name));
    let beside = || (index.saturating_sub(6)..index + 5).filter(|at| *at != index).map(text);
    let sign_in = beside().any(|word| CODE_KINDS.has(word));
    let other = [index.wrapping_sub(1), index + 1].iter().any(|at| OTHER_CODES.has(text(*at)));
    !other && (!generic || sign_in || line.channel != crate::channel::Channel::Log)
}

fn state(line: &Line<'_>, found: &mut Vec<Span>, secret: Secret, noun: &Word) {
    // `password=X` is a field, which has its own rules.
    if line.byte(noun.end) != Some(b'=') && !forward(line, found, secret, noun) {
        backward(line, found, secret, noun);
    }
}

/// How many words may stand between the name of a secret and its value.
const WORDS_MAX: usize = 10;

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

fn forward(line: &Line<'_>, found: &mut Vec<Span>, secret: Secret, noun: &Word) -> bool {
    // `changed from password to certificate` tells of methods.
    let from = line
        .word_before(noun.start)
        .is_some_and(|w| line.slice(w.start..w.end).eq_ignore_ascii_case(b"from"));
    if from && secret == Secret::Password {
        return false;
    }
    let glued = line.byte(noun.end).is_some_and(|b| !b" :=,\"'".contains(&b) && b.is_ascii());
    let mut stated = line.byte(noun.end) == Some(b':');
    let (mut labelled, mut qualified) = (stated, false);
    let mut at = noun.end + usize::from(stated);
    for distance in 0..WORDS_MAX {
        let run = next_run(line, at);
        if glued || run.is_empty() || line.slice(at..run.start).contains(&b'\n') {
            return false;
        }
        let value = grouped(line, secret, trimmed(line, in_cell(line, noun.start, run.clone())));
        let text = line.slice(value.clone());
        let plain = stated && secret == Secret::Password && is_plain_password(line, &run, &value);
        // `mot de passe provisoire X`.
        let near = stated || distance == 0 || qualified;
        if near && is_value(line, secret, text) || plain {
            if secret == Secret::Password {
                pair::account_before(line, found, noun);
            }
            push_all(line, found, secret, value);
            return true;
        }
        let whole = line.slice(run.clone());
        // `code de secours X`.
        let of = distance == 1 && line.slice(noun.end..run.start) == b" de " && CODES_OF.contains(&whole);
        qualified = distance == 0 && QUALIFIERS.contains(&whole) || of;
        // Behind a second label stands the value of something else.
        let label = whole.ends_with(b":") && whole.len() > 1;
        if label && labelled {
            return false;
        }
        labelled |= label;
        let goes_on =
            STATING_WORDS.has(whole) || label || whole.starts_with("«".as_bytes()) || whole == b"/" && stated;
        // `identifiants : joe / X`.
        let paired = || line.slice(run.end..run.end + 3) == b" / " || whole == b"/";
        let pair =
            stated && secret == Secret::Password && (memchr::memchr(b'@', whole).is_some() || paired());
        let replaced = (whole == b"par" || whole == b"with" || whole == b"by") && is_replaced(line, noun);
        stated = goes_on || replaced || pair || stated && whole == "«".as_bytes();
        if ends_sentence(whole) {
            return false;
        }
        at = run.end;
    }
    false
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
        && super::novel::is_unknown(text)
        && !super::user::is_placeholder(text)
        && !PASSWORD_STATES.has(text)
}

/// `j'ai remplacé mon mot de passe par X`, `the password was replaced with X`.
fn is_replaced(line: &Line<'_>, noun: &Word) -> bool {
    const AROUND: usize = 5;
    let at = line.words.partition_point(|word| word.start < noun.start);
    let around = line.words.get(at.saturating_sub(AROUND)..line.words.len().min(at + AROUND));
    around.unwrap_or_default().iter().any(|word| {
        let text = line.slice(word.start..word.end);
        [&b"rempla"[..], b"replac", b"substitu"].iter().any(|stem| text.starts_with(stem))
    })
}

/// `771 204`, `4417 8203`, `40 77 15`: a code read out in two groups of three digits or of four, or in three of two.
fn grouped(line: &Line<'_>, secret: Secret, value: Range<usize>) -> Range<usize> {
    let group = |range: &Range<usize>| {
        (3..=4).contains(&range.len()) && line.slice(range.clone()).iter().all(u8::is_ascii_digit)
    };
    if secret == Secret::Code
        && let Some(end) = pairs_end(line, &value)
    {
        return value.start..end;
    }
    if secret != Secret::Code || !group(&value) || line.byte(value.end) != Some(b' ') {
        return value;
    }
    let next = trimmed(line, next_run(line, value.end));
    let joined = group(&next) && next.len() == value.len() && next.start == value.end + 1;
    if joined { value.start..next.end } else { value }
}

/// The end of `40 77 15` at the first of its pairs, if no digit goes on as in a telephone number.
fn pairs_end(line: &Line<'_>, first: &Range<usize>) -> Option<usize> {
    const BYTES: usize = "40 77 15".len();
    let end = first.start + BYTES;
    let text = line.slice(first.start..end);
    let fits = |(at, byte): (usize, &u8)| if at % 3 == 2 { *byte == b' ' } else { byte.is_ascii_digit() };
    let behind = line.byte(line.run(end, |b| b == b' '));
    let is_it = first.len() == 2
        && text.len() == BYTES
        && text.iter().enumerate().all(fits)
        && !behind.is_some_and(|b| b.is_ascii_digit());
    is_it.then_some(end)
}

/// The same, where the value is found from its end.
fn grouped_back(line: &Line<'_>, secret: Secret, value: Range<usize>) -> Range<usize> {
    let first = trimmed(line, previous_run(line, value.start));
    let whole = grouped(line, secret, first);
    if whole.end == value.end && whole.start < value.start { whole } else { value }
}

/// Labels a value, and those that stand behind it in a list of recovery codes.
fn push_all(line: &Line<'_>, found: &mut Vec<Span>, secret: Secret, mut value: Range<usize>) {
    let entity = match secret {
        Secret::Code => Entity::Otp,
        Secret::Password => Entity::Password,
        Secret::Token => Entity::Token,
    };
    // `{"name":"CTS_MATCH","value":"PASS"},{"name":"DEVICE_ID","value":"X"}`: the value has a key of its own.
    let keyed = line.fields.at(value.start).filter(|field| field.style == Style::Quoted);
    if keyed.is_some_and(|field| field.value.start == value.start && !may_be_stated(field.class)) {
        return;
    }
    loop {
        push(line, found, value.clone(), entity);
        let mut run = next_run(line, value.end);
        if [&b"and"[..], b"et", b"&", b"or", b"ou"].contains(&line.slice(run.clone())) {
            run = next_run(line, run.end);
        }
        let next = trimmed(line, run);
        let listed = next.start <= value.end + 5 && next.len() == value.len();
        if secret != Secret::Code || !listed || !is_value(line, secret, line.slice(next.clone())) {
            return;
        }
        value = next;
    }
}

/// Whether a text may be what a key of this class holds.
fn may_be_stated(class: KeyClass) -> bool {
    !matches!(
        class,
        KeyClass::Phone
            | KeyClass::Token
            | KeyClass::UserGuid
            | KeyClass::DeviceGuid
            | KeyClass::Session
            | KeyClass::Object
    )
}

/// `X as my password`, `X est votre code`.
fn backward(line: &Line<'_>, found: &mut Vec<Span>, secret: Secret, noun: &Word) {
    let mut end = noun.start;
    for _ in 0..BACK_WORDS_MAX {
        let run = previous_run(line, end);
        let text = line.slice(run.clone());
        if run.is_empty() || ends_sentence(text) {
            return;
        }
        if [&b"as"[..], b"is", b"was", b"comme", b"est", b"for"].contains(&text) {
            let mut before = previous_run(line, run.start);
            // `X that was my password`, `X, c'était …`.
            if [&b"that"[..], b"which", b"it"].contains(&line.slice(before.clone())) {
                before = previous_run(line, before.start);
            }
            let value = grouped_back(line, secret, trimmed(line, before));
            let certain = secret != Secret::Code || text != b"for";
            if certain && is_value(line, secret, line.slice(value.clone())) {
                push_all(line, found, secret, value);
            }
            return;
        }
        end = run.start;
    }
}

/// `as your one-time login code`.
const BACK_WORDS_MAX: usize = 6;

fn is_value(line: &Line<'_>, secret: Secret, text: &[u8]) -> bool {
    match secret {
        Secret::Password => is_password(line, text),
        Secret::Code => is_code(text),
        // A recovery password has a form of its own.
        Secret::Token => super::credential::is_random(text) && text.iter().any(u8::is_ascii_alphabetic),
    }
}

/// The words that may name a secret.
pub(super) fn words() -> impl Iterator<Item = String> {
    PASSWORD_NOUNS.words().chain(CODE_NOUNS.words()).chain(TOKEN_NOUNS.words())
}

#[cfg(test)]
mod tests {
    use crate::channel::Channel;
    use crate::context::{CompiledContext, TenantContext};

    fn check(channel: Channel, text: &str, expected: &[&str]) {
        let nothing = CompiledContext::new(&TenantContext::default()).unwrap();
        let spans = crate::classify_line(text.as_bytes(), channel, &nothing);
        let secret = |span: &&crate::Span| span.category() == crate::SpanCategory::Credential;
        let got: Vec<_> = spans.iter().filter(secret).map(|s| &text[s.start..s.end]).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn passwords_before_and_behind_their_name() {
        for text in [
            "the temporary password they sent us was Kw7-moss!x but no",
            "Mon mot de passe actuel c'est Kw7-moss!x , merci",
            "Le mot de passe du wifi est « Kw7-moss!x »",
            "j'ai choisi Kw7-moss!x comme mot de passe",
            "please use Kw7-moss!x as the new password",
            "log in with user bob and password Kw7-moss!x on the site",
            "creds: bob@mail.example / Kw7-moss!x",
        ] {
            check(Channel::Case, text, &["Kw7-moss!x"]);
        }
    }

    #[test]
    fn what_only_speaks_of_passwords_states_none() {
        for text in [
            "the password was changed by bob77 yesterday",
            "password reset page is at srv-web01 since 10:15:00",
            "my password for Windows10 is expired",
            "the password is wrong. Case SR20260012 is open",
        ] {
            check(Channel::Case, text, &[]);
        }
    }

    #[test]
    fn codes_before_and_behind_their_name() {
        check(Channel::Log, "428117 is your verification code", &["428117"]);
        check(Channel::Log, "Use 428117 as your one-time login code", &["428117"]);
        check(Channel::Log, "recovery codes for bob: 2728-5655 9911-4004", &["2728-5655", "9911-4004"]);
        check(Channel::Case, "Le code de vérification à six chiffres est le 428117", &["428117"]);
        check(Channel::Log, "process ended, exit code 428117", &[]);
        check(Channel::Case, "error code is 428117", &[]);
    }
}
