//! Why Active Directory refuses a bind, as applications log it: `80090308: LdapErr: DSID-0C090446, comment:
//! AcceptSecurityContext error, data 52e, v2580`. Result 49 says no more than that it refused; the code behind `data`,
//! a system error code of Windows in hexadecimal, says why.

use super::line::Reason;

const LEAD: &str = "acceptsecuritycontext error, data ";

/// The reason in a line in lower case, if it is one of Active Directory's. A code that is not known counts as the bind's
/// result does: what was typed did not hold.
pub(super) fn reason(text: &str) -> Option<Reason> {
    let (_, rest) = text.split_once(LEAD)?;
    let code = rest.split(|c: char| !c.is_ascii_hexdigit()).next()?;
    Some(match code {
        "525" => Reason::UnknownAccount,
        // Wrong hours, a wrong workstation, a disabled account, a kind of sign-in that was not granted.
        "530" | "531" | "533" | "534" => Reason::NotAllowed,
        // The password, the account, a password that has to be changed first.
        "532" | "701" | "773" => Reason::Expired,
        "775" => Reason::LockedOut,
        _ => Reason::Unverified,
    })
}
