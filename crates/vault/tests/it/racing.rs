//! Destroying a collection while its parts arrive.

use crate::scene::{DUE, Scene, seal};
use vault::VaultError;

#[test]
fn a_collection_that_is_destroyed_while_parts_arrive_leaves_nothing_behind() {
    let scene = Scene::new();
    for round in 0..100 {
        let name = format!("e{round}");
        let sealed = seal(&scene.vault.create_collection("contoso", &name, DUE).unwrap(), &[7; 2_000]);
        std::thread::scope(|threads| {
            for _ in 0..3 {
                threads.spawn(|| {
                    let mut at = 0;
                    while at < sealed.len() {
                        let part = &sealed[at..sealed.len().min(at + 100)];
                        match scene.vault.append_part("contoso", &name, at as u64, part) {
                            Ok(_) => at += part.len(),
                            Err(VaultError::NoCollection { .. }) => return,
                            Err(why) => panic!("{why}"),
                        }
                    }
                    match scene.commit("contoso", &name, &sealed) {
                        Ok(()) | Err(VaultError::NoCollection { .. }) => {}
                        Err(why) => panic!("{why}"),
                    }
                });
            }
            for _ in 0..2 {
                threads.spawn(|| scene.vault.destroy_collection("contoso", &name).unwrap());
            }
        });
        assert_eq!(scene.vault.list_collections("contoso").unwrap(), [""; 0], "round {round}");
    }
}
