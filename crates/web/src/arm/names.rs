//! Names that clients choose, and whether they are free.

use super::answer::ok;
use super::error::Fault;
use super::object::Object;
use super::path::At;
use super::request::{ArmRequest, object};
use axum::response::Response;
use operations::is_name_free;
use serde_json::json;

/// The longest name in characters.
const NAME_CHARS_MAX: usize = 128;
/// The largest body in bytes.
const BODY_BYTES_MAX: usize = 64 << 10;

/// Why a text cannot be a name; none if it can.
fn unfit(name: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let fits = (1..=NAME_CHARS_MAX).contains(&name.len()) && name.chars().all(is_plain);
    let is_step = matches!(name, "." | "..");
    let why = format!("a name is 1 to {NAME_CHARS_MAX} letters, digits, `-`, `_` or `.`");
    (!fits || is_step).then_some(why)
}

/// Refuses what cannot be a name.
pub(super) fn must_be_name(target: &str, name: &str) -> Result<(), Fault> {
    unfit(name).map_or(Ok(()), |why| Err(Fault::invalid(target, why)))
}

/// Refuses what cannot be the name of a file.
pub(super) fn must_be_file_name(name: &str) -> Result<(), Fault> {
    let fits = name.chars().count() <= NAME_CHARS_MAX && !name.contains(['/', '\\']);
    let why = format!("a file's name is 1 to {NAME_CHARS_MAX} characters without slashes");
    if fits && !matches!(name, "." | "..") { Ok(()) } else { Err(Fault::invalid("fileName", why)) }
}

/// `POST P/checkNameAvailability`
pub(super) async fn check_ticket(request: ArmRequest, at: At) -> Result<Response, Fault> {
    check(request, at, None, "Microsoft.Support/supportTickets").await
}

/// `POST P/supportTickets/{ticket}/checkNameAvailability`
pub(super) async fn check_communication(
    request: ArmRequest,
    at: At,
    ticket: &str,
) -> Result<Response, Fault> {
    check(request, at, Some(ticket), "Microsoft.Support/communications").await
}

async fn check(
    ArmRequest { asked, body }: ArmRequest,
    at: At,
    ticket: Option<&str>,
    kind: &'static str,
) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let body = object(body, BODY_BYTES_MAX).await?;
    let body = Object::new("", &body);
    let name = body.needed("name")?;
    if body.word("type", &[kind])?.is_none() {
        return Err(body.refuse("type", format!("it is required, and is {kind}")));
    }
    let is_free = is_name_free(&asked.desk, &asked.caller, &scope, ticket, &name).await?;
    let (reason, message) = match unfit(&name) {
        Some(why) => ("Invalid", why),
        None if is_free => return Ok(ok(&json!({ "nameAvailable": true, "reason": "", "message": "" }))),
        None => ("AlreadyExists", format!("the name `{name}` is taken")),
    };
    Ok(ok(&json!({ "nameAvailable": false, "reason": reason, "message": message })))
}
