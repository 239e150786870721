//! A desk with a clock that only tests move, the vendor's people, and a customer with theirs.

use crate::people::{Customer, Staff, hire, operator};
use domain::{CaseId, Event, Moment, Record, Span, Tenant, TenantId};
use operations::clock::SetClock;
use operations::{Desk, Installation};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use store::{Append, Location, NewEvent, Options, Store, Verdict};

/// Where people sign in.
pub(crate) const ORIGIN: &str = "https://desk.example";
/// Where passkeys sign consents.
pub(crate) const CONSENT_ORIGIN: &str = "https://consent.desk.example";
/// The vendor's own tenant.
const SUPPORT: &str = "b4c546a4-7dac-46a6-a7dd-ed822a11efd3";

pub(crate) fn id<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(crate) struct Scene {
    pub(crate) desk: Desk,
    pub(crate) store: Store,
    pub(crate) clock: Arc<SetClock>,
    /// Where evidence and keys lie.
    pub(crate) folder: PathBuf,
    location: Location,
    pub(crate) staff: Staff,
    pub(crate) contoso: Customer,
}

impl Scene {
    /// At 2026-01-01, with the vendor's people, and contoso with a person for each role.
    pub(crate) async fn begin(location: Location, folder: &Path) -> Self {
        let clock = Arc::new(SetClock::at(Moment::from_unix_seconds(1_767_225_600).unwrap()));
        let (desk, store) = open(&location, folder, &clock).await;
        let operator = operator(&desk).await;
        let staff = hire(&desk, operator).await;
        let contoso = Customer::join(&desk, &staff.operator, "contoso").await;
        Self { desk, store, clock, folder: folder.to_owned(), location, staff, contoso }
    }

    /// Another desk on the same database and folder, as a replica has it.
    pub(crate) async fn another_desk(&self) -> Desk {
        open(&self.location, &self.folder, &self.clock).await.0
    }

    /// Another customer.
    pub(crate) async fn join(&self, name: &str) -> Customer {
        Customer::join(&self.desk, &self.staff.operator, name).await
    }

    pub(crate) fn now(&self) -> Moment {
        self.desk.now()
    }

    pub(crate) fn forward(&self, span: Span) {
        self.clock.set(self.now().plus(span));
    }

    pub(crate) fn forward_hours(&self, hours: u32) {
        self.forward(Span::from_hours(hours));
    }

    pub(crate) fn forward_days(&self, days: u32) {
        self.forward(Span::from_days(days));
    }

    pub(crate) async fn sweep(&self) -> operations::Swept {
        operations::sweep(&self.desk).await.unwrap()
    }

    /// A tenant as its log says it is.
    pub(crate) async fn state(&self, tenant: &TenantId) -> Arc<Tenant> {
        self.store.tenant(tenant).await.unwrap().unwrap()
    }

    /// A tenant's whole log.
    pub(crate) async fn log(&self, tenant: &TenantId) -> Vec<Record> {
        let mut log = Vec::new();
        loop {
            let page = self.store.events(tenant, log.len() as u64, 500).await.unwrap();
            if page.is_empty() {
                return log;
            }
            log.extend(page.into_iter().map(|stored| stored.record));
        }
    }

    /// The events of contoso's log from sequence `from` on.
    pub(crate) async fn since(&self, from: u64) -> Vec<Event> {
        let log = self.log(&self.contoso.tenant).await;
        log.into_iter().skip(usize::try_from(from).unwrap()).map(|record| record.event).collect()
    }

    /// How many collections of contoso's there are in the vault, finished or not.
    pub(crate) fn kept(&self) -> usize {
        let folder = self.folder.join("objects").join(self.contoso.tenant.as_str());
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }

    /// An engineer comes to a case of contoso's so many times: events, and nothing else.
    pub(crate) async fn come_and_go(&self, case: &CaseId, times: usize) {
        let event = Event::EngineerSignedIn { case: case.clone() };
        let by = self.staff.engineer.actor();
        let decide = move |_: &Tenant, _| {
            let events = (0..times).map(|_| NewEvent::from(event.clone())).collect();
            Verdict::Append {
                append: Append { by: by.clone(), events, records: Vec::new() },
                answer: Vec::new(),
            }
        };
        self.store.append(&self.contoso.tenant, None, Box::new(decide)).await.unwrap();
    }

    /// How many events contoso's log has.
    pub(crate) async fn size(&self) -> u64 {
        self.store.head(&self.contoso.tenant).await.unwrap().unwrap().size
    }
}

async fn open(location: &Location, folder: &Path, clock: &Arc<SetClock>) -> (Desk, Store) {
    let now = Arc::clone(clock);
    let store =
        Store::open(location, Options::new(move || operations::clock::Clock::now(&*now))).await.unwrap();
    let vault = vault::Vault::open(&folder.join("objects"), &folder.join("keyring")).unwrap();
    let catalogue = diagnostics::Catalogue::built_in();
    let log_key = ledger::LogKey::from_seed("desk.example", &[7; 32]).unwrap();
    let installation = Installation {
        support_tenant: id(SUPPORT),
        support_name: "support.example".to_owned(),
        applications: operations::Applications::default(),
        consent_site: Some(operations::RelyingParty::at(CONSENT_ORIGIN).unwrap()),
        sign_in_site: Some(operations::RelyingParty::at(ORIGIN).unwrap()),
    };
    let clock = Arc::clone(clock);
    (Desk::new(store.clone(), vault, clock, catalogue, log_key, installation), store)
}
