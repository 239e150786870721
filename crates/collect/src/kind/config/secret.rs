//! What looks like a secret, by its key or by its value.

use super::lookup::Held;

/// Parts of keys whose values are secrets, in lower case without `-`, `_` and blanks.
const WORDS: [&str; 22] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "private",
    "apikey",
    "accesskey",
    "accountkey",
    "sharedkey",
    "signingkey",
    "encryptionkey",
    "masterkey",
    "connectionstring",
    "dsn",
    "cookie",
    "salt",
    "signature",
    "bearer",
    "authorization",
];
/// Keys that are secrets as a whole.
const WHOLE: [&str; 5] = ["pass", "auth", "key", "jwt", "pin"];

/// Whether the value of `key` must not be told.
pub(super) fn is_secret(key: &str, held: &Held) -> bool {
    let plain: String =
        key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect::<String>().to_lowercase();
    let last = plain.rsplit(['.', '@']).next().unwrap_or_default();
    let by_key = WORDS.iter().any(|word| plain.contains(word))
        || WHOLE.contains(&last)
        || key.to_lowercase().rsplit(['.', '-', '_', ' ']).next() == Some("pass");
    by_key || matches!(held, Held::Text(text) if value_is_secret(text))
}

/// A key in PEM form, an address with a password in it, a pair of a secret's name and its value, a token of three parts.
fn value_is_secret(text: &str) -> bool {
    let lower = text.to_lowercase();
    let in_address = lower.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', '?', '#', ' ']).next().unwrap_or_default();
        authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
    });
    let pair =
        ["password=", "pwd=", "secret=", "token=", "accountkey=", "sharedaccesskey=", "sig=", "bearer "];
    lower.contains("-----begin")
        || in_address
        || pair.iter().any(|sign| lower.contains(sign))
        || text.starts_with("eyJ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_key_or_value() {
        let held = |text: &str| Held::Text(text.to_owned());
        for (key, value) in [
            ("db.password", "x"),
            ("DB_PASSWORD", "x"),
            ("api-key", "x"),
            ("aws.secretAccessKey", "x"),
            ("smtp.pass", "x"),
            ("db_pass", "x"),
            ("tls.key", "x"),
            ("token.expiry", "5"),
            ("url", "postgres://app:hunter2@db/x"),
            ("dsn2", "Server=x;Pwd=y"),
            ("header", "Authorization: Bearer x"),
            ("cert", "-----BEGIN PRIVATE KEY-----"),
            ("id", "eyJhbGciOi.x.y"),
        ] {
            assert!(is_secret(key, &held(value)), "{key}");
        }
        for (key, value) in [
            ("server.port", "443"),
            ("keyspace", "main"),
            ("bypass_proxy", "true"),
            ("url", "https://contoso.example/a@b"),
            ("author", "x"),
        ] {
            assert!(!is_secret(key, &held(value)), "{key}");
        }
    }
}
