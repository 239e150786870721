//! Which secret the words around a noun say that it names: `wifi key`, `shared secret`, `login code`
//! (classification.md 4.1 `password`, `otp`).

use super::reported;
use crate::channel::Channel;
use crate::line::Line;
use crate::vocabulary::{CODE_KINDS, OTHER_CODES};
use crate::word::is_any;

/// `the licence key is X`: whoever reads it signs in nowhere.
pub(super) fn is_product_key(line: &Line<'_>, index: usize) -> bool {
    let beside = [index.wrapping_sub(1), index + 1].into_iter().filter_map(|at| line.words.get(at));
    beside.map(|w| line.slice(w.start..w.end)).any(|word| {
        ["licence", "license", "product", "serial", "produit", "série"]
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// `the shared secret is X`, `le secret partagé RADIUS est X`.
pub(super) fn is_shared_secret(line: &Line<'_>, index: usize) -> bool {
    let text = |index: usize| line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let server = |word: &[u8]| is_any(&["radius", "tacacs"], word);
    text(index) == b"secret"
        && (text(index.wrapping_sub(1)) == b"shared"
            || text(index + 1) == "partagé".as_bytes()
            || server(text(index.wrapping_sub(1)))
            || server(text(index + 1)))
}

/// `auth code X`, `EPP code: X`: who has it can take a domain to another registrar (RFC 5731, 2.6).
pub(super) fn is_transfer_code(line: &Line<'_>, index: usize) -> bool {
    let text = |index: usize| line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let code = is_any(&["code"], text(index));
    let kinds = ["auth", "epp", "transfer", "authorization", "authorisation"];
    let french = || is_any(&["transfert"], text(index + 2)) && text(index + 1) == b"de";
    // `auth code KC0KZN` of a payment is the bank's.
    let of_domain = || {
        let names = ["domain", "domaine", "epp", "registrar", "transfer", "transfert", "transfers"];
        line.words.iter().any(|word| is_any(&names, line.slice(word.start..word.end)))
    };
    code && (is_any(&kinds, text(index.wrapping_sub(1))) || french()) && of_domain()
}

/// `the wifi key is X`, `la clé wifi est X`.
pub(super) fn is_network_key(line: &Line<'_>, index: usize) -> bool {
    let text = |index: usize| line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let network = |word: &[u8]| {
        [&b"wifi"[..], b"wi-fi", b"wlan", b"wpa", b"wpa2", b"wpa3", b"wireless", b"ssid", b"bssid"]
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

/// `your one-time password`, `mot de passe à usage unique`: what is sent as a code.
pub(super) fn is_one_time_password(line: &Line<'_>, index: usize) -> bool {
    const BEFORE: [&[u8]; 3] = [b"one-time", b"onetime", b"time"];
    let text = |index: usize| line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let before = text(index.wrapping_sub(1));
    match text(index) {
        b"password" | b"passcode" => BEFORE.iter().any(|word| before.eq_ignore_ascii_case(word)),
        b"passe" => (index + 1..index + 4).any(|at| text(at) == b"unique"),
        _ => false,
    }
}

/// Whether a word beside `code` says that it signs in; `otp` and its like need none.
pub(super) fn is_sign_in_code(line: &Line<'_>, index: usize) -> bool {
    let text = |index: usize| line.words.get(index).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let own = text(index);
    let generic = [&b"code"[..], b"codes", b"codice", "código".as_bytes(), b"kode"]
        .iter()
        .any(|name| own.eq_ignore_ascii_case(name));
    let beside = || (index.saturating_sub(6)..index + 5).filter(|at| *at != index).map(text);
    // In accounts' records an `auth code` is that of a payment.
    let account = line.channel == Channel::Account;
    let sign_in = beside().any(|word| CODE_KINDS.has(word) && !(account && is_any(&["auth"], word)));
    let payment = || account && beside().any(|word| is_any(&PAYMENTS, word));
    let other = [index.wrapping_sub(1), index + 1].iter().any(|at| OTHER_CODES.has(text(*at)));
    // `sign-in fails with code 50126`: of a code that was sent, a failure may be told too.
    let reported = || reported::is_reported(line, index) && !beside().any(|word| is_any(&SENT, word));
    !other && (!generic || (sign_in || line.channel != Channel::Log && !payment()) && !reported())
}

/// What is said of codes that somebody was sent.
const SENT: [&str; 18] = [
    "sms",
    "text",
    "texto",
    "verification",
    "vérification",
    "recovery",
    "récupération",
    "backup",
    "secours",
    "one-time",
    "onetime",
    "otp",
    "received",
    "reçu",
    "authenticator",
    "your",
    "votre",
    "confirmation",
];

/// What is said of codes that a bank or a merchant gives for a payment.
const PAYMENTS: [&str; 16] = [
    "card",
    "payment",
    "issuer",
    "approved",
    "declined",
    "refused",
    "merchant",
    "bank",
    "terminal",
    "carte",
    "paiement",
    "banque",
    "refusé",
    "accepté",
    "commerçant",
    "transaction",
];
