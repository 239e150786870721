//! Secrets stated in running text (classification.md 4.1 `password`, `otp`): `the password we got was X`, `X comme mot de
//! passe`, `951476 is your verification code`.
//!
//! The grammar is the same in English and French: the name of a secret, within a few words a verb that states, and the
//! value; or the value, `is`/`est`/`as`/`comme`, and the name. A value is a run that is no ordinary word.

mod account;
mod forward;
mod group;
mod noun;
mod pair;
mod phrase;
mod read_out;
mod reported;
mod run;
mod unnamed;
mod value;

use crate::entity::Entity;
use crate::field::Style;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{CODE_NOUNS, PASSWORD_NOUNS, TOKEN_NOUNS};
use crate::word::Word;
use forward::forward;
use group::grouped_back;
use noun::{
    is_network_key, is_one_time_password, is_product_key, is_shared_secret, is_sign_in_code, is_transfer_code,
};
pub(super) use run::in_cell;
use run::{ends_sentence, next_run, previous_run, trimmed};
use std::ops::Range;
use value::is_code;

pub(super) use unnamed::find as find_unnamed;
pub(super) use value::{is_acronym, is_password};

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
        if CODE_NOUNS.has(text) && is_sign_in_code(line, index) || is_one_time_password(line, index) {
            state(line, found, Secret::Code, word);
        }
        if PASSWORD_NOUNS.has(text)
            || is_network_key(line, index)
            || is_shared_secret(line, index)
            || is_transfer_code(line, index)
        {
            state(line, found, Secret::Password, word);
        } else if line.channel.is_prose() && TOKEN_NOUNS.has(text) && !is_product_key(line, index) {
            state(line, found, Secret::Token, word);
        }
    }
}

fn state(line: &Line<'_>, found: &mut Vec<Span>, secret: Secret, noun: &Word) {
    // `password=X` is a field, which has its own rules.
    if line.byte(noun.end) == Some(b'=') {
        return;
    }
    if !forward(line, found, secret, noun) {
        backward(line, found, secret, noun);
    } else if secret == Secret::Password {
        pair::account_before(line, found, noun);
        pair::account_in_sentence(line, found, noun);
    }
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
        let mut run = next_run(line, line.run(value.end, |b| b == b',' || b == b';'));
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
