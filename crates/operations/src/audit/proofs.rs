//! Proofs from a tenant's log: that it holds an event, and that it continues what it was.

use super::{may_read, seal_checkpoint, tree};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::witnesses;
use domain::{CaseId, CollectionId, Event, TenantId};
use ledger::{
    ConsistencyProof, InclusionProof, LeafHash, NodeHash, ProofError, Receipt, consistency_needs,
    inclusion_needs, prove_consistency, prove_inclusion,
};
use store::CheckpointRow;

/// How many events of a case are looked through at a time.
const PAGE: u32 = 200;

/// That the log holds an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenEvent {
    /// The event's place, from 0.
    pub index: u64,
    /// The size of the tree that the proof is of.
    pub size: u64,
    /// The hash of the event's leaf.
    pub leaf_hash: [u8; 32],
    /// The hashes beside its path, from the leaf up.
    pub hashes: Vec<[u8; 32]>,
    /// The signed checkpoint of that tree, unless another size was asked for.
    pub checkpoint: Option<String>,
}

/// That the log continues what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenGrowth {
    /// The size that it had.
    pub from: u64,
    /// The size of the tree that continues it.
    pub to: u64,
    /// The hashes of the proof.
    pub hashes: Vec<[u8; 32]>,
    /// The signed checkpoint of the later tree, unless another size was asked for.
    pub checkpoint: Option<String>,
}

/// What a receipt is asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptOf {
    /// An event, by its place in the log.
    Event(u64),
    /// The latest consent of a case.
    Consent(CaseId),
    /// The deletion of a collection.
    Deletion(CollectionId),
}

/// Proves that the log of the caller's organisation holds an event, in the tree of `size` or in that of a checkpoint.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::NotFound`] for an event that the log does not have; [`Refusal::Invalid`] for a size
/// that it does not have.
pub async fn prove_event(
    desk: &Desk,
    caller: &Caller,
    index: u64,
    size: Option<u64>,
) -> Result<ProvenEvent, Refusal> {
    may_read(caller)?;
    let tenant = &caller.tenant;
    let (size, checkpoint) = tree_of(desk, tenant, size, Some(index)).await?;
    let proof = inclusion(desk, tenant, size, index).await?;
    let leaf = leaf_of(desk, tenant, index).await?;
    let (leaf_hash, hashes) = (LeafHash::of(leaf.as_bytes()).0, bytes_of(proof.0));
    Ok(ProvenEvent { index, size, leaf_hash, hashes, checkpoint })
}

/// Proves that the log of the caller's organisation continues what it was at `from`, up to `to` or to a checkpoint.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::Invalid`] for a size that it does not have.
pub async fn prove_growth(
    desk: &Desk,
    caller: &Caller,
    from: u64,
    to: Option<u64>,
) -> Result<ProvenGrowth, Refusal> {
    may_read(caller)?;
    let tenant = &caller.tenant;
    let (to, checkpoint) = tree_of(desk, tenant, to, from.checked_sub(1)).await?;
    let proof = consistency(desk, tenant, to, from).await?;
    Ok(ProvenGrowth { from, to, hashes: bytes_of(proof.0), checkpoint })
}

/// A receipt (C2SP tlog-proof) of an event of the log of the caller's organisation: proof, leaf and signed checkpoint in
/// one text that `glasscase verify --receipt` checks offline.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::NotFound`] if there is no such event.
pub async fn receipt(desk: &Desk, caller: &Caller, of: &ReceiptOf) -> Result<String, Refusal> {
    may_read(caller)?;
    let tenant = &caller.tenant;
    let index = match of {
        ReceiptOf::Event(index) => *index,
        ReceiptOf::Consent(case) => consent(desk, tenant, case).await?,
        ReceiptOf::Deletion(collection) => deletion(desk, tenant, collection).await?,
    };
    let row = covering(desk, tenant, Some(index)).await?;
    let proof = inclusion(desk, tenant, row.size, index).await?;
    let leaf = leaf_of(desk, tenant, index).await?.into_bytes();
    Ok(Receipt { leaf, index, proof, note: row.note }.to_text())
}

/// The tree to prove in: of the size that was asked for, or of a checkpoint.
async fn tree_of(
    desk: &Desk,
    tenant: &TenantId,
    size: Option<u64>,
    index: Option<u64>,
) -> Result<(u64, Option<String>), Refusal> {
    let Some(size) = size else {
        let row = covering(desk, tenant, index).await?;
        return Ok((row.size, Some(row.note)));
    };
    let head = desk.store().head(tenant).await?.map_or(0, |head| head.size);
    if size > head {
        return Err(Refusal::invalid("size", format!("the log has {head} events, not {size}")));
    }
    Ok((size, None))
}

/// A checkpoint that covers the event: the published one, or one that is sealed now.
async fn covering(desk: &Desk, tenant: &TenantId, index: Option<u64>) -> Result<CheckpointRow, Refusal> {
    let covers = |row: &CheckpointRow| index.is_none_or(|index| index < row.size);
    if let Ok(row) = tree::published(desk, tenant).await
        && covers(&row)
    {
        return Ok(row);
    }
    seal_checkpoint(desk, tenant).await?;
    witnesses::ask_briefly(desk, tenant).await;
    let rows = desk.store().latest_checkpoints(tenant, 1).await?;
    let newest = rows.into_iter().find(covers);
    newest.ok_or_else(|| Refusal::not_found("event", &index.unwrap_or_default()))
}

/// That the tree of `size` events has the event `index`.
async fn inclusion(desk: &Desk, tenant: &TenantId, size: u64, index: u64) -> Result<InclusionProof, Refusal> {
    let needs = inclusion_needs(size, index).map_err(|why| refused(&why))?;
    let nodes = desk.store().tree_nodes(tenant, &needs).await?;
    prove_inclusion(size, index, |node| nodes.get(&node).copied()).map_err(|why| refused(&why))
}

/// That the tree of `size` events begins with that of `earlier`.
pub(crate) async fn consistency(
    desk: &Desk,
    tenant: &TenantId,
    size: u64,
    earlier: u64,
) -> Result<ConsistencyProof, Refusal> {
    let needs = consistency_needs(size, earlier).map_err(|why| refused(&why))?;
    let nodes = desk.store().tree_nodes(tenant, &needs).await?;
    prove_consistency(size, earlier, |node| nodes.get(&node).copied()).map_err(|why| refused(&why))
}

fn refused(why: &ProofError) -> Refusal {
    match why {
        ProofError::NoSuchLeaf { index, .. } => Refusal::not_found("event", index),
        ProofError::NotEarlier { .. } | ProofError::TooLarge { .. } => Refusal::invalid("size", why),
        ProofError::MissingNode | ProofError::Refused => Refusal::failed("prove from the log", why),
    }
}

fn bytes_of(nodes: Vec<NodeHash>) -> Vec<[u8; 32]> {
    nodes.into_iter().map(|node| node.0).collect()
}

async fn leaf_of(desk: &Desk, tenant: &TenantId, index: u64) -> Result<String, Refusal> {
    let leaves = desk.store().leaves(tenant, index..index + 1).await?;
    leaves.into_iter().next().ok_or_else(|| Refusal::not_found("event", &index))
}

/// The latest consent that was given in a case.
async fn consent(desk: &Desk, tenant: &TenantId, case: &CaseId) -> Result<u64, Refusal> {
    let found = last_of_case(desk, tenant, case, |event| matches!(event, Event::ConsentGiven { .. })).await?;
    found.ok_or_else(|| Refusal::not_found("consent in the case", case))
}

async fn deletion(desk: &Desk, tenant: &TenantId, id: &CollectionId) -> Result<u64, Refusal> {
    let is_it =
        |event: &Event| matches!(event, Event::EvidenceDeleted { collection, .. } if collection == id);
    let not_found = || Refusal::not_found("deletion of evidence", id);
    let case = mint::case_of(id.as_str()).ok_or_else(not_found)?;
    last_of_case(desk, tenant, &case, is_it).await?.ok_or_else(not_found)
}

/// The last event of a case that is such a one.
async fn last_of_case(
    desk: &Desk,
    tenant: &TenantId,
    case: &CaseId,
    is_it: impl Fn(&Event) -> bool,
) -> Result<Option<u64>, Refusal> {
    let (mut from, mut found) = (0, None);
    loop {
        let page = desk.store().events_of_case(tenant, case, from, PAGE).await?;
        let Some(last) = page.last() else { return Ok(found) };
        from = last.sequence + 1;
        let latest = page.iter().rev().find(|stored| is_it(&stored.record.event));
        found = latest.map(|stored| stored.sequence).or(found);
    }
}
