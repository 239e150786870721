//! Why an operation was not done.

use crate::fault::{Fault, SigningFault, Why};
use domain::Action;
use serde::{Deserialize, Serialize};

/// Why an operation was not done. The caller reads the message; what broke inside is in the log only.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refusal")]
#[expect(missing_docs, reason = "the fields are the values that the message names")]
pub enum Refusal {
    /// A rule stands against it.
    #[error("{rule}")]
    Rule { rule: domain::Refusal },
    /// The caller's roles do not allow it.
    #[error("you may not {action}: that takes the role {}", roles(*action))]
    NotAllowed { action: Action },
    /// There is nothing of that kind with that id, for this caller.
    #[error("there is no {what} `{id}`")]
    NotFound { what: String, id: String },
    /// Something given makes no sense.
    #[error("`{field}`: {why}")]
    Invalid { field: String, why: Why },
    /// A signed document does not hold here and now.
    #[error("the signed document was refused: {why}")]
    Signature { why: Why },
    /// The support partner comes and goes with advanced consents.
    #[error(
        "the vendor's support partner is not made or changed by hand: it is listed while an advanced consent is in force"
    )]
    SupportPartner,
    /// The bearer token is missing, unknown or over.
    #[error("sign in: the token is missing, unknown, revoked or over")]
    SignIn,
    /// A code for the consent pages, or back from them, is none.
    #[error(
        "this way between the desk and its consent pages is unknown, is somebody else's, was gone before, or its time is over; begin again at the desk"
    )]
    Handover,
    /// The idempotency key was used for another request.
    #[error("this idempotency key was used for another request; use a new key for a new request")]
    KeyReused,
    /// Too many want to write at once.
    #[error("too many changes at once; try again in a moment")]
    Busy,
    /// The server's clock was stepped.
    #[error("the server's clock was stepped, so nothing is granted until an operator confirms the time")]
    ClockUntrusted,
    /// The run has ended, or access to it has.
    #[error("the run was stopped")]
    RunStopped,
    /// What was collected is destroyed.
    #[error("this evidence was destroyed; only its receipt is left")]
    Destroyed,
    /// A bundle is whole, and being checked.
    #[error("the bundle is being checked; ask again in a moment")]
    Checking,
    /// Too many bundles are on their way.
    #[error(
        "too many bundles of your organisation are under way; finish or abandon one, or wait two hours for those that nobody sends any more"
    )]
    TooManyBundles,
    /// Something broke inside.
    #[error("something failed inside the server; its operator finds it in the log under {reference}")]
    Failed { reference: String },
}

fn roles(action: Action) -> String {
    let names: Vec<_> = action.allowed_to().iter().map(|role| role.name()).collect();
    names.join(" or ")
}

impl Refusal {
    pub(crate) fn not_found(what: &str, id: &impl ToString) -> Self {
        Self::NotFound { what: what.to_owned(), id: id.to_string() }
    }

    pub(crate) fn invalid(field: &str, why: impl std::fmt::Display) -> Self {
        Self::Invalid { field: field.to_owned(), why: Why::Said(why.to_string()) }
    }

    /// A key or passkey that was given, and is none.
    pub(crate) fn bad_key<W: std::fmt::Display>(field: &str, why: &W) -> Self
    where
        SigningFault: for<'w> From<&'w W>,
    {
        Self::Invalid { field: field.to_owned(), why: Why::signing(why) }
    }

    /// A signed document that does not hold.
    pub(crate) fn signature<W: std::fmt::Display>(why: &W) -> Self
    where
        SigningFault: for<'w> From<&'w W>,
    {
        Self::Signature { why: Why::signing(why) }
    }

    /// Something given that a person meets on a page.
    pub fn fault(field: &str, fault: Fault) -> Self {
        Self::Invalid { field: field.to_owned(), why: Why::Fault(fault) }
    }

    /// Logs what broke under a reference that the caller is told.
    pub(crate) fn failed(doing: &str, why: &(dyn std::error::Error + 'static)) -> Self {
        let reference = crate::mint::reference();
        tracing::error!(%reference, doing, error = why, "an operation failed");
        Self::Failed { reference }
    }
}

impl From<domain::Refusal> for Refusal {
    fn from(rule: domain::Refusal) -> Self {
        match rule {
            domain::Refusal::Unknown { what, id } => Self::NotFound { what, id },
            rule => Self::Rule { rule },
        }
    }
}

impl From<store::StoreError> for Refusal {
    fn from(why: store::StoreError) -> Self {
        match why {
            store::StoreError::KeyReused => Self::KeyReused,
            store::StoreError::Busy => Self::Busy,
            store::StoreError::SubscriptionTaken(id) => {
                domain::Refusal::Exists { what: "subscription".to_owned(), id: id.to_string() }.into()
            }
            store::StoreError::NameTaken(name) => {
                domain::Refusal::Exists { what: "resource".to_owned(), id: name }.into()
            }
            why @ store::StoreError::EntryTooLong { .. } => Self::invalid("request", why),
            why => Self::failed("use the database", &why),
        }
    }
}

impl From<vault::VaultError> for Refusal {
    fn from(why: vault::VaultError) -> Self {
        use vault::VaultError as V;
        match why {
            V::KeyDestroyed { .. } | V::NoCollection { .. } => Self::Destroyed,
            V::Gap { .. }
            | V::OtherBytes { .. }
            | V::OtherLength { .. }
            | V::OtherDigest { .. }
            | V::OtherRecipient { .. }
            | V::NotCommitted { .. } => Self::invalid("part", why),
            why => Self::failed("use the vault", &why),
        }
    }
}

impl From<getrandom::Error> for Refusal {
    fn from(why: getrandom::Error) -> Self {
        Self::failed("draw randomness", &why)
    }
}
