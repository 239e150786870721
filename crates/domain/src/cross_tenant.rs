//! Partners of the customer's own making in the cross-tenant access settings (design.md, *Settled questions*): plain data
//! of the tenant, which no rule of access asks. The vendor's support tenant is none of them; it comes and goes by itself.
//!
//! The names are those of the directory whose settings these are, so that its clients read and write them as they stand.
//! Only switches and opaque ids are kept: no free text, so nothing here is personal data.

use crate::ids::TenantId;
use serde::{Deserialize, Serialize};

/// The most partners that one tenant lists.
pub const PARTNERS_MAX: usize = 500;
/// The most targets that one list of a partner's has.
const TARGETS_MAX: usize = 200;
/// The longest target: an id, or a word such as `AllUsers`.
const TARGET_BYTES_MAX: usize = 64;

/// What is set for one partner. What is missing is inherited from the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", expecting = "an object with a partner's settings")]
pub struct PartnerSettings {
    /// Which of the partner's claims are believed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_trust: Option<InboundTrust>,
    /// Whether people are asked to consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automatic_user_consent_settings: Option<UserConsent>,
    /// Guests from there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b2b_collaboration_inbound: Option<B2bAccess>,
    /// Guests there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b2b_collaboration_outbound: Option<B2bAccess>,
    /// Shared channels with people from there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b2b_direct_connect_inbound: Option<B2bAccess>,
    /// Shared channels there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b2b_direct_connect_outbound: Option<B2bAccess>,
    /// Accounts of there on this tenant's networks and devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_restrictions: Option<B2bAccess>,
}

/// Which claims of a partner's are believed; what is missing is inherited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", expecting = "an object with inbound trust")]
#[expect(missing_docs, reason = "the names are those of the directory's own documentation")]
pub struct InboundTrust {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_mfa_accepted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_compliant_device_accepted: Option<bool>,
    #[serde(rename = "isHybridAzureADJoinedDeviceAccepted", skip_serializing_if = "Option::is_none")]
    pub is_hybrid_azure_ad_joined_device_accepted: Option<bool>,
}

/// Whether consent is taken as given, each way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", expecting = "an object with consent settings")]
#[expect(missing_docs, reason = "the names are those of the directory's own documentation")]
pub struct UserConsent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_allowed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbound_allowed: Option<bool>,
}

/// Who and what is let through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", expecting = "an object with users and applications")]
pub struct B2bAccess {
    /// Which users and groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users_and_groups: Option<Targets>,
    /// Which applications.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applications: Option<Targets>,
}

/// A list of who or what is let through, or is not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", expecting = "an object with targets")]
pub struct Targets {
    /// Whether those on the list are let through or stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_type: Option<AccessType>,
    /// The list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<Vec<Target>>,
}

/// Whether those on a list are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AccessType {
    /// They are.
    Allowed,
    /// They are not.
    Blocked,
}

/// One of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object with a target")]
pub struct Target {
    /// Its id, or a word such as `AllUsers`.
    pub target: String,
    /// What it is.
    pub target_type: TargetType,
}

/// What a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are those of the directory's own documentation")]
pub enum TargetType {
    User,
    Group,
    Application,
}

impl PartnerSettings {
    /// Refuses lists that are too long, and targets that are no id.
    ///
    /// # Errors
    /// A sentence that names the first fault.
    pub fn check(&self) -> Result<(), String> {
        let lists = [
            &self.b2b_collaboration_inbound,
            &self.b2b_collaboration_outbound,
            &self.b2b_direct_connect_inbound,
            &self.b2b_direct_connect_outbound,
            &self.tenant_restrictions,
        ];
        let lists =
            lists.into_iter().flatten().flat_map(|access| [&access.users_and_groups, &access.applications]);
        lists.flatten().filter_map(|list| list.targets.as_deref()).try_for_each(check_targets)
    }
}

fn check_targets(targets: &[Target]) -> Result<(), String> {
    if targets.len() > TARGETS_MAX {
        return Err(format!("a list has {} targets, and {TARGETS_MAX} are the most", targets.len()));
    }
    let is_id = |target: &&Target| {
        let text = target.target.as_bytes();
        (1..=TARGET_BYTES_MAX).contains(&text.len())
            && text.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    match targets.iter().find(|target| !is_id(target)) {
        None => Ok(()),
        Some(target) => {
            let shown: String = target.target.chars().take(80).collect();
            Err(format!("the target `{}` is no id", shown.escape_debug()))
        }
    }
}

/// A directory's tenant id in its usual form, lower-case; none if the text is no UUID.
pub fn partner_id(text: &str) -> Option<TenantId> {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_hex = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    (lengths == [8, 4, 4, 4, 12] && is_hex).then(|| text.to_ascii_lowercase().parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_kept_under_the_names_of_the_directory() {
        let text = r#"{"inboundTrust":{"isMfaAccepted":true,"isHybridAzureADJoinedDeviceAccepted":false},"b2bCollaborationInbound":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]}}}"#;
        let settings: PartnerSettings = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&settings).unwrap(), text);
        assert_eq!(settings.check(), Ok(()));
    }

    #[test]
    fn a_target_is_an_id_and_no_text() {
        let listed = |target: &str, count| {
            let target = Target { target: target.to_owned(), target_type: TargetType::User };
            let list = Targets { access_type: None, targets: Some(vec![target; count]) };
            let access = B2bAccess { users_and_groups: Some(list), applications: None };
            PartnerSettings { tenant_restrictions: Some(access), ..PartnerSettings::default() }.check()
        };
        assert_eq!(listed("AllUsers", TARGETS_MAX), Ok(()));
        assert!(listed("Ada Lovelace", 1).unwrap_err().contains("`Ada Lovelace` is no id"));
        assert!(listed("", 1).is_err());
        assert!(listed("a", TARGETS_MAX + 1).unwrap_err().contains("200 are the most"));
    }

    #[test]
    fn a_partners_id_is_a_uuid() {
        let id = "B4C546A4-7dac-46a6-a7dd-ed822a11efd3";
        assert_eq!(partner_id(id).unwrap().as_str(), id.to_ascii_lowercase());
        for bad in
            ["", "contoso", "b4c546a4-7dac-46a6-a7dd-ed822a11efd", "b4c546a47dac46a6a7dded822a11efd3", "é"]
        {
            assert_eq!(partner_id(bad), None, "{bad}");
        }
    }
}
