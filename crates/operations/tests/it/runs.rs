//! Runs: asked for, denied with the first reason that holds, claimed, delivered, and stopped when access ends.

use crate::cases::{ask, open, terms, terms_of};
use crate::databases::each_database;
use crate::runner::Runner;
use crate::scene::{Scene, id};
use consent::Document as _;
use domain::{CaseId, Categories, Category, Level, Reason, Refusal as Rule, RunId};
use operations::{
    NewRun, Refusal, RunState, accept_part, finish_run, lock, request_run, show_run, standing,
    withdraw_consent,
};

async fn state(scene: &Scene, run: &RunId) -> RunState {
    show_run(&scene.desk, &scene.contoso.auditor, run).await.unwrap().row.state
}

#[test]
fn a_run_is_denied_for_the_first_reason_that_holds() {
    each_database(|scene| async move {
        let (desk, contoso, engineer) = (&scene.desk, &scene.contoso, &scene.staff.engineer);
        let check = async |case: &CaseId, diagnostic: &str, reason: Reason, missing: &[Category]| {
            let ran = ask(desk, engineer, case, diagnostic).await.unwrap();
            assert_eq!(
                (ran.denied, ran.missing),
                (Some(reason), missing.iter().copied().collect()),
                "{diagnostic}"
            );
            let row = show_run(desk, &contoso.auditor, &ran.run).await.unwrap().row;
            assert_eq!((row.state, row.reason), (RunState::Denied, Some(reason)), "the log has it too");
        };
        let case = scene.open(None).await;
        check(&case, "log-search", Reason::NoConsent, &[]).await;
        scene.consent(&case, terms_of(Level::Standard, &[Category::Euii])).await.unwrap();
        check(&case, "log-search", Reason::AdvancedConsentRequired, &[]).await;
        check(&case, "host-health", Reason::CategoryNotGranted, &[Category::SystemMetadata, Category::Oii])
            .await;
        scene.consent(&case, terms_of(Level::Advanced, &[Category::Euii])).await.unwrap();
        let missing = [Category::SystemMetadata, Category::Oii, Category::Eupi];
        check(&case, "log-search", Reason::CategoryNotGranted, &missing).await;

        let elsewhere = NewRun {
            diagnostic: id("log-search"),
            subscription: Some(id("contoso-archive")),
            inputs: serde_json::json!({ "files": "/var/log/*", "pattern": "x" }).as_object().unwrap().clone(),
        };
        let ran = request_run(desk, engineer, None, &case, elsewhere).await.unwrap();
        assert_eq!(ran.denied, Some(Reason::SubscriptionNotInCase));
        lock(desk, &contoso.auditor, None).await.unwrap();
        check(&case, "log-search", Reason::Locked, &[]).await;
        withdraw_consent(desk, &contoso.consenter, None, &case).await.unwrap();
        check(&case, "log-search", Reason::Withdrawn, &[]).await;
        scene.consent(&case, terms(Level::Standard)).await.unwrap();
        scene.forward_days(30);
        check(&case, "log-search", Reason::Lapsed, &[]).await;
        scene.close(&case).await.unwrap();
        check(&case, "log-search", Reason::Closed, &[]).await;
    });
}

#[test]
fn inputs_are_checked_before_anything_is_decided() {
    each_database(|scene| async move {
        let case = scene.open(Some(Level::Advanced)).await;
        operations::show_case(&scene.desk, &scene.staff.engineer, &case).await.unwrap();
        let size = scene.size().await;
        let check = async |diagnostic: &str, inputs: serde_json::Value| {
            let inputs = inputs.as_object().unwrap().clone();
            let new = NewRun { diagnostic: id(diagnostic), subscription: None, inputs };
            request_run(&scene.desk, &scene.staff.engineer, None, &case, new).await.unwrap_err()
        };
        let wrong = check("log-search", serde_json::json!({ "files": "/var/log/*" })).await;
        assert!(matches!(&wrong, Refusal::Invalid { field, .. } if field == "inputs"), "{wrong}");
        let unknown = check("shell", serde_json::json!({})).await;
        assert!(matches!(unknown, Refusal::NotFound { .. }), "{unknown}");
        assert_eq!(scene.size().await, size);
    });
}

#[test]
fn a_run_is_claimed_once_and_delivered_part_by_part_with_a_signed_record() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let (runner, other) =
            (Runner::enrol(desk, &scene.contoso, 1).await, Runner::enrol(desk, &scene.contoso, 2).await);
        let run = scene.run(&scene.open(Some(Level::Standard)).await).await;
        assert_eq!(standing(desk, &runner.caller).await.unwrap().offers[0].run, run);
        let claimed = runner.claim(desk, &run).await.unwrap();
        let expected = Categories::ALL.minus(Categories::NONE.with(Category::AccountData));
        assert_eq!((claimed.order.run.clone(), claimed.covered), (run.clone(), expected));
        assert_eq!(state(&scene, &run).await, RunState::Claimed);
        let taken = other.claim(desk, &run).await.unwrap_err();
        assert_eq!(taken, Rule::NotYourRun { id: run.to_string() }.into());
        assert!(standing(desk, &other.caller).await.unwrap().offers.is_empty());

        assert_eq!(other.ship(desk, &claimed).await.unwrap_err(), Refusal::RunStopped);
        let sealed = runner.ship(desk, &claimed).await.unwrap();
        let forged = other.delivery(&claimed, &sealed);
        let refused = finish_run(desk, &runner.caller, &run, forged).await.unwrap_err();
        assert!(matches!(refused, Refusal::Signature { .. }), "{refused}");
        let delivered = runner.finish(desk, &claimed, &sealed).await.unwrap();
        assert_eq!(delivered.due_at, scene.now().plus(domain::Span::from_days(28)));
        let shown = show_run(desk, &scene.staff.engineer, &run).await.unwrap();
        assert_eq!(
            (shown.row.state, shown.row.collection),
            (RunState::Finished, Some(claimed.collection.clone()))
        );
        assert!(shown.findings.unwrap().to_string().contains("out of licences"));
        let again = runner.finish(desk, &claimed, &sealed).await.unwrap();
        assert_eq!(again, delivered, "a delivery whose answer was lost is answered again");
    });
}

const MICRO: domain::Span = domain::Span::from_micros(1);

#[test]
fn a_record_that_does_not_agree_with_the_run_is_refused() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let run = scene.run(&scene.open(Some(Level::Standard)).await).await;
        let claimed = runner.claim(desk, &run).await.unwrap();
        let sealed = runner.ship(desk, &claimed).await.unwrap();
        let good = runner.record(&claimed, &sealed);
        let other = |change: fn(&mut consent::RunRecord)| {
            let mut record = good.clone();
            change(&mut record);
            record
        };
        for record in [
            other(|record| record.run = id("c1-r1")),
            other(|record| record.covered = Categories::ALL),
            other(|record| record.bytes += 1),
            other(|record| record.version += 1),
            other(|record| record.digest = consent::Digest::of(b"another")),
            other(|record| record.spans.clear()),
            other(|record| record.started_at = record.started_at.minus(consent::CLOCK_SKEW).minus(MICRO)),
            other(|record| record.ended_at = record.ended_at.plus(consent::CLOCK_SKEW).plus(MICRO)),
            other(|record| record.tenant = id("fabrikam")),
        ] {
            let mut delivery = runner.delivery(&claimed, &sealed);
            delivery.evidence.signature = runner.key.sign(&record);
            delivery.evidence.record = record.canonical();
            let refused = finish_run(desk, &runner.caller, &run, delivery).await.unwrap_err();
            assert!(matches!(refused, Refusal::Signature { .. }), "{record:?}: {refused}");
        }
        runner.finish(desk, &claimed, &sealed).await.unwrap();
    });
}

#[test]
fn a_part_that_does_not_fit_is_refused_and_the_run_goes_on() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let run = scene.run(&scene.open(Some(Level::Standard)).await).await;
        let claimed = runner.claim(desk, &run).await.unwrap();
        let check = |answer: Result<u64, Refusal>, why: &str| {
            let refused = answer.unwrap_err();
            let is_invalid = matches!(&refused, Refusal::Invalid { field, .. } if field == "part");
            assert!(is_invalid && refused.to_string().contains(why), "{refused}");
        };
        let part = async |offset, bytes: &[u8]| {
            accept_part(desk, &runner.caller, &run, offset, bytes.to_vec()).await
        };
        let finish = async |sealed: &[u8]| runner.finish(desk, &claimed, sealed).await.map(|_| 0);
        check(finish(b"nothing arrived").await, "was not committed");
        check(part(10, b"late").await, "only 0 bytes have arrived");
        let sealed = runner.ship(desk, &claimed).await.unwrap();
        check(part(0, &[sealed[0] ^ 1]).await, "differs from what arrived before");
        assert_eq!(part(0, &sealed[..9]).await, Ok(sealed.len() as u64), "a repeated part is no harm");
        check(finish(&sealed[1..]).await, "instead of");
        let mut other = sealed.clone();
        other[50] ^= 1;
        check(finish(&other).await, "the announced digest");
        finish(&sealed).await.unwrap();
    });
}

#[test]
fn an_open_case_under_another_one_s_consent_is_told_to_the_runner() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let runner = Runner::enrol(desk, contoso, 1).await;
        let older = scene.open(Some(Level::Standard)).await;
        scene.forward_days(20);
        let newer = open(desk, &contoso.consenter, contoso, Some(Level::Standard)).await;
        let claimed = runner.claim(desk, &scene.run(&older).await).await.unwrap();
        let [other] = &claimed.others[..] else { panic!("{:?}", claimed.others) };
        assert!(other.document.contains(newer.case.as_str()) && other.document.contains(older.as_str()));
        for renewed in [&older, &newer.case] {
            scene.forward_hours(1);
            scene.consent(renewed, terms(Level::Standard)).await.unwrap();
        }
        let claimed = runner.claim(desk, &scene.run(&newer.case).await).await.unwrap();
        assert_eq!(claimed.others, [], "the latest needs no other, though the older one names it now");
    });
}
