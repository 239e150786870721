//! The organisation, its settings, subscriptions, keys and runners; the lock.

use super::{Told, set};
use crate::directory_audits::entry::Modified;
use crate::directory_audits::view::{View, thing};
use domain::{Event, Settings};

pub(super) fn told(view: &View, event: &Event) -> Option<Told> {
    Some(match event {
        Event::TenantCreated { settings } | Event::SettingsChanged { settings } => {
            Told::about(view.organisation(values(settings)))
        }
        Event::SubscriptionAdded { subscription } => {
            Told::about(thing(subscription.as_str(), "Subscription"))
        }
        Event::ConsentKeyEnrolled { key, algorithm, .. } => {
            Told::about(thing(key.as_str(), "ConsentKey")).detail("algorithm", algorithm)
        }
        Event::ConsentKeyRevoked { key } => Told::about(thing(key.as_str(), "ConsentKey")),
        Event::RunnerInvited { runner, expires_at } => {
            Told::about(thing(runner.as_str(), "Device")).detail("invitedUntil", expires_at)
        }
        Event::RunnerEnrolled { runner, .. } | Event::RunnerRemoved { runner } => {
            Told::about(thing(runner.as_str(), "Device"))
        }
        Event::DestinationAdded { destination, form } => Told::about(view.organisation(Vec::new()))
            .detail("destination", destination)
            .detail("form", form.name()),
        Event::DestinationChanged { destination } | Event::DestinationRemoved { destination } => {
            Told::about(view.organisation(Vec::new())).detail("destination", destination)
        }
        Event::Locked => Told::about(view.policy(vec![set("isLocked", &true)])),
        Event::Unlocked => Told::about(view.policy(vec![set("isLocked", &false)])),
        Event::PersonalDataErased { sequence, fields } => Told::about(view.organisation(Vec::new()))
            .detail("event", sequence)
            .detail("fields", fields.join(", ")),
        _ => return None,
    })
}

fn values(settings: &Settings) -> Vec<Modified> {
    vec![
        set("accessDays", &settings.access_days),
        set("accessLifetime", &settings.access_lifetime),
        set("retentionDays", &settings.retention_days),
        set("caseTextDays", &settings.case_text_days),
        set("leadApproval", &settings.lead_approval),
        set("neverOffered", &settings.never_offered),
        set("approvers", &settings.approvers),
    ]
}
