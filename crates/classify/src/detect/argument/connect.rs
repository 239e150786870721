//! Calls whose arguments are an account and its password by their place: `mysqli_connect("db", "joe", "…", "tickets")`
//! (classification.md 4.1 `password`).

use super::{name_before, quoted};
use crate::detect::user;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Functions, and which of their arguments is the account; the next one is its password.
const CALLS: [(&[u8], usize); 16] = [
    (b"mysqli_connect", 1),
    (b"mysql_connect", 1),
    (b"mysql_pconnect", 1),
    (b"mysqli", 1),
    (b"pdo", 1),
    (b"ssh2_auth_password", 1),
    (b"ftp_login", 1),
    (b"ldap_bind", 1),
    (b"imap_open", 1),
    (b"imap_login", 1),
    (b"getconnection", 1),
    (b"oci_connect", 0),
    (b"oci_pconnect", 0),
    (b"odbc_connect", 1),
    (b"sqlcredential", 0),
    (b"simple_bind_s", 0),
];

/// Judges the arguments behind the bracket at `open`.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, open: usize) {
    let name = line.slice(name_before(line, open)).to_ascii_lowercase();
    // `DBI->connect("dbi:…", 'joe', '…')` of Perl, and what its errors and PHP's stack traces repeat of a call.
    let callers = [&b"DBI->connect"[..], b"DBI connect", b"PDO->__construct", b"mysqli->__construct"];
    let of_perl = callers.iter().any(|call| line.slice(0..open).ends_with(call)).then_some(1);
    let listed = || CALLS.iter().find(|(call, _)| *call == name).map(|(_, account)| *account);
    let Some(account) = of_perl.or_else(listed) else { return };
    let Some(at) = nth_argument(line, open + 1, account) else { return };
    let Some(account) = quoted(line, at) else { return };
    user::judge(line, found, account, user::Position::Cue);
    let Some(secret) = nth_argument(line, at, 1) else { return };
    let secret = quoted(line, secret)
        .filter(|secret: &Range<usize>| !user::is_placeholder(line.slice(secret.clone())));
    if let Some(secret) = secret {
        push(line, found, secret, Entity::Password);
    }
}

/// Where the `n`th argument behind the one at `at` begins: none of them is a call itself.
fn nth_argument(line: &Line<'_>, at: usize, n: usize) -> Option<usize> {
    const BYTES_MAX: usize = 256;
    let mut at = at;
    for _ in 0..n {
        let end = quoted(line, at).map_or(at, |text| text.end + 1);
        let comma = line.run(end, |b| !b",()\"'\n".contains(&b));
        if line.byte(comma) != Some(b',') || comma - at > BYTES_MAX {
            return None;
        }
        at = comma + 1;
    }
    Some(at)
}
