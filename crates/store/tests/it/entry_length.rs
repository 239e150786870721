//! No entry of a log is longer than a bundle of its tiles can hold.

use crate::databases::{Opened, each_database};
use crate::desk::{ask, decide, tenant, with_a_case};
use domain::Command;
use ledger::tile::{ENTRY_BYTES_MAX, bundle};
use store::{Store, StoreError};

fn erase(bytes: usize) -> Command {
    Command::ErasePersonalData { sequence: 0, fields: vec!["x".repeat(bytes)] }
}

async fn last_leaf(store: &Store) -> String {
    let size = store.head(&tenant()).await.unwrap().unwrap().size;
    store.leaves(&tenant(), size - 1..size).await.unwrap().remove(0)
}

#[test]
fn the_longest_entry_is_taken_and_one_byte_more_is_refused_for_itself_alone() {
    each_database(|Opened { store, .. }| async move {
        with_a_case(&store, &tenant()).await;
        ask(&store, &tenant(), erase(1_000)).await;
        let room = ENTRY_BYTES_MAX - (last_leaf(&store).await.len() - 1_000);
        ask(&store, &tenant(), erase(room)).await;
        let longest = last_leaf(&store).await;
        assert_eq!(longest.len(), ENTRY_BYTES_MAX);
        assert!(bundle([longest.as_bytes()].into_iter()).is_ok());

        let before = store.head(&tenant()).await.unwrap().unwrap();
        let refused = store.append(&tenant(), None, decide(erase(room + 1))).await.unwrap_err();
        let bytes = ENTRY_BYTES_MAX + 1;
        assert!(matches!(refused, StoreError::EntryTooLong { bytes: found } if found == bytes), "{refused}");
        assert!(
            refused.to_string().contains("65536 bytes long, and an entry of the log has 65535"),
            "{refused}"
        );
        assert_eq!(store.head(&tenant()).await.unwrap().unwrap(), before);
        ask(&store, &tenant(), erase(1)).await;
        assert_eq!(store.head(&tenant()).await.unwrap().unwrap().size, before.size + 1);
    });
}
