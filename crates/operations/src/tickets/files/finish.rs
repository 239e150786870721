//! From the parts of a file to evidence of its case.

use super::super::scope::Scope;
use super::super::workspaces::{Found, find_workspace};
use super::{File, FileSizes, NewChunk, is_there, write_record};
use crate::attachments::packed;
use crate::caller::Caller;
use crate::claims::due_hour;
use crate::commit::{Decided, Place};
use crate::deliveries::{destroy, in_vault};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::mint;
use crate::refusal::Refusal;
use domain::{CaseId, CollectionId, Command, NewBundle};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{RecordWrite, ResourceKind, ResourceRow};
use vault::DueHour;

/// What is kept of a part, sealed to its collection.
#[derive(Serialize, Deserialize)]
pub(super) enum Kept {
    /// Its bytes, while the file is not whole.
    #[serde(with = "base64_bytes")]
    Bytes(Vec<u8>),
    /// Their number and SHA-256 since, so that a part that is sent again is known.
    Taken(u64, [u8; 32]),
}

mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Kept {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Taken(bytes, _) => *bytes,
        }
    }

    /// Whether it is a part with these bytes.
    pub(super) fn is(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Bytes(kept) => kept == bytes,
            Self::Taken(length, sha256) => *length == bytes.len() as u64 && *sha256 == mint::sha256(bytes),
        }
    }
}

/// The parts of a file that came, by index.
pub(super) struct Parts(BTreeMap<u64, Kept>);

impl Parts {
    pub(super) async fn load(desk: &Desk, scope: &Scope, collection: &CollectionId) -> Result<Self, Refusal> {
        let rows = desk.store().resources(&scope.tenant, ResourceKind::Chunk, collection.as_str()).await?;
        let mut parts = BTreeMap::new();
        for ResourceRow { name, content, .. } in rows {
            let text = in_vault(desk, &scope.tenant, collection, move |vault, tenant, collection| {
                vault.open_beside(tenant, collection, &content)
            });
            let failed =
                |why: &(dyn std::error::Error + 'static)| Refusal::failed("read a part of a file", why);
            let kept = serde_json::from_slice(&text.await?).map_err(|why| failed(&why))?;
            parts.insert(name.parse().map_err(|why: std::num::ParseIntError| failed(&why))?, kept);
        }
        Ok(Self(parts))
    }

    pub(super) fn get(&self, index: u64) -> Option<&Kept> {
        self.0.get(&index)
    }

    fn bytes(&self) -> u64 {
        self.0.values().map(Kept::len).sum()
    }

    /// Whether another part fits what was announced, with those that came.
    pub(super) fn must_fit(&self, sizes: &FileSizes, chunk: &NewChunk) -> Result<(), Refusal> {
        let length = chunk.bytes.len() as u64;
        if chunk.index >= sizes.chunks {
            let why = format!("{} is not below the {} chunks announced", chunk.index, sizes.chunks);
            return Err(Refusal::invalid("chunkIndex", why));
        }
        if !(1..=sizes.chunk_size).contains(&length) {
            let why = format!("it has {length} bytes, and 1 to {} were announced", sizes.chunk_size);
            return Err(Refusal::invalid("content", why));
        }
        let whole = self.bytes() + length;
        let is_last = self.0.len() as u64 + 1 == sizes.chunks;
        if whole > sizes.file_size || (is_last && whole < sizes.file_size) {
            let why = format!("with it the file has {whole} bytes, and {} were announced", sizes.file_size);
            return Err(Refusal::invalid("content", why));
        }
        Ok(())
    }

    /// The file, once all of its parts are there and none was taken yet.
    fn whole(&self, sizes: &FileSizes) -> Option<Vec<u8>> {
        let mut whole = Vec::new();
        for index in 0..sizes.chunks {
            let Kept::Bytes(bytes) = self.0.get(&index)? else { return None };
            whole.extend_from_slice(bytes);
        }
        Some(whole)
    }
}

pub(super) async fn seal(
    desk: &Desk,
    scope: &Scope,
    collection: &CollectionId,
    kept: Kept,
) -> Result<Vec<u8>, Refusal> {
    let text = serde_json::to_vec(&kept).map_err(|why| Refusal::failed("keep a part of a file", &why))?;
    in_vault(desk, &scope.tenant, collection, move |vault, tenant, collection| {
        vault.seal_beside(tenant, collection, &text)
    })
    .await
}

pub(super) fn chunk_row(
    desk: &Desk,
    caller: &Caller,
    collection: &CollectionId,
    index: u64,
    sealed: Vec<u8>,
) -> ResourceRow {
    ResourceRow {
        kind: ResourceKind::Chunk,
        scope: collection.to_string(),
        name: index.to_string(),
        target: collection.to_string(),
        at: desk.now(),
        by: caller.person.clone(),
        content: sealed,
    }
}

/// Seals the file once all of its parts are there, and attaches it if its case is open.
pub(super) async fn finish_if_whole(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    found: &Found,
    file: &File,
) -> Result<(), Refusal> {
    let _turn = desk.file_turn().await;
    let parts = Parts::load(desk, scope, &file.collection).await?;
    if let Some(whole) = parts.whole(&file.sizes) {
        // Parts that came at once were not held to each other.
        if whole.len() as u64 != file.sizes.file_size {
            destroy(desk, &scope.tenant, &file.collection).await?;
            let why = format!(
                "the parts have {} bytes, and {} were announced: announce it again",
                whole.len(),
                file.sizes.file_size
            );
            return Err(Refusal::invalid("content", why));
        }
        let name = file.row.name.clone();
        in_vault(desk, &scope.tenant, &file.collection, move |vault, tenant, collection| {
            // Packing in memory fails for want of memory alone.
            let (packed, _) = packed(&name, &whole).unwrap_or_default();
            vault.seal_collection(tenant, collection, &packed)
        })
        .await?;
        // A crash here leaves parts beside a file that is whole; the next part that is sent again goes on from here.
        for (index, kept) in parts.0 {
            let Kept::Bytes(bytes) = kept else { continue };
            let taken = Kept::Taken(bytes.len() as u64, mint::sha256(&bytes));
            let sealed = seal(desk, scope, &file.collection, taken).await?;
            let row = chunk_row(desk, caller, &file.collection, index, sealed);
            write_record(desk, caller, scope, RecordWrite::ReplaceResource(row)).await?;
        }
    }
    attach(desk, caller, scope, &found.case, file).await
}

/// Attaches the files that waited for this case.
pub(in super::super) async fn attach_waiting(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    case: &CaseId,
) -> Result<(), Refusal> {
    let row =
        desk.store().resource_of(&scope.tenant, ResourceKind::Workspace, scope.key(), case.as_str()).await?;
    let Some(row) = row else { return Ok(()) };
    let found = find_workspace(desk, caller, scope, &row.name).await?;
    for row in desk.store().resources(&scope.tenant, ResourceKind::File, &found.files()).await? {
        let file = File::read(row)?;
        if is_there(desk, scope, &file.collection).await? {
            attach(desk, caller, scope, case, &file).await?;
        }
    }
    Ok(())
}

/// Attaches a file that is whole to its case, if that is open and has it not yet.
pub(super) async fn attach(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    case: &CaseId,
    file: &File,
) -> Result<(), Refusal> {
    let (tenant, id) = (&scope.tenant, &file.collection);
    let state = desk.tenant(tenant).await?;
    if !state.case(case).is_some_and(|case| case.open) || state.collection(id).is_some() {
        return Ok(());
    }
    let (Some((bytes, sha256)), DueHour(due_hour_of_file)) =
        in_vault(desk, tenant, id, |vault, tenant, collection| {
            Ok((vault.sealed_collection(tenant, collection)?, vault.due_hour(tenant, collection)?))
        })
        .await?
    else {
        return Ok(());
    };
    // Its hour was settled when it was announced; a retention that was shortened since would make it late.
    if DueHour(due_hour_of_file) > due_hour(desk, tenant).await? {
        destroy(desk, tenant, id).await?;
        return Err(Refusal::fault("file", Fault::KeptShorter));
    }
    let spans = BTreeMap::from([("support".to_owned(), pieces(desk, scope, id).await?)]);
    let sha256 = hex::encode(sha256);
    let bundle = NewBundle { collection: id.clone(), due_hour: due_hour_of_file, bytes, sha256, spans };
    let command = Command::AttachBundle { case: case.clone(), bundle };
    let kept = id.clone();
    desk.commit(Place::of(tenant.clone(), caller, None), move |tenant, now| {
        // Another request may have attached it meanwhile.
        let events =
            if tenant.collection(&kept).is_some() { Vec::new() } else { tenant.decide(&command, now)? };
        Ok(Decided::new(events, ()))
    })
    .await
}

/// How many pieces a file has, each labelled as support data.
async fn pieces(desk: &Desk, scope: &Scope, id: &CollectionId) -> Result<u64, Refusal> {
    use std::io::BufRead as _;
    let failed = |why: &(dyn std::error::Error + 'static)| Refusal::failed("open a file", why);
    let lines = crate::evidence::open(desk, &scope.tenant, id).await?.map_err(|why| failed(&why))?;
    let counted =
        tokio::task::spawn_blocking(move || lines.split(b'\n').try_fold(0, |n, line| line.map(|_| n + 1)));
    counted.await.map_err(|why| failed(&why))?.map_err(|why| failed(&why))
}
