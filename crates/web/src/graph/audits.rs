//! `auditLogs/directoryAudits`

use super::entry::{self, PROPERTIES};
use super::filter::Filter;
use super::query::{Options, shown};
use super::skip_token::SkipToken;
use super::{AUDITS, ROOT, bad, json};
use crate::app::App;
use crate::caller::SignedIn;
use crate::links::base_url;
use crate::problem::Refused;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use operations::AuditSearch;
use serde_json::{Map, Value};

/// How many entries a page has, unless it is asked for another number.
const TOP: usize = 100;
/// The most entries that a page has.
const TOP_MAX: usize = 1_000;
/// The one property that entries are ordered by.
const ORDER: &str = "activityDateTime";

/// What a list is asked for.
struct Asked {
    filter_text: String,
    filter: Filter,
    newest_first: bool,
    top: usize,
    count: bool,
    select: Option<Vec<&'static str>>,
    token: Option<String>,
}

impl Asked {
    fn of(query: Option<&str>) -> Result<Self, Refused> {
        let options = Options::of(query)?;
        let filter_text = options.get("$filter").unwrap_or_default().to_owned();
        Ok(Self {
            filter: Filter::parse(&filter_text).map_err(bad)?,
            filter_text,
            newest_first: newest_first(options.get("$orderby"))?,
            top: top(options.get("$top"))?,
            count: options.flag("$count")?,
            select: options.get("$select").map(selected).transpose()?,
            token: options.get("$skiptoken").map(str::to_owned),
        })
    }

    /// What a token of this list is bound to.
    fn list<'a>(&'a self, tenant: &'a str) -> [&'a str; 3] {
        [tenant, &self.filter_text, if self.newest_first { "desc" } else { "asc" }]
    }

    /// The query of the next page.
    fn query(&self, token: &str) -> String {
        let order = format!("{ORDER} {}", if self.newest_first { "desc" } else { "asc" });
        let mut fields = vec![("$top", self.top.to_string()), ("$orderby", order)];
        if !self.filter_text.is_empty() {
            fields.push(("$filter", self.filter_text.clone()));
        }
        if let Some(select) = &self.select {
            fields.push(("$select", select.join(",")));
        }
        fields.push(("$skiptoken", token.to_owned()));
        serde_html_form::to_string(fields).unwrap_or_default()
    }
}

fn top(text: Option<&str>) -> Result<usize, Refused> {
    let Some(text) = text else { return Ok(TOP) };
    let top = text.parse().ok().filter(|top| (1..=TOP_MAX).contains(top));
    top.ok_or_else(|| bad(format!("`$top` is a number from 1 to {TOP_MAX}, not `{}`", shown(text))))
}

fn newest_first(text: Option<&str>) -> Result<bool, Refused> {
    let Some(text) = text else { return Ok(true) };
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        [ORDER] => Ok(false),
        [ORDER, direction] if direction.eq_ignore_ascii_case("asc") => Ok(false),
        [ORDER, direction] if direction.eq_ignore_ascii_case("desc") => Ok(true),
        _ => Err(bad(format!("`$orderby` is `{ORDER}` with `asc` or `desc`, not `{}`", shown(text)))),
    }
}

fn selected(text: &str) -> Result<Vec<&'static str>, Refused> {
    let name = |wanted: &str| {
        let known = PROPERTIES.into_iter().find(|name| name.eq_ignore_ascii_case(wanted.trim()));
        known.ok_or_else(|| bad(format!("`$select`: an entry has no property `{}`", shown(wanted))))
    };
    text.split(',').map(name).collect()
}

/// `GET …/directoryAudits`
pub(super) async fn list(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let asked = Asked::of(query.as_deref())?;
    let tenant = who.caller.tenant.as_str();
    let token =
        match &asked.token {
            Some(text) => Some(SkipToken::read(text, &asked.list(tenant)).ok_or_else(|| {
                bad("`$skiptoken` is of another list; go to the `@odata.nextLink` as it is")
            })?),
            None => None,
        };
    let search = AuditSearch {
        newest_first: asked.newest_first,
        after: token.map(|token| token.after),
        size: token.map(|token| token.size),
        bounds: asked.filter.bounds(),
        filter: &asked.filter,
    };
    let page = operations::list_directory_audits(&app.desk, &who.caller, &search, asked.top).await?;
    let root = format!("{}{ROOT}", base_url(&app, &headers));
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), format!("{root}/$metadata#auditLogs/directoryAudits").into());
    if asked.count && token.is_none() {
        // The same snapshot as the page.
        let search = AuditSearch { size: Some(page.size), ..search };
        let count = operations::count_directory_audits(&app.desk, &who.caller, &search).await?;
        body.insert("@odata.count".to_owned(), count.into());
    }
    if let Some(after) = page.next {
        let token = SkipToken { size: page.size, after }.text(&asked.list(tenant));
        body.insert("@odata.nextLink".to_owned(), format!("{root}{AUDITS}?{}", asked.query(&token)).into());
    }
    let entries: Vec<Value> =
        page.entries.iter().map(|entry| entry::shown(entry, asked.select.as_deref())).collect();
    body.insert("value".to_owned(), entries.into());
    Ok(json(&Value::Object(body)))
}

/// `GET …/directoryAudits/{id}` and `GET …/directoryAudits/$count`
pub(super) async fn show(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    // A path that is not UTF-8 names nothing.
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let asked = Asked::of(query.as_deref())?;
    if id == "$count" {
        let search = AuditSearch {
            newest_first: true,
            after: None,
            size: None,
            bounds: asked.filter.bounds(),
            filter: &asked.filter,
        };
        let count = operations::count_directory_audits(&app.desk, &who.caller, &search).await?;
        return Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], count.to_string()).into_response());
    }
    let entry = operations::show_directory_audit(&app.desk, &who.caller, &id).await?;
    let root = format!("{}{ROOT}", base_url(&app, &headers));
    let mut body = entry::shown(&entry, asked.select.as_deref());
    if let Value::Object(members) = &mut body {
        let context = format!("{root}/$metadata#auditLogs/directoryAudits/$entity");
        members.insert("@odata.context".to_owned(), context.into());
    }
    Ok(json(&body))
}
