use super::papers::{claimed, consent, signed};
use super::world::World;
use diagnostics::{Catalogue, Diagnostic, Pack, PackError, PublisherKey};
use runner::{FolderError, StartError, TakeError};
use serde_json::Value;
use std::fs;
use wire::Claimed;

fn publisher() -> PublisherKey {
    PublisherKey::from_seed("acme.example", &[7; 32]).unwrap()
}

/// The settings of a runner that trusts the publisher.
fn trusting() -> String {
    format!("publishers: ['{}']", publisher().public())
}

/// Host health under another id; `words` stand in its title.
fn diagnostic(id: &str, words: &str) -> String {
    let text = include_str!("../../../../../catalogue/host-health.yaml");
    text.replace("id: host-health", &format!("id: {id}")).replace("en: Host health", &format!("en: {words}"))
}

fn pack(version: u64, text: &str) -> String {
    Pack::sign(&publisher(), version, [("file", text)]).unwrap()
}

fn take(world: &World, pack: &str) -> Result<Pack, TakeError> {
    world.data().take_pack(pack.as_bytes(), &world.settings.publishers, &Catalogue::built_in())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_pack_runs_from_the_next_start_on() {
    let mut world = World::enrolled(&trusting()).await;
    let text = diagnostic("acme-health", "Acme");
    take(&world, &pack(1, &text)).unwrap();
    world.run().await;
    let own = Diagnostic::parse(&text).unwrap();
    let honest = claimed("run", "host-health", Value::Null, signed(consent(), None));
    let digest = own.digest().to_owned();
    let theirs = Claimed { diagnostic: own.form().id.clone(), digest, ..honest };
    assert_eq!(world.outcome(&theirs).await, None);

    let changed = Claimed {
        run: "changed".parse().unwrap(),
        digest: Diagnostic::parse(&diagnostic("acme-health", "Other")).unwrap().digest().to_owned(),
        ..theirs
    };
    assert!(world.outcome(&changed).await.is_some(), "the server has another text of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_pack_and_another_with_the_same_version_are_refused() {
    let world = World::enrolled(&trusting()).await;
    let second = pack(2, &diagnostic("acme-health", "Acme"));
    assert_eq!(take(&world, &second).unwrap().version(), 2);
    take(&world, &second).unwrap();
    let older = take(&world, &pack(1, &diagnostic("acme-health", "Acme")));
    assert!(matches!(older, Err(TakeError::Older { offered: 1, taken: 2, .. })), "{older:?}");
    let other = take(&world, &pack(2, &diagnostic("acme-health", "Other")));
    assert!(matches!(other, Err(TakeError::SameVersion { version: 2, .. })), "{other:?}");
    assert_eq!(take(&world, &pack(3, &diagnostic("acme-health", "Other"))).unwrap().version(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_of_nobody_who_is_trusted_or_over_a_built_in_diagnostic_is_refused() {
    let world = World::enrolled("").await;
    let stranger = take(&world, &pack(1, &diagnostic("acme-health", "Acme")));
    assert!(matches!(stranger, Err(TakeError::Pack(PackError::Unsigned { .. }))), "{stranger:?}");
    let world = World::enrolled(&trusting()).await;
    let twice = take(&world, &pack(1, &diagnostic("tls-certificate", "Acme")));
    assert!(matches!(twice, Err(TakeError::Catalogue(_))), "{twice:?}");
    assert!(world.data().packs(&world.settings.publishers).unwrap().is_empty(), "nothing was kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_was_changed_on_disk_keeps_the_runner_from_starting() {
    let mut world = World::enrolled(&trusting()).await;
    take(&world, &pack(1, &diagnostic("acme-health", "Acme"))).unwrap();
    let folder = world.data().path().join("packs");
    let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("seconds: 20", "seconds: 90")).unwrap();
    world.begin();
    let refused = world.ended().await.unwrap_err();
    let is_told = matches!(&refused, StartError::Pack(TakeError::Folder(FolderError::Damaged { .. })));
    assert!(is_told, "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publisher_who_is_trusted_no_more_runs_nothing_more() {
    let mut world = World::enrolled(&trusting()).await;
    take(&world, &pack(1, &diagnostic("acme-health", "Acme"))).unwrap();
    world.settings.publishers.clear();
    world.run().await;
    let own = Diagnostic::parse(&diagnostic("acme-health", "Acme")).unwrap();
    let honest = claimed("run", "host-health", Value::Null, signed(consent(), None));
    let theirs = Claimed {
        run: "theirs".parse().unwrap(),
        diagnostic: own.form().id.clone(),
        digest: own.digest().to_owned(),
        ..honest.clone()
    };
    world.desk.offer(&theirs);
    // Offers are answered in order, so the other one is over when this one is.
    assert_eq!(world.outcome(&honest).await, None);
    assert_eq!(world.desk.read(|book| book.asked("theirs")), 0);
}
