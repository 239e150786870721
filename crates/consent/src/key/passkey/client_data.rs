//! The client data of a ceremony: what the browser says was asked, for whom, and where (WebAuthn, 5.8.1).

use super::relying_party::RelyingParty;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::{Deserialize, Deserializer, de::IgnoredAny};

/// The longest client data in bytes.
pub(super) const CLIENT_DATA_BYTES_MAX: usize = 4_096;

/// What a passkey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ceremony {
    /// To be made.
    Registration,
    /// To sign.
    Authentication,
}

impl Ceremony {
    const fn name(self) -> &'static str {
        match self {
            Self::Registration => "webauthn.create",
            Self::Authentication => "webauthn.get",
        }
    }
}

/// Why client data does not hold.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadClientData {
    /// It is no JSON object with the members that it needs.
    #[error("the client data is not the JSON object of a browser, of at most {CLIENT_DATA_BYTES_MAX} bytes")]
    Form,
    /// It is of another ceremony.
    #[error("the client data is of the ceremony `{}` instead of `{wanted}`", .found.escape_debug())]
    Ceremony {
        /// What it should be.
        wanted: &'static str,
        /// The beginning of what it is.
        found: String,
    },
    /// Something else was asked for.
    #[error("another challenge was signed: it belongs to another document or request")]
    Challenge,
    /// The page has an origin that was not enrolled.
    #[error("the page at `{}` asked for it, which is no origin of this passkey", .found.escape_debug())]
    Origin {
        /// The beginning of the page's origin.
        found: String,
    },
    /// The page stood inside another one.
    #[error("the page that asked for it stood inside a page of another origin")]
    CrossOrigin,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    #[serde(default, deserialize_with = "present")]
    top_origin: bool,
}

/// Whatever it is, it is there.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

/// The challenge that client data names, whosever it is.
pub(super) fn challenge(json: &[u8]) -> Option<Vec<u8>> {
    let data: ClientData = serde_json::from_slice(json).ok()?;
    BASE64_URL_SAFE_NO_PAD.decode(data.challenge).ok()
}

/// Holds client data to what was asked, in the order in which the specification does.
///
/// # Errors
/// [`BadClientData`] naming the first thing that does not hold.
pub(super) fn check(
    json: &[u8],
    ceremony: Ceremony,
    challenge: &[u8],
    relying_party: &RelyingParty,
) -> Result<(), BadClientData> {
    // An array could be read as the members in their order, and no browser writes one.
    if json.len() > CLIENT_DATA_BYTES_MAX || json.first() != Some(&b'{') {
        return Err(BadClientData::Form);
    }
    let data: ClientData = serde_json::from_slice(json).map_err(|_| BadClientData::Form)?;
    if data.r#type != ceremony.name() {
        return Err(BadClientData::Ceremony { wanted: ceremony.name(), found: beginning(&data.r#type) });
    }
    if data.challenge != BASE64_URL_SAFE_NO_PAD.encode(challenge) {
        return Err(BadClientData::Challenge);
    }
    if !relying_party.origins().contains(&data.origin) {
        return Err(BadClientData::Origin { found: beginning(&data.origin) });
    }
    if data.cross_origin || data.top_origin {
        return Err(BadClientData::CrossOrigin);
    }
    Ok(())
}

fn beginning(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `AQID` is the challenge of the bytes 1, 2, 3.
    const GOOD: &str =
        r#"{"type":"webauthn.get","challenge":"AQID","origin":"https://desk.example","crossOrigin":false}"#;

    fn check(json: &str) -> Result<(), BadClientData> {
        let relying_party = RelyingParty::at("https://desk.example").unwrap();
        super::check(json.as_bytes(), Ceremony::Authentication, &[1, 2, 3], &relying_party)
    }

    #[test]
    fn members_that_browsers_add_later_do_not_matter() {
        assert_eq!(check(GOOD), Ok(()));
        assert_eq!(
            check(&GOOD.replace("false", r#"false,"other_keys_can_be_added_here":{"a":[1]}"#)),
            Ok(())
        );
        assert_eq!(check(&GOOD.replace(r#","crossOrigin":false"#, "")), Ok(()));
    }

    #[test]
    fn each_member_is_checked() {
        use BadClientData as Bad;
        let origin = |found: &str| Bad::Origin { found: found.to_owned() };
        for (from, to, expected) in [
            (
                "webauthn.get",
                "webauthn.create",
                Bad::Ceremony { wanted: "webauthn.get", found: "webauthn.create".to_owned() },
            ),
            ("AQID", "AQIE", Bad::Challenge),
            ("AQID", "AQID==", Bad::Challenge),
            ("https://desk.example", "https://evil.example", origin("https://evil.example")),
            ("https://desk.example", "https://desk.example/", origin("https://desk.example/")),
            ("https://desk.example", "http://desk.example", origin("http://desk.example")),
            ("false", "true", Bad::CrossOrigin),
            ("false", r#"false,"topOrigin":"https://desk.example""#, Bad::CrossOrigin),
            ("false", r#"false,"topOrigin":null"#, Bad::CrossOrigin),
        ] {
            assert_eq!(check(&GOOD.replace(from, to)), Err(expected), "{to}");
        }
    }

    #[test]
    fn what_is_no_single_object_is_refused() {
        let array = r#"["webauthn.get","AQID","https://desk.example",false]"#;
        let twice = GOOD.replace('}', r#","origin":"https://desk.example"}"#);
        let long = GOOD.replace('}', &format!(r#","x":"{}"}}"#, "x".repeat(CLIENT_DATA_BYTES_MAX)));
        let number = GOOD.replace("false", "0");
        for bad in
            ["", "{}", "null", array, &twice, &long, &number, &format!("{GOOD}{GOOD}"), &format!(" {GOOD}")]
        {
            assert_eq!(check(bad), Err(BadClientData::Form), "{bad}");
        }
    }
}
