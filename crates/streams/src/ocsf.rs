//! An entry as an event of the Open Cybersecurity Schema Framework, version 1.5.0.
//!
//! Changes of people's accounts are Account Change (3001), what diagnostics and readers of evidence do is API Activity
//! (6003), and everything else, consents and the partner entry among it, is Entity Management (3004).

use crate::entry::Entry;
use crate::facts::{fact, facts};
use domain::{Event, PersonId};
use serde_json::{Map, Value, json};

/// The version of the schema.
const VERSION: &str = "1.5.0";

const CREATE: u64 = 1;
const READ: u64 = 2;
const UPDATE: u64 = 3;
const DELETE: u64 = 4;
const SUSPEND: u64 = 12;
const RESUME: u64 = 13;

/// What an event is to the schema.
enum Class<'e> {
    Account { activity: u64, user: &'e PersonId },
    Api { activity: u64 },
    Entity { activity: u64, kind: &'static str, uid: String },
}

/// The entry as an OCSF event.
pub fn ocsf(entry: &Entry) -> Value {
    let class = class(entry);
    let (category, class_uid, activity) = match &class {
        Class::Account { activity, .. } => (3, 3_001, *activity),
        Class::Entity { activity, .. } => (3, 3_004, *activity),
        Class::Api { activity } => (6, 6_003, *activity),
    };
    let mut event = Map::new();
    let mut put = |name: &str, value: Value| event.insert(name.to_owned(), value);
    put("activity_id", json!(activity));
    put("category_uid", json!(category));
    put("class_uid", json!(class_uid));
    put("type_uid", json!(class_uid * 100 + activity));
    put("time", json!(entry.record.at.unix_micros() / 1_000));
    put("severity_id", json!(if entry.is_failure() { 2 } else { 1 }));
    put("status_id", json!(if entry.is_failure() { 2 } else { 1 }));
    put("message", json!(entry.record.event.word()));
    put("metadata", metadata(entry));
    put("actor", actor(entry));
    put("unmapped", unmapped(entry));
    match class {
        Class::Account { user, .. } => {
            put("user", json!({ "uid": user.as_str() }));
        }
        Class::Entity { kind, uid, .. } => {
            put("entity", json!({ "type": kind, "uid": uid }));
        }
        Class::Api { .. } => {
            put("api", json!({ "operation": entry.record.event.word(), "service": { "name": "Glasscase" } }));
            // Whoever acts does so through the desk; it does not tell from which network.
            put("src_endpoint", json!({ "svc_name": "Glasscase" }));
            put("resources", resources(entry));
        }
    }
    Value::Object(event)
}

fn metadata(entry: &Entry) -> Value {
    let mut metadata = json!({
        "version": VERSION,
        "product": { "name": "Glasscase", "vendor_name": "Glasscase", "version": env!("CARGO_PKG_VERSION") },
        "uid": entry.id.as_str(),
        "sequence": entry.record.sequence,
        "log_name": entry.record.tenant.as_str(),
        "logged_time": entry.record.recorded_at.unix_micros() / 1_000,
        "event_code": entry.record.event.word(),
    });
    // What belongs to one case is found by it.
    if let (Some(case), Some(object)) = (&entry.case, metadata.as_object_mut()) {
        object.insert("correlation_uid".to_owned(), json!(case.as_str()));
    }
    metadata
}

fn actor(entry: &Entry) -> Value {
    let (kind, author) = entry.author();
    match kind {
        "person" | "vendor" => {
            let mut user = json!({ "uid": author, "type": kind, "type_id": 99 });
            if let (Some(name), Some(object)) = (&entry.name, user.as_object_mut()) {
                object.insert("name".to_owned(), json!(name));
            }
            json!({ "user": user })
        }
        "runner" => json!({ "app_name": "Glasscase runner", "app_uid": author }),
        _ => json!({ "app_name": "Glasscase" }),
    }
}

fn resources(entry: &Entry) -> Value {
    let facts = facts(entry);
    let named = |kind: &str| {
        let uid = fact(&facts, kind);
        (!uid.is_empty()).then(|| json!({ "type": kind, "uid": uid }))
    };
    let case = entry.case.as_ref().map(|case| json!({ "type": "case", "uid": case.as_str() }));
    let run = entry.run().map(|run| json!({ "type": "run", "uid": run.as_str() }));
    json!(
        case.into_iter()
            .chain(run)
            .chain(named("subscription"))
            .chain(named("collection"))
            .collect::<Vec<_>>()
    )
}

/// What the schema has no attribute for, under this product's name.
fn unmapped(entry: &Entry) -> Value {
    let mut told: Map<_, _> = facts(entry).into_iter().map(|(name, value)| (name, json!(value))).collect();
    let (kind, author) = entry.author();
    told.insert("by_kind".to_owned(), json!(kind));
    told.insert("by".to_owned(), json!(author));
    if let Some(case) = &entry.case {
        told.insert("case".to_owned(), json!(case.as_str()));
    }
    json!({ "glasscase": told })
}

fn class(entry: &Entry) -> Class<'_> {
    match &entry.record.event {
        Event::PersonAdded { person, .. } => Class::Account { activity: 1, user: person },
        Event::PersonInvited { person, .. } => Class::Account { activity: 2, user: person },
        Event::PersonRemoved { person } => Class::Account { activity: 6, user: person },
        Event::PersonChanged { person, .. } => Class::Account { activity: 7, user: person },
        Event::SignInKeyEnrolled { person, .. } => Class::Account { activity: 10, user: person },
        Event::RunRequested { .. } | Event::RunDenied { .. } | Event::DryRunRequested { .. } => {
            Class::Api { activity: CREATE }
        }
        Event::RunClaimed { .. }
        | Event::DryRunClaimed { .. }
        | Event::DryRunCounted { .. }
        | Event::EvidenceStored { .. }
        | Event::EvidenceRead { .. } => Class::Api { activity: READ },
        Event::RunStopped { .. } | Event::DryRunStopped { .. } => Class::Api { activity: DELETE },
        event => entity(entry, event),
    }
}

fn entity(entry: &Entry, event: &Event) -> Class<'static> {
    let tenant = || ("tenant", entry.record.tenant.to_string());
    let case = || ("case", entry.case.as_ref().map(ToString::to_string).unwrap_or_default());
    let consent = || ("consent", case().1);
    let partner = || ("partner", entry.record.tenant.to_string());
    let facts = facts(entry);
    let named = |kind: &'static str| (kind, fact(&facts, kind).to_owned());
    let keyed = |kind: &'static str| (kind, fact(&facts, "key").to_owned());
    let (activity, (kind, uid)) = match event {
        Event::TenantCreated { .. } => (CREATE, tenant()),
        Event::SettingsChanged { .. } | Event::PersonalDataErased { .. } => (UPDATE, tenant()),
        Event::Locked => (SUSPEND, tenant()),
        Event::Unlocked => (RESUME, tenant()),
        Event::SubscriptionAdded { .. } => (CREATE, named("subscription")),
        Event::TokenIssued { .. } => (CREATE, named("token")),
        Event::TokenRevoked { .. } => (DELETE, named("token")),
        Event::SignInKeyRevoked { .. } => (DELETE, keyed("passkey")),
        Event::ConsentKeyEnrolled { .. } => (CREATE, keyed("consent key")),
        Event::ConsentKeyRevoked { .. } => (DELETE, keyed("consent key")),
        Event::RunnerInvited { .. } | Event::RunnerEnrolled { .. } => (CREATE, named("runner")),
        Event::RunnerRemoved { .. } => (DELETE, named("runner")),
        Event::DestinationAdded { .. } => (CREATE, named("destination")),
        Event::DestinationChanged { .. } => (UPDATE, named("destination")),
        Event::DestinationRemoved { .. } => (DELETE, named("destination")),
        Event::CaseOpened { .. } => (CREATE, case()),
        Event::CaseSaid { .. } | Event::CaseClosed { .. } | Event::CaseReopened { .. } => (UPDATE, case()),
        Event::ConsentAsked { .. } => (UPDATE, consent()),
        Event::ConsentGiven { .. } => (CREATE, consent()),
        Event::ConsentWithdrawn { .. } | Event::ConsentLapsed { .. } => (DELETE, consent()),
        Event::PartnerAdded => (CREATE, partner()),
        Event::PartnerRemoved => (DELETE, partner()),
        Event::AccessRequested { .. } => (CREATE, named("request")),
        Event::AccessEndorsed { .. } | Event::AccessApproved { .. } => (UPDATE, named("request")),
        Event::AccessDenied { .. } | Event::AccessRequestExpired { .. } | Event::AccessGrantEnded { .. } => {
            (DELETE, named("request"))
        }
        Event::BundleAttached { .. } => (CREATE, named("collection")),
        Event::EvidenceDeleted { .. } => (DELETE, named("collection")),
        _ => (99, ("log entry", entry.id.to_string())),
    };
    Class::Entity { activity, kind, uid }
}
