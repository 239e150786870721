//! What can be wrong with keys, passkeys and signed documents, as far as a person who meets it on a page has to tell one from
//! the other. The words of those who read them are more exact, and English: they go beside it.

use consent::{
    BadAssertion, BadAuthenticatorData, BadClientData, BadCoseKey, BadDocument, BadKey, BadPasskey,
    BadRegistration, Mismatch, SignatureError,
};
use serde::{Deserialize, Serialize};

/// What is wrong with a key, a passkey or a signed document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
#[expect(missing_docs, reason = "the names say what each is, and the fields are the values that pages name")]
pub enum SigningFault {
    KeyAlgorithm { algorithm: String },
    KeyForm,
    KeyOtherAlgorithm { named: String, found: String },
    PasskeyDamaged,
    PasskeyUnsupported,
    PasskeyOtherRequest,
    PasskeyOtherPage { origin: String },
    PasskeyInsideAnother,
    PasskeyOtherSite { site: String },
    PasskeyNobody,
    PasskeyUnverified,
    DocumentDamaged,
    DocumentOutdated,
    DocumentUnsigned,
    DocumentProlongs { case: String },
    DocumentTooLate { at: String },
    SignatureUnknown { key: String },
    SignatureWrong,
}

impl From<&BadKey> for SigningFault {
    fn from(why: &BadKey) -> Self {
        match why {
            BadKey::Algorithm { algorithm } => Self::KeyAlgorithm { algorithm: algorithm.clone() },
            BadKey::Form { .. } | BadKey::Passkey(BadPasskey::Form | BadPasskey::RelyingParty(_)) => {
                Self::KeyForm
            }
            BadKey::Passkey(BadPasskey::Key(key)) => key.into(),
            BadKey::OtherAlgorithm { named, found } => {
                Self::KeyOtherAlgorithm { named: named.clone(), found: (*found).to_owned() }
            }
        }
    }
}

impl From<&BadCoseKey> for SigningFault {
    fn from(why: &BadCoseKey) -> Self {
        match why {
            BadCoseKey::Unsupported { .. } | BadCoseKey::Rsa => Self::PasskeyUnsupported,
            BadCoseKey::Form | BadCoseKey::Point => Self::PasskeyDamaged,
        }
    }
}

impl From<&BadClientData> for SigningFault {
    fn from(why: &BadClientData) -> Self {
        match why {
            BadClientData::Form => Self::PasskeyDamaged,
            BadClientData::Ceremony { .. } | BadClientData::Challenge => Self::PasskeyOtherRequest,
            BadClientData::Origin { found } => Self::PasskeyOtherPage { origin: found.clone() },
            BadClientData::CrossOrigin => Self::PasskeyInsideAnother,
        }
    }
}

impl From<&BadAuthenticatorData> for SigningFault {
    fn from(why: &BadAuthenticatorData) -> Self {
        use BadAuthenticatorData as Bad;
        match why {
            Bad::Cut | Bad::Backup | Bad::Trailing | Bad::NoCredential => Self::PasskeyDamaged,
            Bad::RelyingParty { id } => Self::PasskeyOtherSite { site: id.clone() },
            Bad::NotPresent => Self::PasskeyNobody,
            Bad::NotVerified => Self::PasskeyUnverified,
            Bad::Key(key) => key.into(),
        }
    }
}

impl From<&BadRegistration> for SigningFault {
    fn from(why: &BadRegistration) -> Self {
        match why {
            BadRegistration::Encoding | BadRegistration::Form => Self::PasskeyDamaged,
            BadRegistration::ClientData(why) => why.into(),
            BadRegistration::AuthenticatorData(why) => why.into(),
        }
    }
}

impl From<&BadAssertion> for SigningFault {
    fn from(why: &BadAssertion) -> Self {
        match why {
            BadAssertion::Form | BadAssertion::Signature => Self::SignatureWrong,
            BadAssertion::ClientData(why) => why.into(),
            BadAssertion::AuthenticatorData(why) => why.into(),
        }
    }
}

impl From<&SignatureError> for SigningFault {
    fn from(why: &SignatureError) -> Self {
        match why {
            SignatureError::UnknownKey { key } => Self::SignatureUnknown { key: key.to_string() },
            SignatureError::Wrong { .. } => Self::SignatureWrong,
            SignatureError::Assertion { why, .. } => why.into(),
        }
    }
}

impl From<&BadDocument> for SigningFault {
    fn from(_: &BadDocument) -> Self {
        Self::DocumentDamaged
    }
}

impl From<&Mismatch> for SigningFault {
    fn from(why: &Mismatch) -> Self {
        match why {
            Mismatch::Document(why) => why.into(),
            Mismatch::Prolongs { case } => Self::DocumentProlongs { case: case.to_string() },
            Mismatch::Time { given_at, .. } => Self::DocumentTooLate { at: given_at.to_string() },
            Mismatch::Signature(why) => why.into(),
            Mismatch::Shown(_) => Self::DocumentDamaged,
            Mismatch::Unsigned => Self::DocumentUnsigned,
            Mismatch::Field { .. } | Mismatch::Nothing { .. } => Self::DocumentOutdated,
        }
    }
}
