//! Cases as people read them.

use crate::output::colour::Colour;
use crate::output::table::Table;
use crate::output::{Output, word};
use std::io;
use wire::{Case, CasePage, Consent, ConsentState, Message};

/// What stands where a text was erased.
const ERASED: &str = "(erased)";

/// A page of cases.
pub(super) fn page(page: &CasePage, out: &mut Output) -> io::Result<()> {
    if page.items.is_empty() {
        return out.line("There are no such cases.");
    }
    let mut table = Table::new(["case", "state", "severity", "consent", "opened", "title"]);
    for case in &page.items {
        let title = case.title.clone().unwrap_or_else(|| ERASED.to_owned());
        let opened = out.when(case.opened_at);
        let consent = standing(&case.consent).to_owned();
        table.row([
            case.case.to_string(),
            state(case).to_owned(),
            word(&case.severity),
            consent,
            opened,
            title,
        ]);
    }
    out.table(&table)?;
    crate::commands::show_next("glasscase case list", page.next.as_deref(), out)
}

fn state(case: &Case) -> &'static str {
    if case.open { "open" } else { "closed" }
}

fn standing(consent: &Consent) -> &'static str {
    match (consent.state, consent.level) {
        (ConsentState::None, _) => "none",
        (ConsentState::InForce, Some(domain::Level::Advanced)) => "advanced",
        (ConsentState::InForce, _) => "standard",
        (ConsentState::Withdrawn, _) => "withdrawn",
        (ConsentState::Lapsed, _) => "lapsed",
    }
}

/// One case with its messages.
pub(super) fn case(case: &Case, out: &mut Output) -> io::Result<()> {
    out.line(case.title.as_deref().unwrap_or(ERASED))?;
    let subscriptions: Vec<_> = case.subscriptions.iter().map(domain::SubscriptionId::as_str).collect();
    let (opened, closed) = (out.when(case.opened_at), case.closed_at.map(|at| out.when(at)));
    out.fields(&[
        ("case", Some(case.case.to_string())),
        ("tenant", Some(case.tenant.to_string())),
        ("state", Some(state(case).to_owned())),
        ("severity", Some(word(&case.severity))),
        ("about", Some(format!("{}, {}", case.service, case.nature))),
        ("team", Some(case.team.to_string())),
        ("worked by", case.engineer.clone()),
        ("subscriptions", Some(subscriptions.join(", "))),
        ("opened", Some(opened)),
        ("closed", closed),
    ])?;
    consent(&case.consent, out)?;
    case.messages.iter().try_for_each(|said| message(said, out))
}

fn consent(consent: &Consent, out: &mut Output) -> io::Result<()> {
    let is_in_force = consent.state == ConsentState::InForce;
    let backing = match &consent.signed_by {
        Some(key) => format!("signed by {key}"),
        None => "attested by the server alone".to_owned(),
    };
    let (given, until) = (consent.given_at.map(|at| out.when(at)), consent.until.map(|at| out.when(at)));
    out.fields(&[
        ("consent", Some(standing(consent).to_owned())),
        ("  covers", is_in_force.then(|| consent.categories.to_string())),
        ("  given", given),
        ("  until", until),
        ("  proof", is_in_force.then_some(backing)),
    ])?;
    for grant in &consent.grants {
        let until = out.when(grant.until);
        let text = format!("{} until {until}, by {}", grant.categories, grant.request);
        out.fields(&[("  and also", Some(text))])?;
    }
    Ok(())
}

fn message(message: &Message, out: &mut Output) -> io::Result<()> {
    let side = if message.from_vendor { " (vendor)" } else { "" };
    let at = out.when(message.at);
    out.line("")?;
    out.coloured(Colour::Dim, format_args!("{}{side}, {at}", message.by))?;
    out.line("")?;
    out.line(message.text.as_deref().unwrap_or(ERASED))
}
