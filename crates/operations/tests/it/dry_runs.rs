//! Dry runs: the customer asks, one runner counts, nobody else hears of it.

use crate::databases::each_database;
use crate::runner::Runner;
use crate::scene::{Scene, id};
use domain::{DRY_RUN_LIFE, DryRunCounts, RunId, Span, StopCause};
use operations::{
    NewRun, Refusal, RunState, add_subscription, claim_dry_run, finish_dry_run, list_dry_runs, remove_runner,
    request_dry_run, show_dry_run, standing, stop_dry_run, stopped_dry_run,
};
use serde_json::{Value, json};

async fn ask(scene: &Scene, inputs: Value) -> Result<RunId, Refusal> {
    let inputs = inputs.as_object().unwrap().clone();
    let new = NewRun { diagnostic: id("log-search"), subscription: None, inputs };
    Ok(request_dry_run(&scene.desk, &scene.contoso.author, None, new).await?.run)
}

async fn asked(scene: &Scene) -> RunId {
    ask(scene, json!({ "files": "/var/log/*.log", "pattern": "joe@contoso.example" })).await.unwrap()
}

fn counts(words: &[(&str, u64)]) -> DryRunCounts {
    let spans = words.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect();
    DryRunCounts { items: 2, bytes: 4_096, spans }
}

#[test]
fn a_dry_run_is_offered_taken_once_and_counted() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let one = Runner::enrol(desk, &scene.contoso, 1).await;
        let two = Runner::enrol(desk, &scene.contoso, 2).await;
        let run = asked(&scene).await;
        assert_eq!(standing(desk, &one.caller).await.unwrap().dry_offers.len(), 1);
        let claimed = claim_dry_run(desk, &one.caller, None, &run).await.unwrap();
        assert_eq!(claimed.inputs["pattern"], "joe@contoso.example", "the runner is told what to look for");
        assert_eq!(standing(desk, &one.caller).await.unwrap().holding, std::slice::from_ref(&run));
        let late = claim_dry_run(desk, &two.caller, None, &run).await.unwrap_err();
        assert!(matches!(late, Refusal::Rule { .. }), "{late}");
        let foreign = finish_dry_run(desk, &two.caller, None, &run, counts(&[])).await.unwrap_err();
        assert!(matches!(foreign, Refusal::Rule { .. }), "{foreign}");
        let counted = counts(&[("euii", 7), ("credential", 1)]);
        finish_dry_run(desk, &one.caller, None, &run, counted.clone()).await.unwrap();
        let row = show_dry_run(desk, &scene.contoso.consenter, &run).await.unwrap();
        assert_eq!((row.state, row.counts), (RunState::Finished, Some(counted)));
        assert!(standing(desk, &one.caller).await.unwrap().holding.is_empty());
        let again = finish_dry_run(desk, &one.caller, None, &run, counts(&[])).await.unwrap_err();
        assert!(matches!(again, Refusal::NotFound { .. }), "{again}");
    });
}

#[test]
fn nothing_but_counts_of_categories_is_taken() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let run = asked(&scene).await;
        claim_dry_run(desk, &runner.caller, None, &run).await.unwrap();
        let words = counts(&[("joe@contoso.example", 1)]);
        let refused = finish_dry_run(desk, &runner.caller, None, &run, words).await.unwrap_err();
        assert!(matches!(&refused, Refusal::Invalid { field, .. } if field == "spans"), "{refused}");
    });
}

#[test]
fn a_dry_run_is_stopped_by_its_people_its_runner_or_with_the_runner() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let [waiting, refused, removed] = [asked(&scene).await, asked(&scene).await, asked(&scene).await];
        stop_dry_run(desk, &scene.contoso.owner, None, &waiting).await.unwrap();
        let gone = claim_dry_run(desk, &runner.caller, None, &waiting).await.unwrap_err();
        assert!(matches!(gone, Refusal::NotFound { .. }), "{gone}");
        for run in [&refused, &removed] {
            claim_dry_run(desk, &runner.caller, None, run).await.unwrap();
        }
        let cause = StopCause::Refused { code: "dry_runs_off".to_owned() };
        stopped_dry_run(desk, &runner.caller, None, &refused, cause.clone()).await.unwrap();
        remove_runner(desk, &scene.contoso.owner, &runner.caller.runner).await.unwrap();
        let rows = list_dry_runs(desk, &scene.contoso.author).await.unwrap();
        let ends: Vec<_> = rows.into_iter().map(|row| (row.run, row.cause)).collect();
        let asked = || Some(StopCause::Asked);
        assert_eq!(ends, [(removed, asked()), (refused, Some(cause)), (waiting, asked())]);
    });
}

#[test]
fn a_dry_run_that_no_runner_ends_within_a_day_expires() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let [waiting, taken] = [asked(&scene).await, asked(&scene).await];
        claim_dry_run(desk, &runner.caller, None, &taken).await.unwrap();
        let ends = async || {
            let rows = list_dry_runs(desk, &scene.contoso.author).await.unwrap();
            rows.into_iter().map(|row| (row.run, row.state, row.cause)).collect::<Vec<_>>()
        };
        scene.forward(Span::from_micros(DRY_RUN_LIFE.micros() - 1));
        scene.sweep().await;
        assert!(ends().await.iter().all(|(.., cause)| cause.is_none()), "{:?}", ends().await);
        scene.forward(Span::from_micros(1));
        scene.sweep().await;
        let expired = |run| (run, RunState::Stopped, Some(StopCause::Expired));
        assert_eq!(ends().await, [expired(taken.clone()), expired(waiting.clone())]);
        let standing = standing(desk, &runner.caller).await.unwrap();
        assert!(standing.dry_offers.is_empty() && standing.holding.is_empty());
        let late = finish_dry_run(desk, &runner.caller, None, &taken, counts(&[])).await.unwrap_err();
        assert!(matches!(late, Refusal::NotFound { .. }), "{late}");
    });
}

#[test]
fn what_makes_no_sense_is_refused_with_the_field() {
    each_database(|scene| async move {
        let wrong = ask(&scene, json!({ "file": "/var/log/syslog" })).await.unwrap_err();
        assert!(matches!(&wrong, Refusal::Invalid { field, .. } if field == "inputs"), "{wrong}");
        add_subscription(&scene.desk, &scene.contoso.owner, None, id("contoso-files")).await.unwrap();
        let several = ask(&scene, json!({ "files": "/var/log/*", "pattern": "x" })).await.unwrap_err();
        assert!(matches!(&several, Refusal::Invalid { field, .. } if field == "subscription"), "{several}");
    });
}
