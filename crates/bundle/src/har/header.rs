//! Which headers may be kept with their values.

use super::url;

/// What may stay of a header's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Kept,
    /// An address, cleaned as one.
    Url,
    /// An identifier that support asks for, if it looks like one and like nothing else.
    RequestId,
    Dropped,
}

/// Headers whose values say how requests are handled and nothing of who makes them.
const KEPT: [&str; 51] = [
    ":authority",
    ":method",
    ":scheme",
    ":status",
    "accept",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "access-control-request-headers",
    "access-control-request-method",
    "age",
    "allow",
    "alt-svc",
    "cache-control",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "expires",
    "host",
    "if-modified-since",
    "keep-alive",
    "last-modified",
    "origin",
    "pragma",
    "priority",
    "range",
    "content-range",
    "retry-after",
    "sec-ch-ua",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "server",
    "strict-transport-security",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "vary",
    "via",
    "x-cache",
];
const ADDRESSES: [&str; 5] = ["referer", "location", "content-location", ":path", "sourcemap"];
const REQUEST_IDS: [&str; 10] = [
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-ms-request-id",
    "x-ms-correlation-id",
    "x-amzn-requestid",
    "x-amzn-trace-id",
    "traceparent",
    "cf-ray",
    "x-github-request-id",
];
/// The longest value that is kept.
const VALUE_BYTES_MAX: usize = 1_024;

/// What may stay of the value of a header with this name.
pub(super) fn of(name: &str) -> Value {
    let name = name.to_ascii_lowercase();
    let name = name.as_str();
    match () {
        () if KEPT.contains(&name) => Value::Kept,
        () if ADDRESSES.contains(&name) => Value::Url,
        () if REQUEST_IDS.contains(&name) => Value::RequestId,
        () => Value::Dropped,
    }
}

/// The value as it may stay; nothing if it must not.
pub(super) fn cleaned(name: &str, value: &str) -> Option<String> {
    match of(name) {
        Value::Url => Some(url::cleaned(value)),
        Value::Kept if value.len() <= VALUE_BYTES_MAX => Some(value.to_owned()),
        Value::RequestId if is_id(value) => Some(value.to_owned()),
        _ => None,
    }
}

fn is_id(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'=' | b';' | b'_');
    // A token of three parts has dots, a secret is rarely so short.
    (4..=128).contains(&value.len()) && value.bytes().all(plain) && !value.starts_with("eyJ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_to_be_harmless_stays() {
        for (name, value) in
            [("Content-Type", "text/html"), ("X-Request-Id", "5f0c-11ee"), (":authority", "contoso.com")]
        {
            assert_eq!(cleaned(name, value).as_deref(), Some(value), "{name}");
        }
        for name in [
            "Authorization",
            "Proxy-Authorization",
            "Cookie",
            "Set-Cookie",
            "X-Api-Key",
            "X-Amz-Security-Token",
            "X-CSRF-Token",
            "X-MS-RefreshTokenCredential",
            "Sec-WebSocket-Key",
            "WWW-Authenticate",
            "Authentication-Info",
            "X-Whatever",
            "ETag",
            "",
        ] {
            assert_eq!(cleaned(name, "hunter2hunter2"), None, "{name}");
        }
        assert_eq!(cleaned("x-request-id", "eyJhbGciOi.eyJzdWIi.sig"), None);
        let location = cleaned("Location", "https://joe:pw@contoso.com/cb?code=abc#id_token=x").unwrap();
        assert!(
            !location.contains("pw") && !location.contains("abc") && !location.contains("id_token"),
            "{location}"
        );
    }
}
