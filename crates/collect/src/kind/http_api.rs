//! A list of a JSON API, page by page. Of each item only the fields asked for are kept; nothing is changed there.

mod fields;
mod page;

use crate::CollectError;
use crate::database::{Failure, Opening};
use crate::network::LATE;
use crate::site::Site;
use crate::web::{self, Address, Answered, Ask};
use diagnostics::collector::HttpApi;
use diagnostics::{InputError, Optional as _};
use fields::Fields;
use serde_json::{Map, Value, json};

/// The most pages that are asked for.
const PAGES_MAX: usize = 100;
/// The longest page that is read, in bytes.
const PAGE_BYTES_MAX: usize = 1 << 20;

/// What was gathered so far.
#[derive(Default)]
struct Gathered {
    items: Vec<Value>,
    pages: usize,
    throttled: usize,
    status: u16,
}

/// Asks for every page.
pub(super) fn collect(site: &mut Site, parameters: &HttpApi) -> Result<Value, CollectError> {
    let name = parameters.service.get(site.inputs)?;
    let path = parameters.path.get(site.inputs)?;
    if !page::is_plain(&path) {
        return Err(InputError::Unfit { input: "path".to_owned(), value: path }.into());
    }
    let fields = Fields::read(parameters, site.inputs)?;
    let list = parameters.items.get(site.inputs)?;
    let next = parameters.next.find(site.inputs)?;
    let mut told = Opening::of(&name);
    let mut gathered = Gathered::default();
    let mut at = Some(page::Wanted::First(path));
    let mut outcome = Ok(());
    while let (Some(wanted), true) = (at.take(), site.go_on()?) {
        if gathered.pages == PAGES_MAX {
            outcome = Err(Failure::new("next", format!("it has more than {PAGES_MAX} pages")));
            break;
        }
        match one(site, &name, &wanted, &mut gathered, &mut told)? {
            Ok(document) => {
                gathered.pages += 1;
                outcome = keep(site, &mut gathered, &fields, document.pointer(&list));
                let following = next.as_ref().and_then(|next| document.pointer(next)?.as_str());
                at =
                    following.filter(|link| !link.is_empty()).map(|link| page::Wanted::Next(link.to_owned()));
            }
            Err(failure) => outcome = Err(failure),
        }
        if outcome.is_err() {
            break;
        }
    }
    if at.is_some() {
        outcome = outcome.and(Err(Failure::new("next", LATE)));
    }
    told.conclude(outcome);
    told.with(site, facts(gathered, &fields))
}

fn facts(mut gathered: Gathered, fields: &Fields) -> Map<String, Value> {
    fields.order(&mut gathered.items);
    let told = json!({
        "status": gathered.status,
        "pages": gathered.pages,
        "throttled": gathered.throttled,
        "count": gathered.items.len(),
        "missing_fields": fields.missing(&gathered.items),
        "highest": gathered.items.first(),
        "lowest": gathered.items.last(),
        "items": gathered.items,
    });
    told.as_object().cloned().unwrap_or_default()
}

/// Keeps the fields of a page's items.
fn keep(
    site: &mut Site,
    gathered: &mut Gathered,
    fields: &Fields,
    list: Option<&Value>,
) -> Result<(), Failure> {
    let Some(list) = list.and_then(Value::as_array) else {
        return Err(Failure::new("form", "there is no list where one was expected"));
    };
    let rows = list.iter().take_while(|_| site.budget.take_row()).map(|item| fields.of(item));
    gathered.items.extend(rows);
    Ok(())
}

/// One page, after as much waiting as the service asks for.
fn one(
    site: &mut Site,
    name: &str,
    wanted: &page::Wanted,
    gathered: &mut Gathered,
    told: &mut Opening,
) -> Result<Result<Value, Failure>, CollectError> {
    let mut throttled = 0;
    let answered = web::patiently(site, &mut throttled, |site| ask(site, name, wanted, told))?;
    gathered.throttled += throttled;
    Ok(answered.and_then(|answered| {
        gathered.status = answered.way.status;
        page::document(&answered, PAGE_BYTES_MAX)
    }))
}

/// Asks once, over a connection of its own.
fn ask(
    site: &mut Site,
    name: &str,
    wanted: &page::Wanted,
    told: &mut Opening,
) -> Result<Result<Answered, Failure>, CollectError> {
    let (dialed, access) = match site.service(name)? {
        Ok(found) => found,
        Err(unreached) => return Ok(Err(Failure::new("connect", unreached.reason()))),
    };
    let base = Address::parse(&access.url).ok_or_else(|| site.failed("its `url` is no address"))?;
    told.is_encrypted(base.tls);
    let Some(address) = wanted.below(&base) else {
        return Ok(Err(Failure::new(
            "next",
            "its next page leads out of the service's address, where nobody goes",
        )));
    };
    let credential = access.credential.as_ref();
    let ask = Ask { credential, ..Ask::of(&address, PAGE_BYTES_MAX + 1) };
    let answered = web::ask_over(site, &ask, dialed.stream)?;
    let way = &answered.way;
    if way.failed_phase.is_empty() {
        return Ok(Ok(answered));
    }
    let reason = way.error.clone().or_else(|| way.certificate_error.clone()).unwrap_or_default();
    Ok(Err(Failure::new(way.failed_phase, reason)))
}
