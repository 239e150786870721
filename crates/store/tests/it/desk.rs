//! Commands in the tests' words, decided by the real rules.

use domain::{
    Actor, Categories, Command, Level, NewCase, NewConsent, Proof, RunOrder, Settings, Severity,
    SubscriptionId, Tenant, TenantId,
};
use std::str::FromStr;
use store::{Append, Decide, IdempotencyKey, NewEvent, Outcome, Store, StoreError, Verdict};

pub(crate) fn id<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(crate) fn tenant() -> TenantId {
    id("contoso")
}

pub(crate) fn key(key: &str, body: u8) -> IdempotencyKey {
    IdempotencyKey { principal: "ada".to_owned(), key: key.to_owned(), body: [body; 32] }
}

/// Decides `command` by the rules. The answer says how many events the command has, or why it is refused.
pub(crate) fn decide(command: Command) -> Decide {
    Box::new(move |tenant: &Tenant, now| match tenant.decide(&command, now) {
        Ok(events) => {
            let answer = format!("{} events", events.len()).into_bytes();
            let events = events.into_iter().map(NewEvent::from).collect();
            let append = Append { by: Actor::Person(id("ada")), events, records: Vec::new() };
            Verdict::Append { append, answer }
        }
        Err(refusal) => Verdict::Refuse { answer: refusal.to_string().into_bytes() },
    })
}

pub(crate) async fn ask(store: &Store, tenant: &TenantId, command: Command) -> Outcome {
    store.append(tenant, None, decide(command)).await.unwrap()
}

pub(crate) async fn ask_with_key(
    store: &Store,
    command: Command,
    key: IdempotencyKey,
) -> Result<Outcome, StoreError> {
    store.append(&tenant(), Some(key), decide(command)).await
}

/// Asks, and sees that it is not refused.
pub(crate) async fn must(store: &Store, tenant: &TenantId, command: Command) -> Outcome {
    let outcome = ask(store, tenant, command.clone()).await;
    assert!(!outcome.refused, "{command:?}: {}", String::from_utf8_lossy(&outcome.answer));
    outcome
}

pub(crate) fn create() -> Command {
    Command::CreateTenant { settings: Settings::default() }
}

/// A tenant's one subscription: its id is no other tenant's.
pub(crate) fn subscription_of(tenant: &TenantId) -> SubscriptionId {
    id(&format!("mail-{tenant}"))
}

pub(crate) fn open_case(subscription: SubscriptionId, case: &str) -> Command {
    let case = NewCase {
        case: id(case),
        subscriptions: vec![subscription],
        service: id("exchange"),
        nature: id("mail_flow"),
        severity: Severity::Moderate,
        team: id("mail-team"),
    };
    Command::OpenCase { case, consent: None }
}

pub(crate) fn consent(case: &str, number: u64, level: Level) -> Command {
    let consent = NewConsent {
        level,
        categories: Categories::ALL,
        number,
        document: "{}".to_owned(),
        proof: Proof::Server,
    };
    Command::GiveConsent { case: id(case), consent }
}

pub(crate) fn say(case: &str, message: &str) -> Command {
    Command::Say { case: id(case), message: id(message) }
}

pub(crate) fn run(subscription: SubscriptionId, run: &str, case: &str) -> Command {
    let order = RunOrder {
        run: id(run),
        case: id(case),
        subscription,
        diagnostic: id("log_search"),
        version: 1,
        digest: "00".repeat(32),
        level: Level::Standard,
        categories: Categories::ALL,
    };
    Command::RequestRun { order }
}

/// A tenant with a subscription and an open case `A` under an advanced consent.
pub(crate) async fn with_a_case(store: &Store, tenant: &TenantId) {
    must(store, tenant, create()).await;
    must(store, tenant, Command::AddSubscription { subscription: subscription_of(tenant) }).await;
    must(store, tenant, open_case(subscription_of(tenant), "A")).await;
    must(store, tenant, consent("A", 1, Level::Advanced)).await;
}
