//! Values that stand for none (classification.md 5.4, masked values and placeholders).

use crate::vocabulary::NO_VALUE;
use crate::word::punctuation_length;

/// Whether there is anything but punctuation, typographic like `…` included.
fn holds_letter(value: &[u8]) -> bool {
    let mut at = 0;
    while let Some(rest) = value.get(at..).filter(|rest| !rest.is_empty()) {
        let punctuation = punctuation_length(rest);
        if punctuation == 0 && (rest[0].is_ascii_alphanumeric() || !rest[0].is_ascii()) {
            return true;
        }
        at += punctuation.max(1);
    }
    false
}

/// A value that stands for none (classification.md 5.4, masked values and placeholders).
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    value.is_empty()
        || NO_VALUE.has(value)
        || !holds_letter(value)
        || memchr::memchr_iter(b'*', value).nth(2).is_some()
        || is_masked_word(value)
        || is_excuse(value)
        || is_masked_number(value)
        || matches!(value, [b'<', .., b'>'] | [b'%', .., b'%'] | [b'{', .., b'}'] | [b'$', b'{' | b'(', ..])
        // `%{User-Name}` of FreeRADIUS and of access logs.
        || value.starts_with(b"%%")
        || is_reference(value)
        || is_call(value)
        || is_variable(value)
        // `!vault`, `!Ref name`: a tag of YAML.
        || matches!(value, [b'!', b'a'..=b'z' | b'A'..=b'Z', ..] if value.len() >= 4 && value[1..].iter().all(u8::is_ascii_alphabetic))
        || value.starts_with(b"%{")
        // `Sec-Fetch-User: ?1`: a truth value in a header (RFC 8941, 3.3.6).
        || matches!(value, b"?0" | b"?1")
        // `[-new <newpass>]`: an option that may be left out.
        || value.starts_with(b"[-")
        // Android's logs keep a hash of what they leave out.
        || value.starts_with(b"ELLIDED:")
        || is_remark(value)
}

/// `HIDDEN_DUE_TO_SECURITY_REASONS`: why the value is not there; `<your-password-here>`: whose would be, as examples have it.
fn is_excuse(value: &[u8]) -> bool {
    const REASONS: [&[u8]; 5] = [b"HIDDEN_", b"REDACTED_", b"MASKED_", b"REMOVED_", b"OMITTED_"];
    const OWNERS: [&[u8]; 5] = [b"your-", b"your_", b"votre-", b"votre_", b"YOUR_"];
    let begins = |words: &[&[u8]]| words.iter().any(|word| value.starts_with(word));
    begins(&OWNERS) || begins(&REASONS) && value.iter().all(|b| b.is_ascii_uppercase() || *b == b'_')
}

/// `(sensitive value)`, `(known after apply)`: a remark in place of a value, or the first word of it.
fn is_remark(value: &[u8]) -> bool {
    const BYTES_MIN: usize = 4;
    let inside = value.strip_prefix(b"(").map(|rest| rest.strip_suffix(b")").unwrap_or(rest));
    inside.is_some_and(|rest| {
        rest.len() >= BYTES_MIN && rest.iter().all(|b| b.is_ascii_lowercase() || *b == b' ')
    })
}

/// `$DB_PASS`, `$TOKEN`: a shell's variable in capitals; with digits it has an underscore, too.
fn is_variable(value: &[u8]) -> bool {
    value.strip_prefix(b"$").is_some_and(|name| {
        let joined = name.contains(&b'_');
        name.len() >= 3
            && name[0].is_ascii_uppercase()
            && name.iter().all(|b| b.is_ascii_uppercase() || joined && b.is_ascii_digit() || *b == b'_')
    })
}

/// `var.db_password`, `local.secrets["db"]`, `os.environ["PW"]`, `vault('db')`: where a configuration or a program reads a
/// value that it does not hold.
fn is_reference(value: &[u8]) -> bool {
    const ROOTS: [&[u8]; 31] = [
        b"var.",
        b"local.",
        b"data.",
        b"module.",
        b"each.",
        b"self.",
        b"req.",
        b"request.",
        b"env.",
        b"secrets.",
        b"vars.",
        b"params.",
        b"ENV[",
        b"process.env",
        b"os.environ",
        b"os.getenv",
        b"getenv(",
        b"getpass.",
        b"env(",
        b"ENV.fetch",
        b"System.getenv",
        b"Environment.",
        b"std::env::",
        b"env::var(",
        b"os.Getenv(",
        b"System.get_env(",
        b"config.get",
        b"Deno.env",
        b"lookup(",
        b"@Microsoft.KeyVault(",
        b"op://",
    ];
    let Some(root) = ROOTS.iter().find(|root| value.starts_with(root)) else { return false };
    let member = |b: &u8| b.is_ascii_alphanumeric() || b"_-.:?[]()'\"".contains(b);
    root.last() != Some(&b'.') || value.iter().all(member) && !value.iter().all(u8::is_ascii_digit)
}

/// `getpass()`: a function that asks for the value.
fn is_call(value: &[u8]) -> bool {
    const BYTES_MIN: usize = 4;
    value.strip_suffix(b"()").is_some_and(|name| {
        name.len() >= BYTES_MIN
            && name[0].is_ascii_alphabetic()
            && name.iter().all(|b| b.is_ascii_alphanumeric() || b"_.:".contains(b))
    })
}

/// `#8#`: the number of a name in a log that was made anonymous.
fn is_masked_number(value: &[u8]) -> bool {
    value
        .strip_prefix(b"#")
        .and_then(|rest| rest.strip_suffix(b"#"))
        .is_some_and(|n| n.iter().all(u8::is_ascii_digit))
}

/// `xxxxx`, `[FILTERED]`, `[ANY CAPITALS]`, `(hidden)`, and what a template or a regular expression puts in: `#{pw}`, `{{ pw }}`, `$1`.
fn is_masked_word(value: &[u8]) -> bool {
    let crosses = value.len() >= 4 && value.iter().all(|b| matches!(b, b'x' | b'X' | b'.' | b'#'));
    let ([b'[', inner @ .., b']'] | [b'(', inner @ .., b')']) = value else {
        return crosses
            || matches!(value, [b'#', b'{', .., b'}'] | [b'$', b'0'..=b'9'] | [b'%', b's' | b'd' | b'v']);
    };
    let words = [
        &b"filtered"[..],
        b"redacted",
        b"hidden",
        b"masked",
        b"removed",
        b"secret",
        b"sensitive",
        b"protected",
    ];
    let shouted = value.starts_with(b"[")
        && inner.len() >= 4
        && inner.iter().all(|b| b.is_ascii_uppercase() || b"_ -".contains(b));
    shouted
        || words
            .iter()
            .any(|word| inner.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}
