//! Cases under names: what becomes of what stands beside the log, and of files that wait.

use crate::databases::each_database;
use crate::scene::{Scene, id};
use domain::{CaseId, Event, Level, Settings, Severity};
use operations::{
    ConsentTerms, FileSizes, Language, NewChunk, NewCommunication, NewTicket, Refusal, Scope, TicketUpdate,
    accept_chunk, begin_file, change_settings, communicate, communications, export_tenant, find_scope,
    list_evidence, list_files, make_workspace, open_ticket, read_evidence, show_file, show_ticket, tidy,
    update_ticket,
};

const SIZES: FileSizes = FileSizes { chunk_size: 3, file_size: 6, chunks: 2 };

async fn at_subscription(scene: &Scene) -> Scope {
    let contoso = &scene.contoso;
    find_scope(&scene.desk, &contoso.author, Some(contoso.subscription.as_str())).await.unwrap()
}

fn ticket(name: &str, workspace: Option<&str>) -> NewTicket {
    NewTicket {
        name: name.to_owned(),
        service: id("mail"),
        nature: id("sign-in"),
        severity: Severity::Minimal,
        title: "Nobody can sign in".to_owned(),
        text: "Since this morning.".to_owned(),
        consent: Some(ConsentTerms { level: Level::Advanced, categories: None, language: Language::En }),
        details: "whom to ask".to_owned(),
        workspace: workspace.map(str::to_owned),
    }
}

async fn open(scene: &Scene, scope: &Scope, ticket: NewTicket) -> CaseId {
    open_ticket(&scene.desk, &scene.contoso.everybody, scope, ticket).await.unwrap()
}

async fn send(scene: &Scene, scope: &Scope, workspace: &str, index: u64) -> Result<(), Refusal> {
    let bytes = if index == 0 { b"abc".to_vec() } else { b"def".to_vec() };
    let chunk = NewChunk { index, bytes };
    accept_chunk(&scene.desk, &scene.contoso.author, scope, workspace, "a.txt", chunk).await
}

async fn holds(scene: &Scene) {
    let file = export_tenant(&scene.desk, &scene.contoso.tenant, Vec::new()).await.unwrap();
    let report = proof::verify(&file[..], &proof::Options::default()).unwrap();
    assert_eq!(report.faults, []);
}

#[test]
fn details_and_envelopes_are_erased_with_the_text_of_their_case() {
    each_database(|scene| async move {
        let (desk, everybody) = (&scene.desk, &scene.contoso.everybody);
        let settings = Settings { case_text_days: 10, ..Settings::default() };
        change_settings(desk, &scene.contoso.owner, settings).await.unwrap();
        let scope = at_subscription(&scene).await;
        open(&scene, &scope, ticket("mail", None)).await;
        let new = NewCommunication {
            name: "more".to_owned(),
            text: "Worse.".to_owned(),
            envelope: "about what".to_owned(),
        };
        communicate(desk, everybody, &scope, "mail", new).await.unwrap();
        let change = TicketUpdate {
            details: Some("whom to ask instead".to_owned()),
            severity: Some(Severity::Critical),
            ..TicketUpdate::default()
        };
        update_ticket(desk, everybody, &scope, "mail", change).await.unwrap();
        let shown = show_ticket(desk, everybody, &scope, "MAIL").await.unwrap();
        assert_eq!(shown.case.state.severity, Severity::Critical);
        assert_eq!(shown.case.row.severity, Severity::Critical);
        assert_eq!(
            (shown.given.as_deref(), shown.details.as_deref()),
            (Some("whom to ask"), Some("whom to ask instead"))
        );
        let close = TicketUpdate { open: Some(false), ..TicketUpdate::default() };
        update_ticket(desk, everybody, &scope, "mail", close).await.unwrap();
        holds(&scene).await;
        scene.forward_days(11);
        tidy(desk).await.unwrap();
        let shown = show_ticket(desk, everybody, &scope, "mail").await.unwrap();
        assert_eq!((shown.case.title, shown.text, shown.given, shown.details), (None, None, None, None));
        let said = communications(desk, everybody, &scope, "mail").await.unwrap();
        assert_eq!((said.len(), &said[0].message.envelope), (1, &None));
        holds(&scene).await;
        let file = export_tenant(desk, &scene.contoso.tenant, Vec::new()).await.unwrap();
        assert!(!String::from_utf8(file).unwrap().contains("whom to ask"));
    });
}

#[test]
fn files_that_wait_are_attached_once_or_destroyed() {
    each_database(|scene| async move {
        let (desk, author) = (&scene.desk, &scene.contoso.author);
        let scope = at_subscription(&scene).await;
        for workspace in ["kept", "left"] {
            make_workspace(desk, author, &scope, workspace).await.unwrap();
            begin_file(desk, author, &scope, workspace, "a.txt", SIZES).await.unwrap();
            for index in [1, 0, 1] {
                send(&scene, &scope, workspace, index).await.unwrap();
            }
        }
        let before = scene.size().await;
        let case = open(&scene, &scope, ticket("mail", Some("KEPT"))).await;
        assert_eq!(open(&scene, &scope, ticket("mail", Some("KEPT"))).await, case);
        let events = scene.since(before).await;
        let attached =
            |event: &&Event| matches!(event, Event::BundleAttached { spans, .. } if spans["support"] == 1);
        assert_eq!(events.iter().filter(attached).count(), 1, "{events:?}");
        let listed = list_evidence(desk, author, &case).await.unwrap();
        assert_eq!(listed.len(), 1);
        let mut read = read_evidence(desk, &scene.staff.engineer, &listed[0].row.collection).await.unwrap();
        let pieces = read.next().await.unwrap().unwrap();
        assert_eq!((pieces[0].item.as_str(), pieces[0].text.as_str()), ("a.txt", "abcdef"));
        holds(&scene).await;
        // What no case names goes, with its parts; the name is free for another.
        for _ in 0..2 {
            scene.forward_hours(1);
            tidy(desk).await.unwrap();
        }
        assert_eq!(scene.kept(), 1);
        let gone = show_file(desk, author, &scope, "left", "a.txt").await.unwrap_err();
        assert!(matches!(gone, Refusal::NotFound { .. }), "{gone}");
        assert!(matches!(send(&scene, &scope, "left", 0).await, Err(Refusal::NotFound { .. })));
        begin_file(desk, author, &scope, "left", "a.txt", SIZES).await.unwrap();
        send(&scene, &scope, "left", 0).await.unwrap();
        // And what was attached goes at its hour.
        scene.forward_days(29);
        scene.sweep().await;
        assert!(list_files(desk, author, &scope, "kept").await.unwrap().is_empty());
        tidy(desk).await.unwrap();
        holds(&scene).await;
    });
}
