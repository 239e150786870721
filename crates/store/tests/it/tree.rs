//! The stored tree: tiles, proofs and checkpoints of it.

use crate::databases::each_database;
use crate::desk::tenant;
use crate::history::play;
use crate::raw::Raw;
use domain::Span;
use ledger::{LeafHash, NodeHash, RootHash, inclusion_needs, prove_inclusion, verify_inclusion};
use std::collections::BTreeMap;
use store::CheckpointRow;

#[test]
fn subtrees_are_the_roots_of_full_tiles_kept_or_computed() {
    each_database(|opened| async move {
        let store = &opened.store;
        play(store, &tenant(), &opened.clock, 8, 700).await;
        let size = store.head(&tenant()).await.unwrap().unwrap().size;
        let tiles = size / 256;
        assert!(tiles >= 2, "{size} events");
        let kept = store.tree_hashes(&tenant(), 1, 0..tiles).await.unwrap();
        let leaves = store.leaves(&tenant(), 256..512).await.unwrap();
        let hashes: Vec<_> =
            leaves.iter().map(|leaf| NodeHash::from(LeafHash::of(leaf.as_bytes()))).collect();
        assert_eq!(store.tree_hashes(&tenant(), 0, 256..512).await.unwrap(), hashes);
        assert_eq!(ledger::tile::node_above(&hashes), Some(kept[1]));

        let mut raw = Raw::connect(&opened, &tenant()).await;
        raw.execute("DELETE FROM subtree WHERE nth = 1").await;
        raw.close().await;
        assert_eq!(store.tree_hashes(&tenant(), 1, 0..tiles).await.unwrap(), kept, "as of an older log");
        assert!(store.tree_hashes(&tenant(), 0, size - 1..size + 1).await.is_err(), "beyond the log");
        assert!(store.leaves(&tenant(), size - 1..size + 1).await.is_err());
    });
}

#[test]
fn every_event_is_proven_from_stored_nodes() {
    each_database(|opened| async move {
        let store = &opened.store;
        play(store, &tenant(), &opened.clock, 9, 700).await;
        let head = store.head(&tenant()).await.unwrap().unwrap();
        for index in (0..head.size).step_by(97) {
            let needs = inclusion_needs(head.size, index).unwrap();
            let nodes: BTreeMap<_, _> = store.tree_nodes(&tenant(), &needs).await.unwrap();
            let proof = prove_inclusion(head.size, index, |node| nodes.get(&node).copied()).unwrap();
            let leaf = store.leaves(&tenant(), index..index + 1).await.unwrap().remove(0);
            let leaf = LeafHash::of(leaf.as_bytes());
            verify_inclusion(&proof, head.size, RootHash(head.root), index, leaf).unwrap();
        }
    });
}

#[test]
fn of_one_size_the_first_and_the_last_two_checkpoints_stay() {
    each_database(|opened| async move {
        let (store, start) = (&opened.store, opened.clock.now());
        let at = |hours: u32| start.plus(Span::from_seconds(3_600 * hours));
        for (size, hours) in [(1, 0), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5)] {
            let note = format!("{size} {hours}\n\n— log x\n");
            store.put_checkpoint(&tenant(), &CheckpointRow { size, note, at: at(hours) }).await.unwrap();
            store.put_cosignature(&tenant(), (size, at(hours)), "w2", "— w2 y\n").await.unwrap();
        }
        store.put_cosignature(&tenant(), (2, at(5)), "w1", "— w1 z\n").await.unwrap();
        let kept: Vec<_> =
            store.checkpoints(&tenant()).await.unwrap().into_iter().map(|row| row.note).collect();
        assert_eq!(
            kept,
            [
                "1 0\n\n— log x\n— w2 y\n",
                "2 1\n\n— log x\n— w2 y\n",
                "2 4\n\n— log x\n— w2 y\n",
                "2 5\n\n— log x\n— w1 z\n— w2 y\n"
            ]
        );
        let latest = store.latest_checkpoints(&tenant(), 2).await.unwrap();
        assert_eq!(latest.iter().map(|row| row.note.as_str()).collect::<Vec<_>>(), [&kept[3], &kept[2]]);
        assert_eq!(store.cosigned_size(&tenant(), "w1").await.unwrap(), Some(2));
        assert_eq!(store.cosigned_size(&tenant(), "w3").await.unwrap(), None);
        let mut raw = Raw::connect(&opened, &tenant()).await;
        let counted = raw.texts("SELECT witness FROM cosignature WHERE size = 2").await;
        raw.close().await;
        assert_eq!(counted.len(), 4, "cosignatures go with their checkpoints: {counted:?}");
    });
}
