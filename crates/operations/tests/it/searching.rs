//! Searching the log: what is rare is found at once, however much lies behind it.

use crate::cases::problem;
use crate::databases::each_database;
use crate::people::appoint;
use crate::scene::Scene;
use domain::{Actor, CaseId, Event, Role, Settings};
use operations::{
    ByWhom, Caller, FoundEvents, LogSearch, change_settings, erase_person, open_case, remove_person, say,
    search_log,
};

/// More events than are looked at one by one.
const MUCH: usize = 2_500;

async fn search(scene: &Scene, search: LogSearch<'_>) -> FoundEvents {
    search_log(&scene.desk, &scene.contoso.auditor, &search).await.unwrap()
}

fn words(found: &FoundEvents) -> Vec<String> {
    found.entries.iter().map(|entry| entry.record.event.word()).collect()
}

/// Somebody who opens a case and writes in it; then much happens in another case.
async fn rare(scene: &Scene) -> (Caller, CaseId, CaseId) {
    let zoe = appoint(&scene.desk, &scene.contoso.owner, "zoe-quill", &[Role::Author], &[]).await;
    let case = open_case(&scene.desk, &zoe, None, problem(&scene.contoso, None)).await.unwrap().case;
    say(&scene.desk, &zoe, None, &case, "Nothing comes out.").await.unwrap();
    let settings = Settings { access_days: 7, ..Settings::default() };
    change_settings(&scene.desk, &scene.contoso.owner, settings).await.unwrap();
    let busy = scene.open(None).await;
    scene.come_and_go(&busy, MUCH).await;
    (zoe, case, busy)
}

#[test]
fn rare_events_are_found_in_one_go_behind_many_others() {
    each_database(|scene| async move {
        let (zoe, case, busy) = rare(&scene).await;
        let kind: operations::OfKind<'_> = &|kind| kind.starts_with("settings_");
        let by: ByWhom<'_> = &|by, name| *by == zoe.actor() && name == Some("zoe-quill");
        let in_vain: ByWhom<'_> = &|_, name| name == Some("nobody");
        let said: operations::OfKind<'_> = &|kind| kind == "case_said";
        let all = LogSearch::default();
        let check = async |one: LogSearch<'_>, wanted: &[&str]| {
            let found = search(&scene, one).await;
            assert_eq!(
                (words(&found), found.next),
                (wanted.iter().map(|word| (*word).to_owned()).collect(), None)
            );
        };
        check(LogSearch { kind: Some(kind), ..all }, &["settings_changed"]).await;
        check(LogSearch { by: Some(by), kind: Some(said), ..all }, &["case_said", "case_said"]).await;
        check(LogSearch { by: Some(by), kind: Some(kind), ..all }, &[]).await;
        check(LogSearch { by: Some(in_vain), ..all }, &[]).await;
        let opened = ["case_said", "case_said", "case_opened"];
        check(LogSearch { of: Some(case.as_str()), ..all }, &opened).await;
        check(LogSearch { of: Some(case.as_str()), by: Some(by), ..all }, &opened).await;
        check(LogSearch { of: Some(busy.as_str()), kind: Some(said), ..all }, &["case_said"]).await;
        check(LogSearch { of: Some(busy.as_str()), by: Some(by), ..all }, &[]).await;
        let message = search(&scene, LogSearch { of: Some(case.as_str()), limit: 1, ..all }).await;
        let Event::CaseSaid { message, .. } = &message.entries[0].record.event else { panic!() };
        check(LogSearch { of: Some(message.as_str()), ..all }, &["case_said"]).await;
    });
}

#[test]
fn pages_of_a_search_follow_each_other_without_gap_or_repetition() {
    each_database(|scene| async move {
        let (zoe, _, busy) = rare(&scene).await;
        let log = scene.log(&scene.contoso.tenant).await;
        let nobody_else: ByWhom<'_> = &|by, _| matches!(by, Actor::Vendor(_)) || *by == zoe.actor();
        let case_kinds: operations::OfKind<'_> =
            &|kind| kind.starts_with("case_") || kind.starts_with("engineer_");
        let all = LogSearch { limit: 700, ..LogSearch::default() };
        for one in [
            all,
            LogSearch { by: Some(nobody_else), ..all },
            LogSearch { by: Some(nobody_else), kind: Some(case_kinds), ..all },
            LogSearch { of: Some(busy.as_str()), by: Some(nobody_else), ..all },
            LogSearch { of: Some(zoe.person.as_str()), ..all },
            LogSearch { since: Some(log[3].at), until: Some(log[log.len() - 9].at), ..all },
        ] {
            let (mut found, mut before) = (Vec::new(), Some(u64::MAX));
            while let Some(from) = before {
                let page = search(&scene, LogSearch { before: from, ..one }).await;
                found.extend(page.entries.iter().map(|entry| entry.record.sequence));
                before = page.next;
            }
            let wanted = log.iter().rev().filter(|record| {
                let text = serde_json::to_string(&record.event).unwrap();
                one.by.is_none_or(|fits| fits(&record.by, None))
                    && one.kind.is_none_or(|fits| fits(&record.event.word()))
                    && one.of.is_none_or(|id| text.contains(&format!("\"{id}\"")))
                    && one.since.is_none_or(|since| record.at >= since)
                    && one.until.is_none_or(|until| record.at < until)
            });
            let wanted: Vec<_> = wanted.map(|record| record.sequence).collect();
            assert_eq!(found, wanted);
        }
    });
}

#[test]
fn somebody_who_was_erased_is_found_by_id_and_not_by_name() {
    each_database(|scene| async move {
        let (zoe, ..) = rare(&scene).await;
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let by_name: ByWhom<'_> = &|_, name| name == Some("zoe-quill");
        let by_id: ByWhom<'_> = &|by, _| *by == zoe.actor();
        let found =
            async |by| search(&scene, LogSearch { by: Some(by), ..LogSearch::default() }).await.entries.len();
        let before = found(by_name).await;
        assert!(before >= 3, "{before}");
        remove_person(desk, owner, &zoe.person).await.unwrap();
        erase_person(desk, owner, None, &zoe.person).await.unwrap();
        assert_eq!((found(by_name).await, found(by_id).await), (0, before));
    });
}
