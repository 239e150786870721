//! Our own scorer gives the numbers of the script that is the judge.

use crate::sample::{RECORDS, Record};
use crate::score::{Marked, Quality, Score};
use classify::SpanCategory;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

fn labelled(record: &Record) -> Vec<Marked> {
    let category = |name: &str| SpanCategory::ALL.into_iter().find(|c| c.name() == name).unwrap();
    let mark = |gold: &crate::sample::Gold| Marked {
        start: gold.start,
        end: gold.end,
        category: category(&gold.category),
    };
    record.spans.iter().map(mark).collect()
}

/// What a poor classifier finds: some labels missing, some too long, some of another category, some twice, and more.
fn poor(number: usize, record: &Record) -> Vec<Marked> {
    let mut predicted = Vec::new();
    for (index, span) in labelled(record).into_iter().enumerate() {
        let end = (span.end + 3).min(record.text.len());
        match (number * 7 + index) % 9 {
            0 => {}
            1 => predicted.push(Marked { end, ..span }),
            2 => predicted.push(Marked { category: SpanCategory::System, ..span }),
            3 => predicted.push(Marked { category: SpanCategory::Credential, ..span }),
            4 => predicted.extend([span, span]),
            _ => predicted.push(span),
        }
    }
    let category = SpanCategory::ALL[number % 7];
    if number.is_multiple_of(5) && record.text.len() > 4 {
        predicted.push(Marked { start: 1, end: 4, category });
    }
    predicted
}

fn shown(spans: &[Marked]) -> Value {
    let show = |s: &Marked| json!({ "start": s.start, "end": s.end, "category": s.category.name() });
    spans.iter().map(show).collect()
}

/// What the script says of these predictions.
fn judged(predicted: impl Fn(usize, &Record) -> Vec<Marked>) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let (mut gold, mut found) = (String::new(), String::new());
    for (number, record) in RECORDS.iter().enumerate() {
        let spans = shown(&labelled(record));
        writeln!(gold, "{}", json!({ "id": record.id, "text": record.text, "spans": spans })).unwrap();
        writeln!(found, "{}", json!({ "id": record.id, "spans": shown(&predicted(number, record)) }))
            .unwrap();
    }
    let (gold_file, found_file) = (folder.path().join("gold"), folder.path().join("found"));
    fs::write(&gold_file, gold).unwrap();
    fs::write(&found_file, found).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/score_spans.py");
    let judge =
        Command::new("python3").arg(script).args([gold_file, found_file]).arg("--json").output().unwrap();
    assert!(judge.status.success(), "{}", String::from_utf8_lossy(&judge.stderr));
    serde_json::from_slice(&judge.stdout).unwrap()
}

fn check(predicted: impl Fn(usize, &Record) -> Vec<Marked>) {
    let mut score = Score::default();
    for (number, record) in RECORDS.iter().enumerate() {
        score.add(record.text.len(), &labelled(record), &predicted(number, record));
    }
    let judged = judged(predicted);
    let same = |name: &str, ours: Option<f64>, theirs: &Value| {
        let is_same = match (ours, theirs.as_f64()) {
            (Some(ours), Some(theirs)) => (ours - theirs).abs() < 1e-12,
            (ours, theirs) => ours == theirs,
        };
        assert!(is_same, "{name}: {ours:?}, the script says {theirs}");
    };
    let quality = |name: &str, ours: Quality, theirs: &Value| {
        same(name, ours.precision, &theirs["precision"]);
        same(name, ours.recall, &theirs["recall"]);
        same(name, ours.f1, &theirs["f1"]);
    };
    quality("micro exact", score.micro_exact(), &judged["micro"]["exact"]);
    quality("micro overlap", score.micro_overlap(), &judged["micro"]["overlap"]);
    for category in SpanCategory::ALL {
        quality(category.name(), score.exact(category), &judged["categories"][category.name()]["exact"]);
    }
    same("macro F1", score.macro_f1_exact(), &judged["macro_f1"]["exact"]);
    for (name, ours) in [
        ("leak_rate", score.leak_rate()),
        ("span_leak_rate", score.span_leak_rate()),
        ("uncovered_rate", score.uncovered_rate()),
        ("over_redaction_rate", score.over_redaction_rate()),
        ("over_any_rate", score.over_any_rate()),
        ("clean_lines_hit_rate", score.clean_lines_hit_rate()),
    ] {
        same(name, ours, &judged[name]);
    }
    let clean = usize::try_from(judged["clean_lines"].as_u64().unwrap()).unwrap();
    assert_eq!((score.lines, score.clean_lines), (RECORDS.len(), clean));
}

#[test]
fn our_scorer_gives_the_numbers_of_the_script() {
    check(poor);
    check(|_, record| labelled(record));
    check(|_, _| Vec::new());
}
