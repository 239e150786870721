//! A labelled corpus, its accuracy, and the lines that speed is measured on.

use crate::score::{Marked, Score};
use crate::table::Table;
use classify::{Channel, Classifier, CompiledContext, SpanCategory, TenantContext};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

/// The least that speed is measured on, unless the variable says how many MB.
const BYTES_MIN: usize = 256 << 20;
const VARIABLE: &str = "GLASSCASE_BENCH_MB";

#[derive(Deserialize)]
struct Record {
    source: String,
    #[serde(default)]
    channel: Channel,
    context: String,
    text: String,
    spans: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    start: usize,
    end: usize,
    category: String,
}

/// Records with the contexts that they name.
pub(crate) struct Corpus {
    records: Vec<Record>,
    contexts: HashMap<String, CompiledContext>,
}

impl Corpus {
    pub(crate) fn read(folder: &Path) -> Self {
        let lines = fs::read_to_string(folder.join("lines.jsonl")).expect("the corpus has a `lines.jsonl`");
        let records: Vec<Record> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut contexts = HashMap::new();
        for record in &records {
            contexts.entry(record.context.clone()).or_insert_with(|| {
                let file = folder.join("contexts").join(format!("{}.json", record.context));
                CompiledContext::new(&TenantContext::from_json(&fs::read(file).unwrap()).unwrap()).unwrap()
            });
        }
        Self { records, contexts }
    }

    /// The accuracy on the whole, and on the sources that are worst.
    pub(crate) fn measure(&self, table: &mut Table) {
        let mut whole = Score::default();
        let mut sources: BTreeMap<&str, Score> = BTreeMap::new();
        let mut classifier = Classifier::new();
        for record in &self.records {
            let context = &self.contexts[&record.context];
            let spans = classifier.classify(record.text.as_bytes(), record.channel, context).to_vec();
            let found: Vec<_> = spans
                .iter()
                .map(|span| Marked { start: span.start, end: span.end, category: span.category() })
                .collect();
            let gold: Vec<_> = record.spans.iter().map(marked).collect();
            whole.add(record.text.len(), &gold, &found);
            sources.entry(&record.source).or_default().add(record.text.len(), &gold, &found);
        }
        let percent =
            |share: Option<f64>| share.map_or("–".to_owned(), |share| format!("{:.2} %", share * 100.0));
        table.row(format!("micro F1, exact, {} lines", whole.lines), percent(whole.micro_exact().f1), "98 %");
        table.row("macro F1, exact", percent(whole.macro_f1_exact()), "96 %");
        table.row("micro F1, overlap", percent(whole.micro_overlap().f1), "");
        table.row("credential F1, exact", percent(whole.exact(SpanCategory::Credential).f1), "");
        table.row("leaked bytes", percent(whole.leak_rate()), "0.3 %");
        let spans = format!("{}; {}", percent(whole.span_leak_rate()), percent(whole.uncovered_rate()));
        table.row("spans with a leak; bytes that nothing covers", spans, "");
        table.row("over-redacted bytes", percent(whole.over_redaction_rate()), "0.3 %");
        table.row("the same counting `system`", percent(whole.over_any_rate()), "");
        let clean = format!("clean lines touched, of {}", whole.clean_lines);
        table.row(clean, percent(whole.clean_lines_hit_rate()), "1 %");
        let (perfect, others): (Vec<_>, Vec<_>) =
            sources.iter().partition(|(_, score)| score.micro_exact().f1.is_none_or(|f1| f1 >= 1.0));
        for (source, score) in others {
            let told = format!("{}, leaked {}", percent(score.micro_exact().f1), percent(score.leak_rate()));
            table.row(format!("… {source}: micro F1"), told, "");
        }
        table.row("… sources without a fault, of all", format!("{} of {}", perfect.len(), sources.len()), "");
    }

    /// Lines of logs, 256 MB and more: those of `file`, or those of the corpus in an order that mixes its sources.
    pub(crate) fn lines_to_screen(&self, file: Option<&str>) -> Vec<u8> {
        let once = match file {
            Some(file) => fs::read(file).expect("the second argument is a file of lines"),
            None => self.mixed(),
        };
        let megabytes = std::env::var(VARIABLE).ok().map(|mb| mb.parse::<usize>().expect("a number of MB"));
        let times = megabytes.map_or(BYTES_MIN, |mb| mb * 1_000_000).div_ceil(once.len().max(1));
        once.repeat(times)
    }

    fn mixed(&self) -> Vec<u8> {
        let logs: Vec<_> =
            self.records.iter().filter(|record| matches!(record.channel, Channel::Log)).collect();
        // A step without a common divisor visits every line once, and a neighbour of another source each time.
        let step = (1_009..2_018).find(|step| !logs.len().is_multiple_of(*step)).unwrap_or(1);
        let mut text = Vec::new();
        for number in 0..logs.len() {
            text.extend_from_slice(logs[number * step % logs.len()].text.as_bytes());
            text.push(b'\n');
        }
        text
    }
}

fn marked(label: &Label) -> Marked {
    let category = SpanCategory::ALL.into_iter().find(|category| category.name() == label.category);
    Marked { start: label.start, end: label.end, category: category.expect("the corpus has our categories") }
}
