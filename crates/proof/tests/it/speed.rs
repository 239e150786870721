//! How many events are verified in a second. Run by hand:
//! `cargo test --release -p proof --test it -- --ignored --nocapture speed`.

use crate::desk::{Desk, report};
use crate::sample::{begun, claim, consent, engineer, enrol_key, open, owner, read, request, store};
use domain::{Category, Command, Level};
use std::time::Instant;

/// A busy tenant: per case ten messages and twenty reads, a signed consent, a run with evidence, and its deletion.
fn busy(cases: u32) -> Desk {
    let mut desk = begun();
    enrol_key(&mut desk);
    for number in 0..cases {
        let (case, run) = (format!("case-{number}"), format!("run-{number}"));
        open(&mut desk, &case);
        consent(&mut desk, &case, Level::Standard, &[Category::SystemMetadata]);
        for message in 0..10 {
            let message = format!("m-{number}-{message}").parse().unwrap();
            desk.run(&owner(), &Command::Say { case: case.parse().unwrap(), message });
        }
        request(&mut desk, &run, &case, &[Category::SystemMetadata]);
        claim(&mut desk, &run);
        store(&mut desk, &run);
        for _ in 0..20 {
            desk.later(1);
            read(&mut desk, &engineer(), &run);
        }
        desk.run(&owner(), &Command::CloseCase { case: case.parse().unwrap() });
        crate::sample::delete(&mut desk, &run, domain::DeleteCause::Asked);
    }
    desk.seal();
    desk
}

#[test]
#[ignore = "a measurement, of use in release builds alone"]
fn speed() {
    let desk = busy(3_000);
    let export = desk.export();
    for _ in 0..3 {
        let start = Instant::now();
        let report = report(&export);
        let seconds = start.elapsed().as_secs_f64();
        assert!(report.is_sound(), "{report}");
        let events = f64::from(u32::try_from(report.events).unwrap());
        println!("{events} events, {} bytes: {:.0} events/s", export.len(), events / seconds);
    }
}
