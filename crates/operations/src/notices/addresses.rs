//! That an address is somebody's: they prove it by a code that was mailed there, before any notice is.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::mint;
use crate::personal::checked;
use crate::refusal::Refusal;
use domain::{Moment, PersonId, Span, TenantId};
use serde::{Deserialize, Serialize};
use store::{AddressChange, AddressCode, CONFIRMING, MailAddress};

/// The longest mail address (RFC 5321).
const ADDRESS_CHARS_MAX: usize = 254;
/// How long a code is good.
const CODE_LIFE: Span = Span::from_days(7);
/// How often somebody may have a code mailed in a day: nobody's mailbox is filled with them.
const ASKED_MAX: u64 = 5;
/// Binds sealed codes to their use.
const CODES: &[u8] = b"mail address";

/// A code, as it is kept sealed, and the mail that takes it there.
#[derive(Serialize, Deserialize)]
struct Code {
    code: String,
    mail: String,
}

/// What becomes of the caller's address: one that they had already stays as it is.
pub(super) async fn change(
    desk: &Desk,
    caller: &Caller,
    wanted: Option<&MailAddress>,
    own: Option<&MailAddress>,
) -> Result<AddressChange, Refusal> {
    let Some(wanted) = wanted else { return Ok(AddressChange::Remove) };
    if own.is_some_and(|own| own.address == wanted.address) {
        return Ok(AddressChange::Speak(wanted.language.clone()));
    }
    checked("mail", &wanted.address, 3, ADDRESS_CHARS_MAX)?;
    if !streams::is_mail_address(&wanted.address) {
        return Err(Refusal::fault("mail", Fault::NoMailAddress));
    }
    ask(desk, caller, wanted).await
}

/// A new code for an address, and the mail that takes it there.
async fn ask(desk: &Desk, caller: &Caller, wanted: &MailAddress) -> Result<AddressChange, Refusal> {
    let now = desk.now();
    let since = now.minus(Span::from_days(1));
    if desk.store().asked_to_confirm(&caller.tenant, &caller.person, since).await? >= ASKED_MAX {
        return Err(Refusal::fault("mail", Fault::AskedTooOften));
    }
    let mail = format!("{CONFIRMING}{}", mint::nonce()?);
    let code = Code { code: mint::nonce()?, mail: mail.clone() };
    let text = serde_json::to_vec(&code).map_err(|why| Refusal::failed("keep an address's code", &why))?;
    let code = desk.vault().seal_text(caller.tenant.as_str(), &text, CODES)?;
    let address = MailAddress { is_confirmed: false, ..wanted.clone() };
    Ok(AddressChange::Ask { address, code: AddressCode { code, asked_at: now }, mail })
}

/// Mails the caller another code; those before count no more.
///
/// # Errors
/// [`Refusal::NotFound`] if no address of theirs waits for one; [`Refusal::Invalid`] if too many were mailed today.
pub async fn ask_to_confirm_again(desk: &Desk, caller: &Caller) -> Result<Moment, Refusal> {
    let settings = super::notice_settings(desk, caller).await?;
    let Some(own) = settings.mail.filter(|own| !own.is_confirmed) else {
        return Err(Refusal::not_found("address of yours that is not confirmed", &"mail"));
    };
    let change = ask(desk, caller, &own).await?;
    desk.store().put_notice_settings(&caller.tenant, &caller.person, &change, &settings.choices).await?;
    Ok(desk.now())
}

/// Takes the code that was mailed to the caller: from here on notices go to that address.
///
/// # Errors
/// [`Refusal::Invalid`] for a code that is another's, was used, or is older than seven days.
pub async fn confirm_address(desk: &Desk, caller: &Caller, code: &str) -> Result<Moment, Refusal> {
    let wrong = || Refusal::fault("code", Fault::NoSuchCode);
    let kept = desk.store().address_code(&caller.tenant, &caller.person).await?.ok_or_else(wrong)?;
    let now = desk.now();
    let opened = open(desk, &caller.tenant, &kept)?;
    // Of hashes, so that how long it takes tells nothing of the code.
    let is_it = mint::sha256(opened.code.as_bytes()) == mint::sha256(code.trim().as_bytes());
    if !is_it || now.since(kept.asked_at) >= CODE_LIFE {
        return Err(wrong());
    }
    if !desk.store().confirm_address(&caller.tenant, &caller.person, &kept).await? {
        return Err(wrong());
    }
    Ok(now)
}

/// The code that a mail takes to somebody, while it is that mail's.
pub(super) async fn code_of(
    desk: &Desk,
    tenant: &TenantId,
    person: &PersonId,
    mail: &str,
) -> Result<Option<String>, Refusal> {
    let Some(kept) = desk.store().address_code(tenant, person).await? else { return Ok(None) };
    let opened = open(desk, tenant, &kept)?;
    Ok((opened.mail == mail).then_some(opened.code))
}

fn open(desk: &Desk, tenant: &TenantId, kept: &AddressCode) -> Result<Code, Refusal> {
    let text = desk.vault().open_text(tenant.as_str(), &kept.code, CODES)?;
    serde_json::from_slice(&text).map_err(|why| Refusal::failed("read an address's code", &why))
}
