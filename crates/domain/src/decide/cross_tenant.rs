//! Partners of the customer's own making.

use super::Decided;
use crate::cross_tenant::{PARTNERS_MAX, PartnerSettings};
use crate::event::Event;
use crate::ids::TenantId;
use crate::refusal::Refusal;
use crate::tenant::Tenant;

impl Tenant {
    pub(super) fn add_cross_tenant_partner(&self, partner: &TenantId, settings: &PartnerSettings) -> Decided {
        if self.partners.contains_key(partner) {
            return Err(Refusal::exists("partner", partner));
        }
        if self.partners.len() >= PARTNERS_MAX {
            return Err(Refusal::TooManyPartners { max: PARTNERS_MAX });
        }
        checked(settings)?;
        Ok(vec![Event::CrossTenantPartnerAdded {
            partner: partner.clone(),
            settings: Box::new(settings.clone()),
        }])
    }

    pub(super) fn change_cross_tenant_partner(
        &self,
        partner: &TenantId,
        settings: &PartnerSettings,
    ) -> Decided {
        let before = self.known_partner(partner)?;
        checked(settings)?;
        if before == settings {
            return Ok(Vec::new());
        }
        let (before, settings) = (Box::new(before.clone()), Box::new(settings.clone()));
        Ok(vec![Event::CrossTenantPartnerChanged { partner: partner.clone(), before, settings }])
    }

    pub(super) fn remove_cross_tenant_partner(&self, partner: &TenantId) -> Decided {
        let before = Box::new(self.known_partner(partner)?.clone());
        Ok(vec![Event::CrossTenantPartnerRemoved { partner: partner.clone(), before }])
    }

    fn known_partner(&self, partner: &TenantId) -> Result<&PartnerSettings, Refusal> {
        self.partners.get(partner).ok_or_else(|| Refusal::unknown("partner", partner))
    }
}

fn checked(settings: &PartnerSettings) -> Result<(), Refusal> {
    settings.check().map_err(|why| Refusal::PartnerSettings { why })
}
