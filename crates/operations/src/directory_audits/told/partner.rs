//! The partner's coming and going, and partners of the customer's own making (wire.md, section 5).

use super::{Told, changed, set};
use crate::directory_audits::entry::{AuditTarget, Modified};
use crate::directory_audits::view::View;
use domain::{Event, PartnerSettings, Record, TenantId};
use serde_json::{Map, Value};

/// The vendor's support tenant was added.
pub(super) fn added(view: &View, trigger: Option<&Record>) -> Vec<Told> {
    let id = &view.support_tenant;
    let role = [&view.applications.role];
    let tenant = || changed("tenantId", None, Some(id));
    let told = [
        support(view, vec![tenant()]),
        support(view, vec![tenant(), set("allowedRoleTemplateIds", &role)]),
        support(view, vec![tenant(), changed("isServiceProvider", Some(&false), Some(&true))]),
        view.policy(vec![tenant()]),
    ];
    told.into_iter().map(|target| because(Told::about(target), trigger)).collect()
}

/// The vendor's support tenant was removed.
pub(super) fn removed(view: &View, trigger: Option<&Record>) -> Vec<Told> {
    let id = &view.support_tenant;
    let role = [&view.applications.role];
    let tenant = || changed("tenantId", Some(id), None);
    let told = [
        support(view, vec![tenant(), changed("allowedRoleTemplateIds", Some(&role), None)]),
        support(view, vec![tenant()]),
        view.policy(vec![tenant()]),
    ];
    told.into_iter().map(|target| because(Told::about(target), trigger)).collect()
}

fn support(view: &View, modified: Vec<Modified>) -> AuditTarget {
    AuditTarget { name: Some(view.support_name.clone()), ..partner(&view.support_tenant, modified) }
}

fn partner(id: &TenantId, modified: Vec<Modified>) -> AuditTarget {
    AuditTarget { id: id.to_string(), kind: "Policy", modified, ..AuditTarget::default() }
}

/// Says which case brought it about.
fn because(told: Told, trigger: Option<&Record>) -> Told {
    let Some(trigger) = trigger else { return told };
    let told = match trigger.event.case() {
        Some(case) => told.detail("case", case),
        None => told,
    };
    match &trigger.event {
        Event::ConsentGiven { consent, .. } => told.detail("consent", consent),
        _ => told,
    }
}

/// A partner of the customer's own making.
pub(super) fn told(event: &Event) -> Option<Told> {
    let target = match event {
        Event::CrossTenantPartnerAdded { partner: id, settings } => {
            let tenant = changed("tenantId", None, Some(id));
            partner(id, [vec![tenant], between(&PartnerSettings::default(), settings)].concat())
        }
        Event::CrossTenantPartnerChanged { partner: id, before, settings } => {
            let tenant = changed("tenantId", Some(id), Some(id));
            partner(id, [vec![tenant], between(before, settings)].concat())
        }
        Event::CrossTenantPartnerRemoved { partner: id, before } => {
            let tenant = changed("tenantId", Some(id), None);
            partner(id, [vec![tenant], between(before, &PartnerSettings::default())].concat())
        }
        _ => return None,
    };
    Some(Told::about(target))
}

/// The names of a partner's settings.
const SETTINGS: [&str; 7] = [
    "inboundTrust",
    "automaticUserConsentSettings",
    "b2bCollaborationInbound",
    "b2bCollaborationOutbound",
    "b2bDirectConnectInbound",
    "b2bDirectConnectOutbound",
    "tenantRestrictions",
];

fn between(before: &PartnerSettings, after: &PartnerSettings) -> Vec<Modified> {
    let (before, after) = (members(before), members(after));
    let differs = |name: &&str| before.get(*name) != after.get(*name);
    SETTINGS
        .into_iter()
        .filter(differs)
        .map(|name| changed(name, before.get(name), after.get(name)))
        .collect()
}

fn members(settings: &PartnerSettings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}
