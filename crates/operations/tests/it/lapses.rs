//! Lapses: access ends at its instant whether or not anything runs; the sweep records and announces it.

use crate::cases::{ask, terms};
use crate::databases::{each_database, on_sqlite};
use crate::scene::Scene;
use domain::{AccessLifetime, CaseId, Event, Level, Reason, Settings, Span};
use operations::{change_settings, close_case, follow_case, reopen_case, show_access};
use std::time::Duration;
use tokio::time::timeout;

async fn denied(scene: &Scene, case: &CaseId) -> Option<Reason> {
    ask(&scene.desk, &scene.staff.engineer, case, "host-health").await.unwrap().denied
}

#[test]
fn access_is_gone_at_exactly_thirty_days_and_there_to_the_last_microsecond() {
    each_database(|scene| async move {
        let case = scene.open(Some(Level::Advanced)).await;
        let deadline = scene.now().plus(Span::from_days(30));
        scene.clock.set(deadline.minus(Span::from_micros(1)));
        assert_eq!(denied(&scene, &case).await, None);
        assert!(show_access(&scene.desk, &scene.contoso.owner).await.unwrap().partner);
        scene.clock.set(deadline);
        let access = show_access(&scene.desk, &scene.contoso.owner).await.unwrap();
        assert_eq!((access.partner, access.access_until, access.cases.len()), (false, None, 0));
        assert_eq!(denied(&scene, &case).await, Some(Reason::Lapsed));
    });
}

#[test]
fn the_sweep_records_a_lapse_at_its_own_instant_once_and_tells_who_listens() {
    each_database(|scene| async move {
        let case = scene.open(Some(Level::Advanced)).await;
        let deadline = scene.now().plus(Span::from_days(30));
        let (size, mut listener) =
            (scene.size().await, follow_case(&scene.desk, &scene.contoso.auditor, &case).await.unwrap());
        assert_eq!(scene.sweep().await.recorded, 0);
        scene.clock.set(deadline.plus(Span::from_hours(5)));
        assert_eq!(scene.sweep().await.recorded, 1);
        assert_eq!(scene.sweep().await.recorded, 0);
        let recorded = &scene.log(&scene.contoso.tenant).await[usize::try_from(size).unwrap()..];
        let events: Vec<&Event> = recorded.iter().map(|record| &record.event).collect();
        assert_eq!(events, [&Event::ConsentLapsed { case }, &Event::PartnerRemoved]);
        assert!(recorded.iter().all(|record| (record.at, record.recorded_at) == (deadline, scene.now())));
        assert_eq!(&*listener.recv().await.unwrap(), recorded);
    });
}

#[test]
fn a_lapse_that_a_refused_command_records_is_told_too() {
    each_database(|scene| async move {
        let case = scene.open(Some(Level::Standard)).await;
        let mut listener = follow_case(&scene.desk, &scene.contoso.auditor, &case).await.unwrap();
        scene.forward_days(31);
        let refused = operations::unlock(&scene.desk, &scene.contoso.consenter, None).await;
        assert_eq!(refused.unwrap_err(), domain::Refusal::NotLocked.into());
        let told = listener.try_recv().unwrap();
        assert!(matches!(told[0].event, Event::ConsentLapsed { .. }), "{told:?}");
    });
}

#[test]
fn who_stops_waiting_for_an_answer_keeps_nobody_from_hearing_of_what_was_done() {
    // On SQLite the first poll hands the append over, so the caller's connection can be gone right behind it.
    on_sqlite(|scene| async move {
        let mut gone = 0;
        for _ in 0..10 {
            let case = scene.open(Some(Level::Standard)).await;
            let mut listener = follow_case(&scene.desk, &scene.contoso.auditor, &case).await.unwrap();
            let closing = close_case(&scene.desk, &scene.contoso.author, None, &case);
            gone += usize::from(timeout(Duration::ZERO, closing).await.is_err());
            let told = timeout(Duration::from_secs(20), listener.recv()).await.unwrap().unwrap();
            assert!(told.iter().any(|record| matches!(record.event, Event::CaseClosed { .. })), "{told:?}");
        }
        assert!(gone > 0, "an append takes longer than nothing");
    });
}

#[test]
fn consents_prolong_each_other_and_closing_the_latest_moves_the_deadline_back() {
    each_database(|scene| async move {
        let older = scene.open(Some(Level::Standard)).await;
        scene.forward_days(20);
        let newer = scene.open(Some(Level::Standard)).await;
        scene.forward_days(15);
        assert_eq!(denied(&scene, &older).await, None, "prolonged by the newer one");
        scene.close(&newer).await.unwrap();
        assert_eq!(denied(&scene, &older).await, Some(Reason::Lapsed));
        reopen_case(&scene.desk, &scene.contoso.author, None, &newer).await.unwrap();
        assert_eq!(denied(&scene, &newer).await, Some(Reason::NoConsent));
        scene.consent(&older, terms(Level::Standard)).await.unwrap();
        assert_eq!(denied(&scene, &older).await, None);
    });
}

#[test]
fn stricter_settings_act_at_once_and_looser_ones_revive_nothing() {
    each_database(|scene| async move {
        let older = scene.open(Some(Level::Standard)).await;
        scene.forward_days(8);
        let newer = scene.open(Some(Level::Standard)).await;
        let change = async |access_days, access_lifetime| {
            let settings = Settings { access_days, access_lifetime, ..Settings::default() };
            change_settings(&scene.desk, &scene.contoso.owner, settings).await.unwrap();
            (denied(&scene, &older).await, denied(&scene, &newer).await)
        };
        assert_eq!(change(7, AccessLifetime::Shared).await, (None, None));
        assert_eq!(change(7, AccessLifetime::PerCase).await, (Some(Reason::Lapsed), None));
        assert_eq!(change(30, AccessLifetime::Shared).await, (Some(Reason::Lapsed), None));
    });
}
