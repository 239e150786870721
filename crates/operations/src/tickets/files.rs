//! Files that the customer attaches to a case, part by part. What they hold is support data, handed over as it is: whoever
//! attaches it says so by doing it, and the log shows that it is there unmasked.
//!
//! A part waits sealed to the collection that the file will be, so that it dies with it. Once all are there, the file becomes
//! evidence under the tenant's retention, with its case if that is open already, else when it is opened.

mod finish;
mod held;

pub(super) use finish::attach_waiting;
pub use held::{HeldFile, drop_held_file, held_files, hold_file, open_case_with_files};

use super::scope::Scope;
use super::workspaces::{Found, find_workspace, maker};
use crate::bundles::must_be_open;
use crate::caller::Caller;
use crate::cases;
use crate::claims::due_hour;
use crate::commit::{Decided, Place};
use crate::deliveries::in_vault;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::sweep::unfinished;
use domain::{Action, CollectionId, Moment};
use serde::{Deserialize, Serialize};
use store::{RecordWrite, ResourceKind, ResourceRow};

/// How many files of an organisation may wait for parts or for their case at once.
const WAITING_MAX: usize = 64;

/// What a client announces of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSizes {
    /// The most bytes of a part.
    pub chunk_size: u64,
    /// The bytes of the whole.
    pub file_size: u64,
    /// How many parts there will be.
    pub chunks: u64,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFile {
    /// Its name.
    pub name: String,
    /// What was announced of it.
    pub sizes: FileSizes,
    /// When it was announced.
    pub at: Moment,
    /// Who did.
    pub by: String,
}

/// A part of a file.
#[derive(Clone, Debug)]
pub struct NewChunk {
    /// Which part, from 0.
    pub index: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file with the collection that it becomes.
struct File {
    row: ResourceRow,
    sizes: FileSizes,
    collection: CollectionId,
}

impl File {
    fn read(row: ResourceRow) -> Result<Self, Refusal> {
        let sizes =
            serde_json::from_slice(&row.content).map_err(|why| Refusal::failed("read a file's row", &why))?;
        let collection = row.target.parse().map_err(|why| Refusal::failed("read a file's row", &why))?;
        Ok(Self { row, sizes, collection })
    }
}

/// Announces a file. The same once more is answered with the file that is there.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotAllowed`], [`Refusal::Rule`] if another file has the name or the case is closed,
/// [`Refusal::TooManyBundles`] while too many wait.
pub async fn begin_file(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    workspace: &str,
    name: &str,
    sizes: FileSizes,
) -> Result<ShownFile, Refusal> {
    caller.may(Action::AttachBundle)?;
    desk.trust_clock()?;
    let found = find_workspace(desk, caller, scope, workspace).await?;
    let before = desk.store().resource(&scope.tenant, ResourceKind::File, &found.files(), name).await?;
    let before = before.map(File::read).transpose()?;
    if let Some(file) = &before
        && is_there(desk, scope, &file.collection).await?
    {
        let is_same = file.sizes == sizes;
        return if is_same {
            shown(desk, scope, file).await
        } else {
            Err(cases::exists("file", &file.row.name))
        };
    }
    must_take_files(desk, scope, &found).await?;
    if unfinished(desk, &scope.tenant).await?.len() >= WAITING_MAX {
        return Err(Refusal::TooManyBundles);
    }
    let (collection, due) = (mint::collection(&found.case)?, due_hour(desk, &scope.tenant).await?);
    // A crash behind this leaves a collection that nobody fills; `tidy` destroys it.
    in_vault(desk, &scope.tenant, &collection, move |vault, tenant, collection| {
        vault.create_collection(tenant, collection, due)
    })
    .await?;
    let row = ResourceRow {
        kind: ResourceKind::File,
        scope: found.files(),
        name: name.to_owned(),
        target: collection.to_string(),
        at: desk.now(),
        by: caller.person.clone(),
        content: serde_json::to_vec(&sizes).unwrap_or_default(),
    };
    // The file that had the name is destroyed.
    let write = if before.is_some() {
        RecordWrite::ReplaceResource(row.clone())
    } else {
        RecordWrite::AddResource(row.clone())
    };
    write_record(desk, caller, scope, write).await?;
    shown(desk, scope, &File { row, sizes, collection }).await
}

/// Files come to a case that is open, or to none yet.
async fn must_take_files(desk: &Desk, scope: &Scope, found: &Found) -> Result<(), Refusal> {
    let state = desk.tenant(&scope.tenant).await?;
    match state.case(&found.case) {
        Some(_) => must_be_open(&state, &found.case),
        None => Ok(()),
    }
}

async fn write_record(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    write: RecordWrite,
) -> Result<(), Refusal> {
    let place = Place::of(scope.tenant.clone(), caller, None);
    desk.commit(place, move |_, _| Ok(Decided::new(Vec::new(), ()).with_records(vec![write.clone()]))).await
}

/// Whether a collection was not destroyed.
async fn is_there(desk: &Desk, scope: &Scope, collection: &CollectionId) -> Result<bool, Refusal> {
    match in_vault(desk, &scope.tenant, collection, vault::Vault::due_hour).await {
        Ok(_) => Ok(true),
        Err(Refusal::Destroyed) => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

/// A file of a workspace.
///
/// # Errors
/// [`Refusal::NotFound`], also once it is destroyed.
pub async fn show_file(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    workspace: &str,
    name: &str,
) -> Result<ShownFile, Refusal> {
    caller.may(Action::FollowCase)?;
    let found = find_workspace(desk, caller, scope, workspace).await?;
    shown(desk, scope, &find_file(desk, scope, &found, name).await?).await
}

/// The files of a workspace, newest first.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn list_files(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    workspace: &str,
) -> Result<Vec<ShownFile>, Refusal> {
    caller.may(Action::FollowCase)?;
    let found = find_workspace(desk, caller, scope, workspace).await?;
    let mut files = Vec::new();
    for row in desk.store().resources(&scope.tenant, ResourceKind::File, &found.files()).await? {
        let file = File::read(row)?;
        if is_there(desk, scope, &file.collection).await? {
            files.push(shown(desk, scope, &file).await?);
        }
    }
    Ok(files)
}

async fn find_file(desk: &Desk, scope: &Scope, found: &Found, name: &str) -> Result<File, Refusal> {
    let not_found = || Refusal::not_found("file", &name);
    let row = desk.store().resource(&scope.tenant, ResourceKind::File, &found.files(), name).await?;
    let file = File::read(row.ok_or_else(not_found)?)?;
    if is_there(desk, scope, &file.collection).await? { Ok(file) } else { Err(not_found()) }
}

async fn shown(desk: &Desk, scope: &Scope, file: &File) -> Result<ShownFile, Refusal> {
    let by = maker(desk, scope, &file.row.by).await?;
    Ok(ShownFile { name: file.row.name.clone(), sizes: file.sizes, at: file.row.at, by })
}

/// Takes a part of a file; the last one makes it evidence. A part may be sent again; it is kept once.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotAllowed`], [`Refusal::Invalid`] if the part does not fit what was announced,
/// [`Refusal::Rule`] if another part came in its place, or the case is closed.
pub async fn accept_chunk(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    workspace: &str,
    name: &str,
    chunk: NewChunk,
) -> Result<(), Refusal> {
    caller.may(Action::AttachBundle)?;
    let found = find_workspace(desk, caller, scope, workspace).await?;
    let file = find_file(desk, scope, &found, name).await?;
    let parts = finish::Parts::load(desk, scope, &file.collection).await?;
    if let Some(there) = parts.get(chunk.index) {
        if !there.is(&chunk.bytes) {
            return Err(cases::exists("chunk", &chunk.index));
        }
    } else {
        must_take_files(desk, scope, &found).await?;
        parts.must_fit(&file.sizes, &chunk)?;
        let bytes = chunk.bytes.clone();
        let sealed = finish::seal(desk, scope, &file.collection, finish::Kept::Bytes(bytes)).await?;
        let row = finish::chunk_row(desk, caller, &file.collection, chunk.index, sealed);
        write_record(desk, caller, scope, RecordWrite::AddResource(row)).await?;
    }
    finish::finish_if_whole(desk, caller, scope, &found, &file).await
}
