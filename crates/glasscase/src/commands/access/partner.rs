//! `glasscase access partner`

use crate::output::Output;
use crate::path;
use anyhow::Result;
use domain::Level;
use serde::Serialize;
use serde_json::Value;
use std::io;
use wire::{Access, Client};

/// The vendor's support tenant, as the directory lists it.
#[derive(Serialize)]
struct Listed {
    /// Its entry among the partners, in the form of Microsoft Graph; none while it is no partner.
    partner: Option<Value>,
    /// The cases whose consents end if it is deleted.
    ends: Vec<String>,
}

pub(super) async fn show(server: &Client, out: &mut Output) -> Result<()> {
    let access: Access = server.get(&path::api(&["access"])?).await?;
    let partner = match &access.partner {
        Some(partner) => Some(server.get(&path::partner(partner.tenant.as_str())?).await?),
        None => None,
    };
    let advanced = access.cases.iter().filter(|case| case.level == Level::Advanced);
    let listed = Listed { partner, ends: advanced.map(|case| case.case.to_string()).collect() };
    Ok(out.answer(&listed, |out| show_listed(&listed, out))?)
}

fn show_listed(listed: &Listed, out: &mut Output) -> io::Result<()> {
    let Some(partner) = &listed.partner else {
        return out.line("The vendor's support tenant is no partner of yours.");
    };
    let Value::Object(members) = partner else { return out.line(partner) };
    let told = members.iter().filter(|(name, value)| !name.starts_with('@') && !value.is_null());
    let fields: Vec<_> = told
        .map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (name.as_str(), Some(text))
        })
        .collect();
    out.fields(&fields)?;
    out.line("")?;
    out.line(format_args!(
        "`glasscase access remove-partner` deletes it, and ends the advanced consent in: {}",
        listed.ends.join(", ")
    ))
}
