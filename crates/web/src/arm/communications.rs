//! Messages of a case, and the transcripts of chats: there are none.

use super::answer::ok;
use super::error::Fault;
use super::filter::comparisons;
use super::long_running::accepted;
use super::names::must_be_name;
use super::object::properties;
use super::paging::{listed, page};
use super::path::At;
use super::request::{ArmRequest, Asked, object, root};
use axum::response::Response;
use domain::Actor;
use operations::{Communication, NewCommunication, Scope, communicate, communications, show_ticket};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How many communications a page has at most, and unless it is asked otherwise.
const TOP: u32 = 10;
/// The largest body in bytes.
const BODY_BYTES_MAX: usize = 256 << 10;

/// What a client says of a message, as it was given.
#[derive(Serialize, Deserialize)]
struct Envelope {
    subject: String,
    body: String,
    #[serde(default)]
    sender: Option<String>,
}

/// `GET P/supportTickets/{ticket}/communications`
pub(super) async fn list(asked: &Asked, at: At, ticket: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let page = page(asked, TOP, TOP)?;
    let said = communications(&asked.desk, &asked.caller, &scope, ticket).await?;
    let ticket = show_ticket(&asked.desk, &asked.caller, &scope, ticket).await?;
    let wanted = wanted(asked.option("$filter"))?;
    let behind = said.into_iter().filter(|said| wanted.holds(said)).skip_while(|said| {
        page.after.as_deref().is_some_and(|after| said.message.sequence.to_string() != after)
    });
    let mut rest = behind.skip(usize::from(page.after.is_some()));
    let mut items = Vec::new();
    let mut last = None;
    for said in rest.by_ref().take(page.top as usize) {
        last = Some(said.message.sequence.to_string());
        items.push(shown(&scope, &ticket.name, ticket.case.title.as_deref(), said));
    }
    let next = rest.next().and(last);
    Ok(listed(asked, &items, &page, next))
}

/// Which communications are asked for.
#[derive(Default)]
struct Wanted {
    never: bool,
    from: domain::Moment,
}

impl Wanted {
    fn holds(&self, said: &Communication) -> bool {
        !self.never && self.from <= said.message.at
    }
}

fn wanted(filter: Option<&str>) -> Result<Wanted, Fault> {
    let mut wanted = Wanted { never: false, from: domain::Moment::MIN };
    for one in filter.map(comparisons).transpose()?.unwrap_or_default() {
        match one.property.as_str() {
            // All that is written here is written on the web.
            "communicationtype" => match one.equal()? {
                text if text.eq_ignore_ascii_case("web") => {}
                text if text.eq_ignore_ascii_case("phone") => wanted.never = true,
                text => {
                    let why = format!("`{}` is none of web, phone", text.escape_debug());
                    return Err(Fault::filter(why));
                }
            },
            "createddate" => wanted.from = wanted.from.max(one.from()?),
            _ => return Err(one.unknown("communicationType and createdDate")),
        }
    }
    Ok(wanted)
}

/// `GET P/supportTickets/{ticket}/communications/{communication}`
pub(super) async fn show(asked: &Asked, at: At, ticket: &str, name: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let said = communications(&asked.desk, &asked.caller, &scope, ticket).await?;
    let found = said.into_iter().find(|said| said.name.eq_ignore_ascii_case(name));
    let not_found = || Fault::not_found(format!("there is no communication `{}`", name.escape_debug()));
    let found = found.ok_or_else(not_found)?;
    let ticket = show_ticket(&asked.desk, &asked.caller, &scope, ticket).await?;
    Ok(ok(&shown(&scope, &ticket.name, ticket.case.title.as_deref(), found)))
}

/// `PUT P/supportTickets/{ticket}/communications/{communication}`
pub(super) async fn write(
    request: ArmRequest,
    at: At,
    ticket: &str,
    name: String,
) -> Result<Response, Fault> {
    let ArmRequest { asked, body } = request;
    let scope = asked.scope(at).await?;
    must_be_name("communicationName", &name)?;
    let body = object(body, BODY_BYTES_MAX).await?;
    let said = properties(&body)?;
    let sender = said.text("sender")?;
    if let Some(sender) = sender.as_ref().filter(|sender| !sender.contains('@')) {
        return Err(said.refuse("sender", format!("`{}` is no e-mail address", sender.escape_debug())));
    }
    let envelope = Envelope { subject: said.needed("subject")?, body: said.needed("body")?, sender };
    let text = envelope.body.clone();
    let envelope = serde_json::to_string(&envelope).map_err(|why| Fault::invalid("properties", why))?;
    let new = NewCommunication { name, text, envelope };
    let message = communicate(&asked.desk, &asked.caller, &scope, ticket, new).await?;
    Ok(accepted(&asked, &scope, message.as_str()))
}

fn shown(scope: &Scope, ticket: &str, title: Option<&str>, said: Communication) -> Value {
    let Communication { name, message } = said;
    let envelope = message.envelope.and_then(|text| serde_json::from_str::<Envelope>(&text).ok());
    let (subject, body, sender) = match envelope {
        Some(envelope) => (Some(envelope.subject), Some(envelope.body), envelope.sender),
        // Written elsewhere: it is about the case.
        None => (title.map(str::to_owned), message.text, None),
    };
    let (direction, by) = match &message.by {
        Actor::Vendor(person) => ("outbound", person.to_string()),
        Actor::Person(person) => ("inbound", person.to_string()),
        Actor::Runner(runner) => ("inbound", runner.to_string()),
        Actor::System => ("outbound", "system".to_owned()),
    };
    json!({
        "id": format!("{}/supportTickets/{ticket}/communications/{name}", root(scope)),
        "name": name,
        "type": "Microsoft.Support/communications",
        "properties": {
            "communicationType": "web",
            "communicationDirection": direction,
            "sender": sender.or(message.name).unwrap_or(by),
            "subject": subject,
            "body": body,
            "createdDate": message.at,
        },
    })
}

/// `GET P/supportTickets/{ticket}/chatTranscripts`: nobody chats here.
pub(super) async fn transcripts(asked: &Asked, at: At, ticket: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    show_ticket(&asked.desk, &asked.caller, &scope, ticket).await?;
    Ok(ok(&json!({ "value": [] })))
}

/// `GET P/supportTickets/{ticket}/chatTranscripts/{transcript}`
pub(super) async fn transcript(asked: &Asked, at: At, ticket: &str, name: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    show_ticket(&asked.desk, &asked.caller, &scope, ticket).await?;
    Err(Fault::not_found(format!("there is no chat transcript `{}`", name.escape_debug())))
}
