//! Files for a case that is about to be opened on a page: held, sealed, until it is, so that whoever is told that something
//! else was wrong chooses none of them again. The place that holds them keeps the id that the case will have.

use super::super::scope::Scope;
use super::super::workspaces::{Found, add_workspace, workspace_row};
use super::finish::attach;
use super::{File, FileSizes, WAITING_MAX, is_there, write_record};
use crate::attachments::{checked_file, packed};
use crate::caller::Caller;
use crate::cases::{Extras, OpenCase, Opened, open_with};
use crate::claims::due_hour;
use crate::commit::RequestKey;
use crate::deliveries::{destroy, in_vault};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::sweep::unfinished;
use domain::{Action, Side};
use store::{RecordWrite, ResourceKind, ResourceRow};

/// A file that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFile {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Holds a file in a place of the caller's, under a name that only they know. One of the same name makes way. It is kept
/// for an hour at least.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::Invalid`] for a file that is empty, too large or without a name,
/// [`Refusal::TooManyBundles`] while too many of the organisation's wait.
pub async fn hold_file(
    desk: &Desk,
    caller: &Caller,
    place: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Result<(), Refusal> {
    caller.may(Action::AttachBundle)?;
    desk.trust_clock()?;
    let scope = own(caller)?;
    let (name, size) = (checked_file(name, &bytes)?.to_owned(), bytes.len() as u64);
    if unfinished(desk, &scope.tenant).await?.len() >= WAITING_MAX {
        return Err(Refusal::TooManyBundles);
    }
    let found = match find(desk, caller, &scope, place).await? {
        Some(found) => found,
        None => add_workspace(desk, caller, &scope, place).await?,
    };
    let before = desk.store().resource(&scope.tenant, ResourceKind::File, &found.files(), &name).await?;
    let (collection, due) = (mint::collection(&found.case)?, due_hour(desk, &scope.tenant).await?);
    let item = name.clone();
    // A crash behind this leaves a collection that no file names; `tidy` destroys it.
    in_vault(desk, &scope.tenant, &collection, move |vault, tenant, collection| {
        vault.create_collection(tenant, collection, due)?;
        // Packing in memory fails for want of memory alone.
        let (packed, _) = packed(&item, &bytes).unwrap_or_default();
        vault.seal_collection(tenant, collection, &packed)
    })
    .await?;
    let sizes = FileSizes { chunk_size: size, file_size: size, chunks: 1 };
    let row = ResourceRow {
        kind: ResourceKind::File,
        scope: found.files(),
        name,
        target: collection.to_string(),
        at: desk.now(),
        by: caller.person.clone(),
        content: serde_json::to_vec(&sizes).unwrap_or_default(),
    };
    let write =
        if before.is_some() { RecordWrite::ReplaceResource(row) } else { RecordWrite::AddResource(row) };
    write_record(desk, caller, &scope, write).await?;
    match before.map(File::read).transpose()? {
        Some(old) => destroy(desk, &scope.tenant, &old.collection).await,
        None => Ok(()),
    }
}

/// The files that a place of the caller's holds, by name.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn held_files(desk: &Desk, caller: &Caller, place: &str) -> Result<Vec<HeldFile>, Refusal> {
    caller.may(Action::OpenCase)?;
    let scope = own(caller)?;
    let files = match find(desk, caller, &scope, place).await? {
        Some(found) => there(desk, &scope, &found).await?,
        None => Vec::new(),
    };
    let shown = |file: File| HeldFile { name: file.row.name, bytes: file.sizes.file_size };
    let mut files: Vec<_> = files.into_iter().map(shown).collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

/// Destroys a file that is held. Nothing happens if there is none of that name.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn drop_held_file(desk: &Desk, caller: &Caller, place: &str, name: &str) -> Result<(), Refusal> {
    caller.may(Action::AttachBundle)?;
    let scope = own(caller)?;
    let Some(found) = find(desk, caller, &scope, place).await? else { return Ok(()) };
    // What belongs to a case by now is evidence, which has its own way out.
    if desk.tenant(&scope.tenant).await?.case(&found.case).is_some() {
        return Ok(());
    }
    let row = desk.store().resource(&scope.tenant, ResourceKind::File, &found.files(), name).await?;
    match row.map(File::read).transpose()? {
        Some(file) => destroy(desk, &scope.tenant, &file.collection).await,
        None => Ok(()),
    }
}

/// Opens a case, as `open_case` does, and attaches what a place of the caller's holds.
///
/// # Errors
/// As `open_case`; then everything is held on. If a file cannot be attached the case is open: the same request attaches
/// the rest.
pub async fn open_case_with_files(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: OpenCase,
    place: &str,
) -> Result<Opened, Refusal> {
    if new.subscriptions.is_empty() {
        return Err(domain::Refusal::NoSubscription.into());
    }
    let scope = own(caller)?;
    let found = find(desk, caller, &scope, place).await?;
    let case = found.as_ref().map(|found| found.case.clone());
    let opened = open_with(desk, caller, key, new, Extras { case, ..Extras::default() }).await?;
    if let Some(found) = found.filter(|found| found.case == opened.case) {
        for file in there(desk, &scope, &found).await? {
            attach(desk, caller, &scope, &opened.case, &file).await?;
        }
    }
    Ok(opened)
}

/// The customer's people alone open cases on a page.
fn own(caller: &Caller) -> Result<Scope, Refusal> {
    match caller.side {
        Side::Customer => Ok(Scope { tenant: caller.tenant.clone(), subscription: None }),
        Side::Vendor => Err(Refusal::NotAllowed { action: Action::OpenCase }),
    }
}

async fn find(desk: &Desk, caller: &Caller, scope: &Scope, place: &str) -> Result<Option<Found>, Refusal> {
    if place.is_empty() {
        return Ok(None);
    }
    let row = workspace_row(desk, scope, place).await?.filter(|row| row.by == caller.person);
    let Some(row) = row else { return Ok(None) };
    let case = row.target.parse().map_err(|why| Refusal::failed("read a place for files", &why))?;
    Ok(Some(Found { row, case }))
}

async fn there(desk: &Desk, scope: &Scope, found: &Found) -> Result<Vec<File>, Refusal> {
    let mut files = Vec::new();
    for row in desk.store().resources(&scope.tenant, ResourceKind::File, &found.files()).await? {
        let file = File::read(row)?;
        if is_there(desk, scope, &file.collection).await? {
            files.push(file);
        }
    }
    Ok(files)
}
