//! Cases as support tickets.

mod details;
mod shape;
mod update;

pub(super) use update::update;

use super::answer::ok;
use super::catalogue::{nature_of, service_of};
use super::error::Fault;
use super::filter::{Comparison, comparisons};
use super::long_running::accepted;
use super::names::must_be_name;
use super::object::properties;
use super::paging::{listed, page};
use super::path::At;
use super::request::{ArmRequest, Asked, object};
use axum::response::Response;
use details::{Asking, Details};
use domain::Level;
use operations::{ConsentTerms, NewTicket, Page, TicketFilter};

/// How many tickets a page has, unless it is asked for another number.
const TOP: u32 = 25;
/// The most tickets that a page has.
const TOP_MAX: u32 = 100;
/// The largest body in bytes.
const BODY_BYTES_MAX: usize = 1 << 20;

/// `GET P/supportTickets`
pub(super) async fn list(asked: &Asked, at: At) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let page = page(asked, TOP, TOP_MAX)?;
    let filter = filter(asked)?;
    let after = page.after.as_deref().map(str::parse).transpose();
    let after = after.map_err(|_| Fault::invalid("$skiptoken", "it is no token of this list"))?;
    let rows = Page { after, limit: page.top };
    let list = operations::list_tickets(&asked.desk, &asked.caller, &scope, filter, rows).await?;
    let problems = asked.desk.problems();
    let items: Vec<_> =
        list.tickets.into_iter().map(|ticket| shape::shown(&scope, problems, ticket)).collect();
    Ok(listed(asked, &items, &page, list.next.map(|next| next.to_string())))
}

fn filter(asked: &Asked) -> Result<TicketFilter, Fault> {
    let problems = asked.desk.problems();
    let mut filter = TicketFilter::default();
    // What the catalogue lacks, no case is about.
    let nobodys = || Comparison::nobodys();
    for one in asked.option("$filter").map(comparisons).transpose()?.unwrap_or_default() {
        match one.property.as_str() {
            "status" => {
                let is_open = match one.equal()? {
                    word if word.eq_ignore_ascii_case("open") => true,
                    word if word.eq_ignore_ascii_case("closed") => false,
                    word => {
                        return Err(Fault::filter(format!(
                            "`{}` is none of Open, Closed",
                            word.escape_debug()
                        )));
                    }
                };
                once(&mut filter.open, is_open, &one)?;
            }
            "serviceid" => {
                let service = service_of(problems, one.equal()?).map(|service| service.id.clone());
                once(&mut filter.service, service.or_else(nobodys), &one)?;
            }
            "problemclassificationid" => {
                let found = nature_of(problems, one.equal()?);
                once(
                    &mut filter.service,
                    found.map(|(service, _)| service.id.clone()).or_else(nobodys),
                    &one,
                )?;
                once(&mut filter.nature, found.map(|(_, nature)| nature.id.clone()), &one)?;
            }
            "createddate" => filter.from = filter.from.max(Some(one.from()?)),
            _ => return Err(one.unknown("status, serviceId, problemClassificationId and createdDate")),
        }
    }
    Ok(filter)
}

/// Settles a value of the filter. Naming it again is fine as long as it is the same.
fn once<T: PartialEq>(
    there: &mut Option<T>,
    value: impl Into<Option<T>>,
    one: &Comparison,
) -> Result<(), Fault> {
    let value = value.into();
    if there.is_some() && value.is_some() && *there != value {
        return Err(Fault::filter(format!("`{}` cannot be two things at once", one.property)));
    }
    if there.is_none() {
        *there = value;
    }
    Ok(())
}

/// `GET P/supportTickets/{ticket}`
pub(super) async fn show(asked: &Asked, at: At, name: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let ticket = operations::show_ticket(&asked.desk, &asked.caller, &scope, name).await?;
    Ok(ok(&shape::shown(&scope, asked.desk.problems(), ticket)))
}

/// `PUT P/supportTickets/{ticket}`
pub(super) async fn open(request: ArmRequest, at: At, name: String) -> Result<Response, Fault> {
    let ArmRequest { asked, body } = request;
    let scope = asked.scope(at).await?;
    must_be_name("supportTicketName", &name)?;
    let body = object(body, BODY_BYTES_MAX).await?;
    let details = Details::read(asked.desk.problems(), properties(&body)?)?;
    let Asking { service, nature, severity, .. } = details.asking.clone();
    let level = if details.asking.advanced { Level::Advanced } else { Level::Standard };
    let language = details.language();
    let consent = details.consents.diagnostics().unwrap_or(true);
    let ticket = NewTicket {
        name,
        service,
        nature,
        severity,
        title: details.title.clone(),
        text: details.description.clone(),
        consent: consent.then_some(ConsentTerms { level, categories: None, language }),
        workspace: details.more.file_workspace_name.clone(),
        details: details.kept()?,
    };
    let case = operations::open_ticket(&asked.desk, &asked.caller, &scope, ticket).await?;
    Ok(accepted(&asked, &scope, case.as_str()))
}
