//! What a passkey is for, and what follows from it.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::mint;
use crate::passkey_request::{bound_to, in_use};
use crate::refusal::Refusal;
use consent::{Language, RelyingParty};
use domain::{KeyId, PersonId, Tenant, TenantId};
use std::collections::BTreeMap;

/// The longest user handle in bytes (WebAuthn, 5.4.3).
const HANDLE_BYTES_MAX: usize = 64;
/// What stands before the person in the handle of a consent key's user: no credential for signing in has the same.
const CONSENT_USER: &str = "glasscase/consent-key-user/v1";

/// What a passkey is for.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    /// Signing consents.
    Consents,
    /// Signing in.
    SignIn,
}

impl Purpose {
    /// Binds a sealed challenge to its use.
    pub(super) const fn challenge(self) -> &'static [u8] {
        match self {
            Self::Consents => b"consent passkey challenge",
            Self::SignIn => b"sign-in passkey challenge",
        }
    }

    /// By what an authenticator tells users apart. Signing in begins with it, so there it says who somebody is.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if the organisation's id leaves too little room.
    pub(super) fn user(self, tenant: &TenantId, person: &PersonId) -> Result<Vec<u8>, Refusal> {
        match self {
            Self::Consents => {
                let whole = [CONSENT_USER, tenant.as_str(), person.as_str()].join("\0");
                Ok(mint::sha256(whole.as_bytes()).to_vec())
            }
            Self::SignIn => {
                let whole = format!("{tenant}/{person}").into_bytes();
                if whole.len() <= HANDLE_BYTES_MAX {
                    return Ok(whole);
                }
                Err(Refusal::fault("passkey", Fault::IdTooLong))
            }
        }
    }

    /// What an authenticator says of it beside the person's name.
    pub(super) const fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Consents, Language::En) => "signs consents",
            (Self::Consents, Language::Fr) => "signe les consentements",
            (Self::SignIn, Language::En) => "signs in",
            (Self::SignIn, Language::Fr) => "connexion",
        }
    }

    /// Whether the authenticator has to list it by itself: for a consent the desk names the credentials that may sign.
    pub(super) const fn resident(self) -> &'static str {
        match self {
            Self::Consents => "discouraged",
            Self::SignIn => "required",
        }
    }

    /// The name that it is bound to.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if the desk has none.
    pub(crate) fn site(self, desk: &Desk) -> Result<&RelyingParty, Refusal> {
        let site = match self {
            Self::Consents => desk.consent_site(),
            Self::SignIn => desk.sign_in_site(),
        };
        site.ok_or_else(|| Refusal::fault("passkey", Fault::NoSite))
    }

    /// Those that are there, which the same authenticator need not make again: by credential id.
    pub(crate) fn in_use(
        self,
        tenant: &Tenant,
        person: &PersonId,
        site: &RelyingParty,
    ) -> BTreeMap<String, KeyId> {
        match self {
            Self::Consents => in_use(tenant, site.id()),
            Self::SignIn => {
                let own = tenant.sign_in_keys().iter().filter(|(_, key)| key.person == *person);
                bound_to(site.id(), own.map(|(id, key)| (id, &key.algorithm, &key.public_key)))
            }
        }
    }
}
