//! `glasscase rehearse`: moves the clock on in a copy of a data folder, and shows what that does.

mod evidence;
mod hours;
mod report;

use crate::arguments::RehearseArguments;
use crate::data_folder::{Company, DataFolder};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::logging;
use crate::output::Output;
use crate::serve::sites::Sites;
use anyhow::Result;
use diagnostics::Catalogue;
use domain::{Moment, TenantId};
use evidence::Collections;
use operations::clock::{Clock as _, SetClock, SystemClock};
use report::Rehearsal;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Store;

pub(super) async fn run(arguments: &RehearseArguments, out: &mut Output) -> Result<Exit> {
    logging::begin("warn")?;
    let folder = DataFolder::open(&arguments.data, Company::Nobody)?;
    check_is_copy(&folder)?;
    let settled = folder.settled()?;
    if !settled.0.is_whole_in_its_folder() {
        let what = "this desk's logs are in PostgreSQL, so the copy of its folder is not all of it";
        return Err(Failure::bad_input(what).advise("rehearse a desk that is kept in SQLite").into());
    }
    folder.mark_rehearsed()?;
    let clock = Arc::new(SetClock::at(SystemClock::new().now()));
    let open = folder
        .open_desk(
            settled,
            None,
            clock.clone(),
            Catalogue::built_in(),
            Sites::default(),
            operations::Applications::default(),
        )
        .await?;
    let begun = start(&open.store, &clock).await?;
    let sizes = sizes(&open.store).await?;
    let backup = evidence::Backup::of(&folder)?;
    let before = Collections::readable(&open.vault, &open.store).await?;

    hours::pass(&open, &clock, begun, arguments.days).await?;

    let after = Collections::readable(&open.vault, &open.store).await?;
    let rehearsal = Rehearsal {
        from: begun,
        until: clock.now(),
        tenants: report::what_happened(&open, &sizes).await?,
        readable_before: before.count(),
        bytes_before: before.bytes(),
        readable_after: after.count(),
        readable_in_backup: backup.readable(&before)?.count(),
    };
    drop(backup);
    open.store.close().await;
    out.answer(&rehearsal, |out| rehearsal.show(out))?;
    Ok(Exit::Done)
}

/// Refuses whatever is not a copy with its own keys: what falls due here is destroyed for good.
fn check_is_copy(folder: &DataFolder) -> Result<()> {
    let name = folder.path().display();
    if folder.is_original() {
        let what =
            format!("`{name}` is a server's own data folder, and what falls due in a rehearsal is destroyed");
        return Err(Failure::bad_input(what)
            .advise("copy the folder while its server is stopped, and name the copy")
            .into());
    }
    if !folder.holds_its_keys() {
        let what = format!("the keys of `{name}` lie elsewhere, where a server may still need them");
        return Err(Failure::bad_input(what).advise(format!("copy the keyring to `{name}/keyring`")).into());
    }
    Ok(())
}

/// The instant at which the rehearsal begins: now, or where the copy's own clock stands already.
async fn start(store: &Store, clock: &SetClock) -> Result<Moment> {
    let mark = store.clock_mark().await?;
    let begun = mark.map_or(clock.now(), |mark| mark.max(clock.now()));
    clock.set(begun);
    Ok(begun)
}

/// How long each log is.
async fn sizes(store: &Store) -> Result<BTreeMap<TenantId, u64>> {
    let mut sizes = BTreeMap::new();
    for tenant in store.tenants().await? {
        let size = store.head(&tenant).await?.map_or(0, |head| head.size);
        sizes.insert(tenant, size);
    }
    Ok(sizes)
}
