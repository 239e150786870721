//! The cross-tenant access settings: the support partner while rule 9 says so, and partners of the customer's own making.

use crate::access::remove_partner;
use crate::caller::Caller;
use crate::commit::{Decided, Place};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, Command, Moment, PartnerSettings, TenantId};

/// A partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossTenantPartner {
    /// Whose directory.
    pub partner: TenantId,
    /// What is set for it.
    pub settings: PartnerSettings,
    /// Since when it is the vendor's support partner, if it is: a service provider.
    pub support_since: Option<Moment>,
}

/// The partners: the support partner first, then the others in byte order of their ids.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_cross_tenant_partners(
    desk: &Desk,
    caller: &Caller,
) -> Result<Vec<CrossTenantPartner>, Refusal> {
    caller.may(Action::SeeAccess)?;
    let (tenant, now) = desk.tenant_now(&caller.tenant).await?;
    let support = tenant.has_partner(now).then(|| {
        let (partner, settings) = (desk.support_tenant().clone(), PartnerSettings::default());
        CrossTenantPartner { partner, settings, support_since: tenant.partner_since().or(Some(now)) }
    });
    let own = tenant.cross_tenant_partners().iter().map(|(partner, settings)| CrossTenantPartner {
        partner: partner.clone(),
        settings: settings.clone(),
        support_since: None,
    });
    Ok(support.into_iter().chain(own).collect())
}

/// One partner.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::NotAllowed`].
pub async fn show_cross_tenant_partner(
    desk: &Desk,
    caller: &Caller,
    partner: &TenantId,
) -> Result<CrossTenantPartner, Refusal> {
    let partners = list_cross_tenant_partners(desk, caller).await?;
    let found = partners.into_iter().find(|one| one.partner == *partner);
    found.ok_or_else(|| Refusal::not_found("partner", partner))
}

/// Lists a partner of the customer's own making.
///
/// # Errors
/// [`Refusal::SupportPartner`] for the vendor's support tenant; [`Refusal::Rule`] if it is listed already, or what is set
/// makes no sense.
pub async fn add_cross_tenant_partner(
    desk: &Desk,
    caller: &Caller,
    partner: &TenantId,
    settings: PartnerSettings,
) -> Result<Moment, Refusal> {
    caller.may(Action::ChangeSettings)?;
    not_support(desk, partner)?;
    if *partner == caller.tenant {
        return Err(Refusal::invalid("tenantId", "an organisation is no partner of its own"));
    }
    let command = Command::AddCrossTenantPartner { partner: partner.clone(), settings };
    desk.commit_command(Place::of(caller.tenant.clone(), caller, None), command).await
}

/// Changes what is set for a partner of the customer's own making; `change` says why it makes no sense, if it makes none.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::SupportPartner`] for the vendor's support tenant while it is there.
pub async fn change_cross_tenant_partner<F>(
    desk: &Desk,
    caller: &Caller,
    partner: &TenantId,
    change: F,
) -> Result<Moment, Refusal>
where
    F: Fn(&PartnerSettings) -> Result<PartnerSettings, String> + Send + 'static,
{
    caller.may(Action::ChangeSettings)?;
    show_cross_tenant_partner(desk, caller, partner).await?;
    not_support(desk, partner)?;
    let partner = partner.clone();
    // Merged in the tenant's turn, so that of two changes at once neither is lost.
    desk.commit(Place::of(caller.tenant.clone(), caller, None), move |tenant, now| {
        let before = tenant.cross_tenant_partners().get(&partner);
        let before = before.ok_or_else(|| Refusal::not_found("partner", &partner))?;
        let settings = change(before).map_err(|why| Refusal::invalid("partner", why))?;
        let command = Command::ChangeCrossTenantPartner { partner: partner.clone(), settings };
        Ok(Decided::new(tenant.decide(&command, now)?, now))
    })
    .await
}

/// Takes a partner off the list. Of the vendor's support tenant this withdraws every advanced consent (access.md, rule 9).
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::NotAllowed`].
pub async fn remove_cross_tenant_partner(
    desk: &Desk,
    caller: &Caller,
    partner: &TenantId,
) -> Result<Moment, Refusal> {
    if partner == desk.support_tenant() {
        return match remove_partner(desk, caller).await {
            Err(Refusal::Rule { rule: domain::Refusal::NoPartner }) => {
                Err(Refusal::not_found("partner", partner))
            }
            removed => Ok(removed?.at),
        };
    }
    caller.may(Action::ChangeSettings)?;
    let command = Command::RemoveCrossTenantPartner { partner: partner.clone() };
    desk.commit_command(Place::of(caller.tenant.clone(), caller, None), command).await
}

fn not_support(desk: &Desk, partner: &TenantId) -> Result<(), Refusal> {
    if partner == desk.support_tenant() { Err(Refusal::SupportPartner) } else { Ok(()) }
}
