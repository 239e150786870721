//! Floors on the labelled sample: exact micro F1, leaked bytes, clean lines touched.

use crate::sample::RECORDS;
use classify::{Classifier, Span, SpanCategory};

#[derive(Debug, Default)]
struct Score {
    gold: usize,
    predicted: usize,
    exact: usize,
    protected_bytes: usize,
    leaked_bytes: usize,
    clean_lines: usize,
    clean_touched: usize,
}

fn category(name: &str) -> SpanCategory {
    SpanCategory::ALL.into_iter().find(|c| c.name() == name).unwrap()
}

fn score() -> Score {
    let mut score = Score::default();
    let mut classifier = Classifier::new();
    for record in RECORDS.iter() {
        let context = record.context();
        let spans = classifier.classify(record.text.as_bytes(), record.channel, &context);
        score.predicted += spans.len();
        score.clean_lines += usize::from(record.spans.is_empty());
        score.clean_touched += usize::from(record.spans.is_empty() && !spans.is_empty());
        for gold in &record.spans {
            let category = category(&gold.category);
            let same = |s: &Span| (s.start, s.end, s.category()) == (gold.start, gold.end, category);
            score.gold += 1;
            score.exact += usize::from(spans.iter().any(same));
            if matches!(
                category,
                SpanCategory::Credential | SpanCategory::Euii | SpanCategory::Eupi | SpanCategory::Oii
            ) {
                let covers =
                    |at: usize| spans.iter().any(|s| s.start <= at && at < s.end && s.category() >= category);
                score.protected_bytes += gold.end - gold.start;
                score.leaked_bytes += (gold.start..gold.end).filter(|at| !covers(*at)).count();
            }
        }
    }
    score
}

#[test]
fn the_labelled_sample_is_classified_above_the_floors() {
    let score = score();
    let share = |part: usize, whole: usize| part * 1000 / whole;
    let f1 = share(2 * score.exact, score.gold + score.predicted);
    assert!(score.gold > 2000 && score.clean_lines > 50, "{score:?}");
    assert!(f1 >= 985, "exact micro F1 {f1} per mille: {score:?}");
    assert!(share(score.leaked_bytes, score.protected_bytes) <= 3, "{score:?}");
    assert!(share(score.clean_touched, score.clean_lines) <= 10, "{score:?}");
}
