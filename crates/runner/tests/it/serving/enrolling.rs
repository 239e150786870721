use super::desk::Fault;
use super::world::{CODE, World};
use diagnostics::Catalogue;
use runner::{EnrolError, FolderError, Settings, StartError};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread")]
async fn a_code_makes_a_runner_whose_secrets_are_for_its_owner_alone() {
    let world = World::bare("");
    let new = runner::enrol(&world.settings, &format!(" {CODE}\n"), None).await.unwrap();
    let enrolled = world.desk.read(|book| book.enrolled.clone()).unwrap();
    assert_eq!((enrolled.name, enrolled.public_key), ("test".to_owned(), new.public_key));
    assert_eq!(world.data().identity().unwrap(), new.identity);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(world.data().path()), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(world.data().path()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{path:?}");
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    names.sort();
    assert_eq!(names, ["run-record.key", "runner.json", "runner.lock", "tenant.secret", "token"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_leaves_a_folder_in_which_the_right_one_works() {
    let world = World::bare("");
    let refused = runner::enrol(&world.settings, "wrong", None).await.unwrap_err();
    assert!(matches!(&refused, EnrolError::Server(why) if why.problem().unwrap().status == 401), "{refused}");
    let nobody = runner::DataFolder::open(&world.settings.data);
    assert!(matches!(nobody, Err(FolderError::NotEnrolled { .. })));
    runner::enrol(&world.settings, CODE, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_asked_for_again_under_the_same_key() {
    let world = World::bare("");
    world.desk.fail("enrol", Fault::CutAfter);
    runner::enrol(&world.settings, CODE, None).await.unwrap();
    let keys = world.desk.read(|book| book.calls.iter().map(|call| call.key.clone()).collect::<Vec<_>>());
    assert!(keys.len() == 2 && keys[0].is_some() && keys[0] == keys[1], "{keys:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_has_one_runner_and_no_code_is_spent_on_a_second() {
    let world = World::enrolled("").await;
    let second = runner::enrol(&world.settings, CODE, None).await.unwrap_err();
    assert!(matches!(second, EnrolError::Folder(FolderError::Enrolled { .. })), "{second}");
    assert_eq!(world.desk.read(|book| book.asked("enrol")), 1);
}

/// Why a runner with these settings does not start.
async fn start(settings: &Settings) -> StartError {
    runner::run(settings, Catalogue::built_in(), crate::collecting::program(), CancellationToken::new())
        .await
        .unwrap_err()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_has_one_process() {
    let world = World::working("").await;
    let second = start(&world.settings).await;
    assert!(matches!(second, StartError::Folder(FolderError::Busy { .. })), "{second}");
    assert!(world.is_running());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_sends_its_token_to_no_other_server() {
    let world = World::enrolled("").await;
    let path = world.folder.path().join("runner.yaml");
    let text = fs::read_to_string(&path).unwrap().replace(&world.desk.url(), "https://desk.example");
    fs::write(&path, text).unwrap();
    let refused = start(&Settings::read(&path).unwrap()).await;
    assert!(matches!(refused, StartError::OtherServer { .. }), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_not_as_it_was_left_is_named() {
    for (file, text, complaint) in [
        ("runner.json", "{}", "is damaged"),
        ("run-record.key", "nonsense", "is damaged"),
        ("tenant.secret", "nonsense", "is damaged"),
        ("trusted/key_0.key", "ed25519 AA", "is damaged"),
    ] {
        let world = World::enrolled("").await;
        let path = world.data().path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let refused = start(&world.settings).await.to_string();
        assert!(refused.contains(file) && refused.contains(complaint), "{file}: {refused}");
    }
}
