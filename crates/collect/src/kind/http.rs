//! A page, the way to it, and what its headers say to browsers and caches.

mod caching;
mod security;

use crate::CollectError;
use crate::site::Site;
use crate::web::{self, Address, Answered, Ask};
use diagnostics::Optional as _;
use diagnostics::collector::Http;
use serde_json::{Map, Value, json};

/// The most redirects that are followed.
const REDIRECTS_MAX: u64 = 10;
/// The most headers that are told.
const HEADERS_MAX: usize = 20;
/// Headers that carry what only the two sides may know; they are not told.
const SECRET: [&str; 5] =
    ["set-cookie", "set-cookie2", "authentication-info", "www-authenticate", "proxy-authenticate"];

/// What has to be known on the way.
struct Plan {
    hosts: Vec<(String, u16)>,
    proxy: Option<(String, u16)>,
    redirects: u64,
}

/// A redirect that is not followed, and why.
enum Stopped {
    /// It leads to the page itself, or round in a circle.
    Circle,
    TooMany,
    Unreadable,
    Undeclared,
    OutOfScope,
}

impl Stopped {
    fn name(&self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::TooMany => "too_many",
            Self::Unreadable => "unreadable",
            Self::Undeclared => "undeclared",
            Self::OutOfScope => "out_of_scope",
        }
    }
}

/// Asks for the page, and for those that it leads to.
pub(super) fn collect(site: &mut Site, parameters: &Http) -> Result<Value, CollectError> {
    let plan = Plan {
        hosts: parameters.page_hosts(site.inputs)?,
        proxy: parameters.proxy_host(site.inputs)?,
        redirects: parameters.redirects.get(site.inputs)?.min(REDIRECTS_MAX),
    };
    let wanted = parameters.headers.find(site.inputs)?.unwrap_or_default();
    let mut address = Address {
        host: parameters.host.get(site.inputs)?,
        port: parameters.port.get(site.inputs)?,
        tls: parameters.tls.get(site.inputs)?,
        path: parameters.path.get(site.inputs)?,
    }
    .checked()?;
    let (mut hops, mut been, mut stopped) = (Vec::new(), vec![address.clone()], None);
    let answered = loop {
        let ask = Ask { proxy: plan.proxy.as_ref(), compressed: true, ..Ask::of(&address, 0) };
        let answered = web::ask(site, &ask)?;
        hops.push(json!({"address": address.shown(), "status": answered.way.status}));
        match next(site, &plan, &address, &answered, &been) {
            Some(Ok(to)) => {
                been.push(to.clone());
                address = to;
            }
            Some(Err(why)) => {
                stopped = Some(why);
                break answered;
            }
            None => break answered,
        }
    };
    facts(site, &answered, &hops, stopped.as_ref(), &wanted)
}

/// Where the answer leads, if anywhere, and whether that is followed.
fn next(
    site: &Site,
    plan: &Plan,
    from: &Address,
    answered: &Answered,
    been: &[Address],
) -> Option<Result<Address, Stopped>> {
    if !matches!(answered.way.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let Some(to) = answered.header("location").and_then(|location| from.joined(&location)) else {
        return Some(Err(Stopped::Unreadable));
    };
    let is_declared =
        plan.hosts.iter().any(|(host, port)| host.eq_ignore_ascii_case(&to.host) && *port == to.port);
    Some(if been.contains(&to) {
        Err(Stopped::Circle)
    } else if been.len() as u64 > plan.redirects {
        Err(Stopped::TooMany)
    } else if !is_declared {
        Err(Stopped::Undeclared)
    } else if site.scope.host(site.subscription, &to.host, to.port).is_err() {
        Err(Stopped::OutOfScope)
    } else {
        Ok(to)
    })
}

fn facts(
    site: &Site,
    answered: &Answered,
    hops: &[Value],
    stopped: Option<&Stopped>,
    wanted: &[String],
) -> Result<Value, CollectError> {
    let way = serde_json::to_value(&answered.way).map_err(|error| site.failed(error.to_string()))?;
    let leads_to = answered.header("location").and_then(|location| {
        let way = &answered.way;
        let from = Address { host: way.host.clone(), port: way.port, tls: way.tls, path: way.path.clone() };
        from.joined(&location)
    });
    let mut facts = json!({
        "redirects": hops.len() - 1,
        "hops": hops,
        "redirect_stopped": stopped.map_or("", Stopped::name),
        "leads_to": leads_to.as_ref().map(Address::shown),
        "leads_to_tls": leads_to.is_some_and(|address| address.tls),
        "server": answered.header("server"),
        "powered_by": answered.header("x-powered-by"),
        "via": answered.header("via"),
        "content_type": answered.header("content-type"),
        "headers": told(answered, wanted),
        "security": security::judged(&answered.headers),
        "caching": caching::judged(&answered.headers),
    });
    if let (Some(facts), Value::Object(way)) = (facts.as_object_mut(), way) {
        facts.extend(way);
    }
    Ok(facts)
}

/// The headers that were asked for, null where they are absent.
fn told(answered: &Answered, wanted: &[String]) -> Value {
    let names = wanted.iter().take(HEADERS_MAX).map(|name| name.to_ascii_lowercase());
    let open = names.filter(|name| !SECRET.contains(&name.as_str()));
    Value::Object(open.map(|name| (name.clone(), json!(answered.header(&name)))).collect::<Map<_, _>>())
}
