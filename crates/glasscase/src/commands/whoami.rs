//! `glasscase whoami`

use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::path;
use anyhow::Result;
use wire::Me;

pub(super) async fn run(invocation: &mut Invocation) -> Result<Exit> {
    let me: Me = invocation.server()?.get(&path::api(&["me"])?).await?;
    let roles: Vec<_> = me.roles.iter().map(|role| role.name()).collect();
    invocation.out.answer(&me, |out| {
        out.fields(&[
            ("person", Some(me.person.to_string())),
            ("name", me.name.clone()),
            ("organisation", Some(me.tenant.to_string())),
            ("roles", Some(roles.join(", "))),
        ])
    })?;
    Ok(Exit::Done)
}
