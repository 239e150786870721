//! What belongs to a tenant: its people and their tokens, its subscriptions, consent keys and runners.

mod consent_keys;
mod erasing;
mod passkeys;
mod people;
mod runners;
mod sign_in_keys;
mod subscriptions;
mod tokens;

pub use consent_keys::{enrol_consent_key, list_consent_keys, revoke_consent_key};
pub use erasing::{Erased, erase_person};
pub(crate) use passkeys::Purpose;
pub use passkeys::{MadePasskey, PasskeyCreation, PasskeyText, enrol_passkey, offer_passkey, read_passkey};
pub use people::{
    AddPerson, ChangePerson, ShownPerson, add_person, change_person, list_people, own_name, remove_person,
};
pub(crate) use runners::seen;
pub use runners::{Invitation, invite_runner, keep_runner_seen, list_runners, remove_runner, runners_seen};
pub use sign_in_keys::{enrol_sign_in_key, list_sign_in_keys, offer_sign_in_key, revoke_sign_in_key};
pub use subscriptions::{add_subscription, list_subscriptions};
pub use tokens::{
    NewToken, SESSION_LIFE, TokenSecret, begin_own_session, begin_session, issue_token, list_tokens,
    revoke_token,
};

use crate::caller::Caller;
use crate::commit::{Place, RequestKey};
use crate::refusal::Refusal;
use domain::{Action, Side};

pub(crate) fn manage_people(caller: &Caller) -> Result<(), Refusal> {
    match caller.side {
        Side::Customer => caller.may(Action::ManagePeople),
        Side::Vendor => caller.may(Action::ManageVendorPeople),
    }
}

/// In the log of the caller's own organisation.
fn own(caller: &Caller, key: Option<&RequestKey>) -> Place {
    Place::of(caller.tenant.clone(), caller, key)
}
