//! Conversations with the API server of a Kubernetes cluster: lists of a few resources, page by page, and nothing else.

mod list;
mod resource;
mod status;

pub(crate) use list::or_default;
pub(crate) use resource::Resource;

use crate::database::Failure;
use crate::network::LATE;
use crate::site::Site;
use crate::tls::Authorities;
use crate::web::{self, Address, Answered, Ask};
use crate::{CollectError, certificate};
use diagnostics::InputError;
use domain::Moment;
use list::Page;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rustls::pki_types::CertificateDer;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// How many objects a page holds, and how many pages are asked for.
const PAGE_OBJECTS: usize = 100;
const PAGES_MAX: usize = 200;
/// The longest page that is read, in bytes. A pod may have some tens of KiB.
const PAGE_BYTES_MAX: usize = 8 << 20;
/// How often a list is begun anew because the server forgot where it stood.
const RELISTS_MAX: usize = 2;

/// The API of one cluster, and what was seen of it.
#[derive(Debug)]
pub(crate) struct Api<'a> {
    /// The name under which the settings list it.
    cluster: &'a str,
    pages: usize,
    throttled: usize,
    relisted: usize,
    /// The API server's own time, by which its objects are dated.
    clock: Option<Moment>,
    /// The certificate that the API server presents.
    certificate: Option<Value>,
}

/// What to list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    pub(crate) resource: Resource,
    /// Of one namespace, or of all.
    pub(crate) namespace: Option<&'a str>,
    /// Which objects, as a field selector; all if empty.
    pub(crate) selector: &'a str,
}

impl<'a> Api<'a> {
    pub(crate) fn of(cluster: &'a str) -> Self {
        Self { cluster, pages: 0, throttled: 0, relisted: 0, clock: None, certificate: None }
    }

    /// What is told of it, whatever was asked.
    pub(crate) fn told(&self) -> Value {
        json!({
            "pages": self.pages,
            "throttled": self.throttled,
            "relisted": self.relisted,
            "api_server": self.certificate.clone().unwrap_or_else(|| json!({"presented": false, "days_left": null})),
        })
    }

    /// The API server's own time; the run's until it told it.
    pub(crate) fn now(&self, site: &Site) -> Moment {
        self.clock.unwrap_or_else(|| site.time())
    }

    /// Every object of a list.
    pub(crate) fn list<T: DeserializeOwned>(
        &mut self,
        site: &mut Site,
        wish: Wish,
    ) -> Result<Result<Vec<T>, Failure>, CollectError> {
        let (mut objects, mut token) = (Vec::new(), String::new());
        let (mut pages, mut relisted) = (0, 0);
        while site.go_on()? {
            if pages == PAGES_MAX {
                let reason = format!("{}: the list has more than {PAGES_MAX} pages", wish.resource.word());
                return Ok(Err(Failure::new("next", reason)));
            }
            let answered = match self.page(site, wish, &token)? {
                Ok(answered) => answered,
                Err(failure) => return Ok(Err(failure)),
            };
            // The server keeps the place in a list for some minutes only.
            if answered.way.status == 410 && !token.is_empty() && relisted < RELISTS_MAX {
                relisted += 1;
                self.relisted += 1;
                (objects, token, pages) = (Vec::new(), String::new(), 0);
                continue;
            }
            let page: Page<T> = match read(&answered, wish.resource) {
                Ok(page) => page,
                Err(failure) => return Ok(Err(failure)),
            };
            pages += 1;
            self.pages += 1;
            objects.extend(page.items);
            token = page.metadata.token;
            if token.is_empty() {
                return Ok(Ok(objects));
            }
        }
        Ok(Err(Failure::new("next", LATE)))
    }

    /// One page, after as much waiting as the server asks for.
    fn page(
        &mut self,
        site: &mut Site,
        wish: Wish,
        token: &str,
    ) -> Result<Result<Answered, Failure>, CollectError> {
        let namespace = wish.namespace;
        let path = wish.resource.path(namespace).ok_or_else(|| InputError::Unfit {
            input: "namespaces".to_owned(),
            value: namespace.unwrap_or_default().to_owned(),
        })?;
        let mut path = format!("{path}?limit={PAGE_OBJECTS}");
        for (name, value) in [("fieldSelector", wish.selector), ("continue", token)] {
            if !value.is_empty() {
                path.extend(["&", name, "="].into_iter().chain(utf8_percent_encode(value, NON_ALPHANUMERIC)));
            }
        }
        let mut throttled = 0;
        let answered = web::patiently(site, &mut throttled, |site| self.ask(site, wish, &path));
        self.throttled += throttled;
        answered
    }

    /// Asks once, over a connection of its own.
    fn ask(
        &mut self,
        site: &mut Site,
        wish: Wish,
        path: &str,
    ) -> Result<Result<Answered, Failure>, CollectError> {
        let (dialed, access) = match site.cluster(self.cluster, wish.resource, wish.namespace)? {
            Ok(found) => found,
            Err(unreached) => return Ok(Err(Failure::new("connect", unreached.reason()))),
        };
        let base = Address::parse(&access.url).filter(|base| base.tls);
        let base = base.ok_or_else(|| site.failed("its `url` is no address"))?;
        let address = Address { path: format!("{}{path}", base.path_alone().trim_end_matches('/')), ..base };
        let authorities = access.authority.as_deref().map(Authorities::only).transpose();
        let authorities = authorities.map_err(|reason| site.failed(reason))?;
        let ask = Ask {
            credential: access.credential.as_ref(),
            authorities: authorities.as_ref(),
            ..Ask::of(&address, PAGE_BYTES_MAX + 1)
        };
        let answered = web::ask_over(site, &ask, dialed.stream)?;
        if let Some(certificate) = presented(&answered.chain, site.now) {
            self.certificate = Some(certificate);
        }
        let way = &answered.way;
        if !way.failed_phase.is_empty() {
            let reason = way.error.clone().or_else(|| way.certificate_error.clone()).unwrap_or_default();
            return Ok(Err(Failure::new(way.failed_phase, reason)));
        }
        self.clock = answered.date().or(self.clock);
        Ok(Ok(answered))
    }
}

/// The page that came back.
fn read<T: DeserializeOwned>(answered: &Answered, resource: Resource) -> Result<Page<T>, Failure> {
    let word = resource.word();
    if answered.way.status != 200 {
        return Err(status::refusal(answered, word));
    }
    if !answered.way.body_complete || answered.body.len() > PAGE_BYTES_MAX {
        let reason = format!("{word}: a page has more than {PAGE_BYTES_MAX} bytes, or was cut off");
        return Err(Failure::new("form", reason));
    }
    let place = |error: serde_json::Error| {
        Failure::new("form", format!("{word}: the answer is no list of them (column {})", error.column()))
    };
    serde_json::from_slice(&answered.body).map_err(place)
}

/// What the certificate at the start of a chain says.
fn presented(chain: &[CertificateDer], now: Moment) -> Option<Value> {
    let leaf = certificate::parse(chain.first()?)?;
    let mut told = certificate::told_briefly(&leaf);
    told["presented"] = json!(true);
    told["days_left"] = json!(certificate::days_left(&leaf, now));
    Some(told)
}
