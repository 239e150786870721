//! A tenant's log as tiles, proofs and receipts, and its silence.

use crate::databases::{each_database, on_sqlite};
use crate::scene::Scene;
use domain::{DeleteCause, Event, Span};
use ledger::tile::{Tile, node_above};
use ledger::{LeafHash, NodeHash, Receipt, RootHash};
use operations::{Caller, ReceiptOf, Refusal};

fn key(scene: &Scene) -> ledger::VerifierKey {
    operations::log_key(&scene.desk, &scene.contoso.tenant).unwrap()
}

async fn tile(scene: &Scene, who: &Caller, path: &str) -> Result<Vec<u8>, Refusal> {
    operations::log_tile(&scene.desk, who, &scene.contoso.tenant, path).await.map(|tile| tile.bytes)
}

/// Brings contoso's log to `size` events.
async fn grow(scene: &Scene, size: u64) {
    let author = &scene.contoso.author;
    let case = scene.open(None).await;
    while scene.size().await < size {
        operations::say(&scene.desk, author, None, &case, "still here").await.unwrap();
    }
}

#[test]
fn tiles_and_entries_are_the_log() {
    each_database(|scene| async move {
        grow(&scene, 300).await;
        let auditor = &scene.contoso.auditor;
        let note = operations::log_checkpoint(&scene.desk, auditor, &scene.contoso.tenant).await.unwrap();
        let _ = ledger::open(&note, &[key(&scene)]).unwrap();
        let full = tile(&scene, auditor, "0/000").await.unwrap();
        assert_eq!(full.len(), 8_192);
        let hashes: Vec<_> = full.as_chunks::<32>().0.iter().map(|hash| NodeHash(*hash)).collect();
        let above = tile(&scene, auditor, "1/000.p/1").await.unwrap();
        assert_eq!(node_above(&hashes).unwrap().0, above[..]);

        let bundle = tile(&scene, auditor, "entries/001.p/40").await.unwrap();
        let partial = tile(&scene, auditor, "0/001.p/40").await.unwrap();
        let (mut rest, mut found) = (&bundle[..], Vec::new());
        while let Some((length, after)) = rest.split_first_chunk::<2>() {
            let (leaf, after) = after.split_at(usize::from(u16::from_be_bytes(*length)));
            found.extend(LeafHash::of(leaf).0);
            rest = after;
        }
        assert_eq!(found, partial);
        assert!(!String::from_utf8_lossy(&bundle).contains("still here"), "personal parts stay out");
        for path in ["0/001", "0/002.p/1", "1/000.p/2", "1/000", "entries/001", "nonsense", "0/000.p/0"] {
            assert!(path.parse::<Tile>().is_err() || tile(&scene, auditor, path).await.is_err(), "{path}");
        }
        let refused = tile(&scene, &scene.contoso.author, "0/000").await;
        assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{refused:?}");
        let fabrikam = scene.join("fabrikam").await;
        assert!(matches!(tile(&scene, &fabrikam.auditor, "0/000").await, Err(Refusal::NotFound { .. })));
    });
}

#[test]
fn proofs_lead_to_signed_roots() {
    each_database(|scene| async move {
        let (desk, auditor) = (&scene.desk, &scene.contoso.auditor);
        let head = scene.store.head(&scene.contoso.tenant).await.unwrap().unwrap();
        grow(&scene, 270).await;
        let proven = operations::prove_event(desk, auditor, 3, None).await.unwrap();
        let tree = ledger::open(proven.checkpoint.as_ref().unwrap(), &[key(&scene)]).unwrap();
        let nodes = |hashes: &[[u8; 32]]| hashes.iter().map(|hash| NodeHash(*hash)).collect::<Vec<_>>();
        let proof = ledger::InclusionProof(nodes(&proven.hashes));
        assert_eq!(tree.size, proven.size);
        ledger::verify_inclusion(&proof, tree.size, tree.root, 3, LeafHash(proven.leaf_hash)).unwrap();

        let grown = operations::prove_growth(desk, auditor, head.size, None).await.unwrap();
        let tree = ledger::open(grown.checkpoint.as_ref().unwrap(), &[key(&scene)]).unwrap();
        let proof = ledger::ConsistencyProof(nodes(&grown.hashes));
        let earlier = (head.size, RootHash(head.root));
        ledger::verify_consistency(&proof, (tree.size, tree.root), earlier).unwrap();

        let size = scene.size().await;
        let of_size = operations::prove_event(desk, auditor, size - 1, Some(size)).await.unwrap();
        assert_eq!((of_size.size, of_size.checkpoint), (size, None));
        assert!(operations::prove_event(desk, auditor, size, None).await.is_err());
        assert!(operations::prove_event(desk, auditor, 0, Some(size + 1)).await.is_err());
        assert!(operations::prove_growth(desk, auditor, size + 1, None).await.is_err());
    });
}

#[test]
fn a_consent_and_a_deletion_have_receipts() {
    each_database(|scene| async move {
        let collection = crate::whole_life::live(&scene).await;
        let case = collection.as_str().split_once('-').unwrap().0.parse().unwrap();
        let auditor = &scene.contoso.auditor;
        let mut told = Vec::new();
        for of in [ReceiptOf::Consent(case), ReceiptOf::Deletion(collection.clone())] {
            let text = operations::receipt(&scene.desk, auditor, &of).await.unwrap();
            let receipt = Receipt::from_text(&text).unwrap();
            receipt.verify(&[key(&scene)]).unwrap();
            told.push(domain::Record::from_leaf(&receipt.leaf).unwrap().event);
        }
        assert!(matches!(&told[0], Event::ConsentGiven { .. }), "{told:?}");
        let is_it = |event: &Event| matches!(event, Event::EvidenceDeleted { collection: of, cause, .. } if *of == collection && *cause != DeleteCause::Asked);
        assert!(is_it(&told[1]), "{told:?}");
        let nothing = ReceiptOf::Event(scene.size().await);
        let refused = operations::receipt(&scene.desk, auditor, &nothing).await;
        assert!(matches!(refused, Err(Refusal::NotFound { .. })), "{refused:?}");
    });
}

#[test]
fn a_log_that_stands_still_is_signed_within_every_hour() {
    on_sqlite(|scene| async move {
        let tenant = &scene.contoso.tenant;
        operations::seal_checkpoint(&scene.desk, tenant).await.unwrap();
        let mut signed = Vec::new();
        for _ in 0..5 * 60 {
            scene.forward(Span::from_seconds(60));
            scene.sweep().await;
            let newest = scene.store.latest_checkpoints(tenant, 1).await.unwrap().remove(0);
            if signed.last() != Some(&newest.at) {
                signed.push(newest.at);
            }
        }
        assert!(signed.len() >= 5, "{signed:?}");
        for pair in signed.windows(2) {
            assert!(pair[1] <= pair[0].plus(Span::from_hours(1)), "{pair:?}");
        }
        let file = operations::export_tenant(&scene.desk, tenant, Vec::new()).await.unwrap();
        let options = proof::Options { key: Some(key(&scene)), ..proof::Options::default() };
        let report = proof::verify(&file[..], &options).unwrap();
        assert_eq!(report.faults, []);
        let until = report.until.unwrap();
        assert!(until >= *signed.last().unwrap(), "the export says until when nothing happened: {until}");
        assert_eq!(report.checkpoints, 3, "of one size the first and the last two stay");
    });
}
