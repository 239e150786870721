//! Case text: who may read what was said in a case (access.md, *A decision*), and how long it is kept.

use crate::databases::each_database;
use crate::scene::Scene;
use domain::{CaseId, Categories, Event, Reason, Refusal as Rule, Settings};
use operations::{
    Caller, Refusal, change_settings, export_tenant, lock, messages, reopen_case, say, show_case, tidy,
    unlock,
};

/// What `caller` reads in a case, with who said it.
async fn said(scene: &Scene, caller: &Caller, case: &CaseId) -> Result<Vec<(String, String)>, Refusal> {
    let messages = messages(&scene.desk, caller, case).await?;
    let texts = messages.into_iter().map(|message| {
        (message.name.unwrap_or_default(), message.text.unwrap_or_else(|| "erased".to_owned()))
    });
    Ok(texts.collect())
}

fn owned(said: &[(&str, &str)]) -> Vec<(String, String)> {
    said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn both_sides_talk_in_a_case_without_any_consent() {
    each_database(|scene| async move {
        let (desk, contoso, engineer) = (&scene.desk, &scene.contoso, &scene.staff.engineer);
        let case = scene.open(None).await;
        say(desk, engineer, None, &case, "  Which users?  ").await.unwrap();
        say(desk, &contoso.author, None, &case, "All of them.").await.unwrap();
        let expected =
            owned(&[("carl", "Since this morning."), ("erin", "Which users?"), ("anna", "All of them.")]);
        for reader in [engineer, &scene.staff.lead, &contoso.auditor] {
            assert_eq!(said(&scene, reader, &case).await.unwrap(), expected);
            assert_eq!(show_case(desk, reader, &case).await.unwrap().title.unwrap(), "Nobody can sign in");
        }
        for text in ["", " \n", &"x".repeat(20_001)] {
            let refused = say(desk, engineer, None, &case, text).await.unwrap_err();
            assert!(matches!(refused, Refusal::Invalid { .. }), "{refused}");
        }
    });
}

#[test]
fn the_vendor_reads_no_case_text_while_locked_out_or_once_the_case_is_closed() {
    each_database(|scene| async move {
        let (desk, contoso, engineer) = (&scene.desk, &scene.contoso, &scene.staff.engineer);
        let case = scene.open(None).await;
        let hidden = async |reason| {
            let refused = said(&scene, engineer, &case).await.unwrap_err();
            assert_eq!(refused, Rule::Denied { reason, missing: Categories::NONE }.into());
            assert_eq!(show_case(desk, engineer, &case).await.unwrap().title, None);
            assert_eq!(said(&scene, &contoso.auditor, &case).await.unwrap().len(), 1);
        };
        lock(desk, &contoso.author, None).await.unwrap();
        hidden(Reason::Locked).await;
        unlock(desk, &contoso.owner, None).await.unwrap();
        scene.close(&case).await.unwrap();
        hidden(Reason::Closed).await;
        reopen_case(desk, &contoso.author, None, &case).await.unwrap();
        assert_eq!(said(&scene, engineer, &case).await.unwrap().len(), 1);
    });
}

#[test]
fn the_text_of_a_closed_case_is_erased_in_time_and_the_log_still_holds() {
    each_database(|scene| async move {
        let settings = Settings { case_text_days: 10, ..Settings::default() };
        change_settings(&scene.desk, &scene.contoso.owner, settings).await.unwrap();
        let (closed, open) = (scene.open(None).await, scene.open(None).await);
        scene.request(&closed).await;
        scene.close(&closed).await.unwrap();
        scene.forward_days(10);
        scene.forward(domain::Span::from_seconds(1));
        tidy(&scene.desk).await.unwrap();
        let auditor = &scene.contoso.auditor;
        assert_eq!(said(&scene, auditor, &closed).await.unwrap(), owned(&[("carl", "erased")]));
        assert_eq!(show_case(&scene.desk, auditor, &closed).await.unwrap().title, None);
        assert_eq!(said(&scene, auditor, &open).await.unwrap().len(), 1, "the open one keeps its text");
        assert!(scene.since(0).await.iter().any(|event| matches!(event, Event::PersonalDataErased { .. })));

        let size = scene.size().await;
        tidy(&scene.desk).await.unwrap();
        assert_eq!(scene.size().await, size, "nothing is erased twice");
        let file = export_tenant(&scene.desk, &scene.contoso.tenant, Vec::new()).await.unwrap();
        let report = proof::verify(&file[..], &proof::Options::default()).unwrap();
        assert_eq!(report.faults, []);
        assert!(!String::from_utf8(file).unwrap().contains("the licence"), "reasons go too");
    });
}
