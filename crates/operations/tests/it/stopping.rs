//! Runs that stop: because access ended, or because somebody stopped them. What they shipped is destroyed.

use crate::cases::terms_of;
use crate::databases::each_database;
use crate::runner::Runner;
use crate::scene::Scene;
use domain::{CaseId, Category, Level, Reason, RunId, Settings, StopCause};
use operations::{
    Refusal, accept_part, change_settings, claim_run, lock, remove_runner, show_run, stop_run, stopped_run,
    unlock, withdraw_consent,
};

async fn cause(scene: &Scene, run: &RunId) -> Option<StopCause> {
    show_run(&scene.desk, &scene.contoso.auditor, run).await.unwrap().row.cause
}

/// How many collections of contoso's there are on the disk, whole or in parts.
fn collections(scene: &Scene) -> usize {
    std::fs::read_dir(scene.folder.join("objects/contoso")).map_or(0, Iterator::count)
}

/// What ends access while a run is under way, done by somebody who may.
async fn ended(scene: &Scene, case: &CaseId, how: &str) {
    let (desk, contoso) = (&scene.desk, &scene.contoso);
    match how {
        "locking" => lock(desk, &contoso.author, None).await.map(|_| ()),
        "closing" => scene.close(case).await.map(|_| ()),
        "withdrawing" => withdraw_consent(desk, &contoso.consenter, None, case).await.map(|_| ()),
        "narrowing" => scene.consent(case, terms_of(Level::Standard, &[Category::Oii])).await.map(|_| ()),
        "shortening" => {
            scene.forward_days(2);
            let settings = Settings { access_days: 1, ..Settings::default() };
            change_settings(desk, &contoso.owner, settings).await.map(|_| ())
        }
        _ => panic!("{how}"),
    }
    .unwrap();
}

#[test]
fn whatever_ends_access_stops_the_run_and_destroys_what_it_shipped() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        for (how, reason) in [
            ("closing", Reason::Closed),
            ("withdrawing", Reason::Withdrawn),
            ("narrowing", Reason::CategoryNotGranted),
            ("shortening", Reason::Lapsed),
            ("locking", Reason::Locked),
        ] {
            let case = scene.open(Some(Level::Standard)).await;
            let run = scene.run(&case).await;
            let claimed = runner.claim(desk, &run).await.unwrap();
            let sealed = runner.ship(desk, &claimed).await.unwrap();
            assert_eq!(collections(&scene), 1, "{how}");
            ended(&scene, &case, how).await;
            assert_eq!(cause(&scene, &run).await, Some(StopCause::AccessEnded { reason }), "{how}");
            assert_eq!(collections(&scene), 0, "{how} destroys what was shipped");
            assert_eq!(runner.ship(desk, &claimed).await.unwrap_err(), Refusal::RunStopped, "{how}");
            assert_eq!(
                runner.finish(desk, &claimed, &sealed).await.unwrap_err(),
                Refusal::RunStopped,
                "{how}"
            );
            assert_eq!(collections(&scene), 0, "{how} lets nothing come after");
        }
    });
}

#[test]
fn a_lapse_that_nobody_recorded_stops_the_next_part() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let run = scene.run(&scene.open(Some(Level::Standard)).await).await;
        let claimed = runner.claim(desk, &run).await.unwrap();
        accept_part(desk, &runner.caller, &run, 0, vec![1; 10]).await.unwrap();
        scene.forward_days(30);
        let refused = accept_part(desk, &runner.caller, &run, 10, vec![1; 10]).await.unwrap_err();
        assert_eq!(refused, Refusal::RunStopped);
        assert_eq!(cause(&scene, &run).await, Some(StopCause::AccessEnded { reason: Reason::Lapsed }));
        assert_eq!(collections(&scene), 0, "{}", claimed.collection);
    });
}

#[test]
fn a_run_that_waits_is_not_claimed_once_access_has_ended() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let case = scene.open(Some(Level::Standard)).await;
        let run = scene.run(&case).await;
        lock(desk, &scene.contoso.consenter, None).await.unwrap();
        unlock(desk, &scene.contoso.consenter, None).await.unwrap();
        let refused = claim_run(desk, &runner.caller, None, &run).await.unwrap_err();
        assert!(matches!(refused, Refusal::NotFound { .. }), "unlocking revives no run: {refused}");
        scene.run(&case).await;
    });
}

#[test]
fn people_and_the_runner_itself_stop_a_run() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let case = scene.open(Some(Level::Standard)).await;
        let (by_author, by_runner, with_runner) =
            (scene.run(&case).await, scene.run(&case).await, scene.run(&case).await);
        for run in [&by_author, &by_runner, &with_runner] {
            let claimed = runner.claim(desk, run).await.unwrap();
            runner.ship(desk, &claimed).await.unwrap();
        }
        stop_run(desk, &scene.contoso.author, None, &by_author).await.unwrap();
        assert_eq!(cause(&scene, &by_author).await, Some(StopCause::Asked));
        let refused = StopCause::Refused { code: "not_in_scope".to_owned() };
        stopped_run(desk, &runner.caller, None, &by_runner, refused.clone()).await.unwrap();
        assert_eq!(cause(&scene, &by_runner).await, Some(refused.clone()));
        assert_eq!(collections(&scene), 1);
        remove_runner(desk, &scene.contoso.owner, &runner.caller.runner).await.unwrap();
        assert_eq!(cause(&scene, &with_runner).await, Some(StopCause::Asked));
        assert_eq!(collections(&scene), 0);
        let twice = stopped_run(desk, &runner.caller, None, &by_runner, refused).await.unwrap_err();
        assert!(matches!(twice, Refusal::NotFound { .. }), "{twice}");
    });
}

#[test]
fn parts_that_arrive_while_access_ends_leave_nothing_behind() {
    each_database(|scene| async move {
        let runner = Runner::enrol(&scene.desk, &scene.contoso, 1).await;
        for _ in 0..10 {
            let case = scene.open(Some(Level::Standard)).await;
            let run = scene.run(&case).await;
            runner.claim(&scene.desk, &run).await.unwrap();
            let shipping: Vec<_> = (0..4)
                .map(|_| {
                    let (desk, caller, run) = (scene.desk.clone(), runner.caller.clone(), run.clone());
                    tokio::spawn(async move {
                        let mut received = 0;
                        loop {
                            let part = vec![7; 100];
                            match accept_part(&desk, &caller, &run, received, part).await {
                                Ok(until) => received = until,
                                Err(why) => return why,
                            }
                        }
                    })
                })
                .collect();
            scene.close(&case).await.unwrap();
            for shipped in shipping {
                assert_eq!(shipped.await.unwrap(), Refusal::RunStopped);
            }
            assert_eq!(collections(&scene), 0);
        }
    });
}
