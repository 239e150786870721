//! A second, independent look at bytes that are about to leave: credentials only, by shape (design.md, idea 4).
//!
//! It shares no code with the classifier, so that one mistake cannot blind both. It must not fire on our own tokens, and it
//! does not know the tenant; what it finds, the classifier should have replaced.

use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use std::sync::LazyLock;

/// A credential in final bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialHit {
    /// First byte of the secret itself.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Which shape it has.
    pub shape: &'static str,
}

/// Shapes of secrets. Group 1 is the secret where a pattern has one, else the whole match is.
///
/// A value must start with a byte that no token (`«`), placeholder (`<`, `$`, `%`, `{`) or mask (`*`) starts with.
const SHAPES: &[(&str, &str)] = &[
    ("private_key", r"-----BEGIN (?:(?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)-----"),
    ("private_key", r"Private-Lines: [0-9]+\s+[A-Za-z0-9+/]{16}"),
    ("jwt", r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*"),
    (
        "bearer_token",
        r"(?i)\bauthorization[\x22']?\s*[:=]\s*[\x22']?(?:bearer|basic|token)\s+([A-Za-z0-9+/_.=~-]{8,})",
    ),
    ("github_token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,})"),
    ("gitlab_token", r"\bglpat-[A-Za-z0-9_-]{20}"),
    ("slack_token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("aws_access_key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("google_api_key", r"\bAIza[A-Za-z0-9_-]{35}"),
    ("stripe_key", r"\b[sr]k_live_[A-Za-z0-9]{16,}"),
    ("storage_key", r"(?i)\b(?:accountkey|sharedaccesskey)=([A-Za-z0-9+/]{20,}={0,2})"),
    ("shared_access_signature", r"(?:^|[?&;\s\x22])sig=([A-Za-z0-9%+/_-]{20,})"),
    ("connection_string", r"(?i);\s*(?:password|pwd)=([A-Za-z0-9!#@^&+/._?-][^;\s\x22]{2,});"),
    (
        "url_password",
        r"[a-z][a-z0-9+.-]{1,15}://[^\s/:@\x22'<>]{1,64}:([A-Za-z0-9!#^&+._~-][^\s/@\x22'<>\xC2]{1,128})@",
    ),
    (
        "password_json",
        r#"(?i)\\?"[a-z_.-]{0,24}(?:password|passwd|client_secret|clientsecret|api_key|apikey)\\?"\s*[:=]\s*\\?"([A-Za-z0-9!#@^&+/._?-][^"\\\xC2]{5,})\\?""#,
    ),
    (
        "named_key",
        r"(?i)\b(?:x-)?(?:api[-_]?key|client[-_]?secret|access[-_]?token|refresh[-_]?token|secret[-_]?access[-_]?key)[\x22']?\s*[:=]\s*[\x22']?([A-Za-z0-9_~+/.=-]{20,})",
    ),
    (
        "secure_string",
        r"(?i)ConvertTo-SecureString\s+(?:-String\s+)?[\x22']([^\x22'$\xC2][^\x22'\xC2]{3,})[\x22']",
    ),
    (
        "password_assigned",
        r"(?i)\b[a-z]{0,16}_(?:password|passwd|secret|api_key|token)=([A-Za-z0-9!#@^&+/._?-][^\s\x22'\xC2]{5,})",
    ),
    (
        "crypt_hash",
        r"\$(?:2[abxy]\$[0-9]{2}\$[A-Za-z0-9./]{53}|[156]\$[A-Za-z0-9./_-]{1,16}\$[A-Za-z0-9./_-]{20,})",
    ),
    ("kerberos_hash", r"\$krb5(?:tgs|asrep|pa)\$[0-9]+\$"),
    (
        "sign_in_cookie",
        r"\b(?:ESTSAUTH(?:PERSISTENT|LIGHT)?|FedAuth|rtFa|JSESSIONID|PHPSESSID|ASP\.NET_SessionId|\.AspNetCore\.Cookies)=([A-Za-z0-9][^;\s\x22\xC2]{7,})",
    ),
    ("bitlocker_recovery", r"\b[0-9]{6}(?:-[0-9]{6}){7}\b"),
];

static REGEX: LazyLock<Regex> = LazyLock::new(compile);

#[expect(
    clippy::expect_used,
    reason = "the patterns are constants, and every test of this module compiles them"
)]
fn compile() -> Regex {
    let patterns: Vec<_> = SHAPES.iter().map(|(_, pattern)| *pattern).collect();
    let syntax = syntax::Config::new().unicode(false).utf8(false);
    Regex::builder().syntax(syntax).build_many(&patterns).expect("the patterns are valid")
}

/// The credentials in `bytes`, in order. A shipment that has one must not leave.
///
/// `bytes` should hold whole lines, or pieces as a [`Screener`](crate::Screener) hands them on.
pub fn credential_hits(bytes: &[u8]) -> impl Iterator<Item = CredentialHit> + '_ {
    REGEX.captures_iter(bytes).filter_map(|captures| {
        let (shape, _) = SHAPES.get(captures.pattern()?.as_usize())?;
        let secret = captures.get_group(1).or_else(|| captures.get_match().map(|m| m.span()))?;
        Some(CredentialHit { start: secret.start, end: secret.end, shape })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, shapes: &[&str]) {
        let got: Vec<_> = credential_hits(text.as_bytes()).map(|hit| hit.shape).collect();
        assert_eq!(got, shapes, "{text}");
    }

    #[test]
    fn secrets_are_found() {
        check("-----BEGIN RSA PRIVATE KEY-----", &["private_key"]);
        check("DB_PASSWORD=Summer2026!", &["password_assigned"]);
        check("https://joe:Summer2026!@host/x", &["url_password"]);
        check(r#"{"password":"Summer2026!"}"#, &["password_json"]);
        check("Authorization: Basic am9lOnN1bW1lcg==", &["bearer_token"]);
        check("Server=x;User ID=joe;Password=Summer2026!;", &["connection_string"]);
    }

    #[test]
    fn tokens_placeholders_and_public_parts_are_not() {
        check("DB_PASSWORD=«credential:password»", &[]);
        check(r#"{"password":"«credential:password»","password":"********"}"#, &[]);
        check("https://«euii:username-01234567»:«credential:password»@host/x", &[]);
        check("-----BEGIN CERTIFICATE----- -----BEGIN PUBLIC KEY-----", &[]);
        check(
            "Failed password for root; Password=«credential:connection_secret»; ?sig=«credential:token»",
            &[],
        );
    }
}
