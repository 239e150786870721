//! A trial: a diagnostic run for whoever owns the machine. Nothing of it leaves.

use crate::ship::{Decoder, Labelled, Screen, Screening, sentence};
use classify::{Channel, CompiledContext};
use collect::{CollectError, Evidence, Order, Program, Stop, Unwanted};
use diagnostics::{Finding, Form, Seen};
use domain::{Bilingual, Categories};
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The most lines of an item that are shown as samples.
const SAMPLES_MAX: usize = 3;
/// The longest sample, in characters.
const SAMPLE_CHARS_MAX: usize = 160;
/// The most items that are told apart; the rest is counted with the last one.
const ITEMS_MAX: usize = 1_000;

/// What a trial came to.
#[derive(Debug, Default)]
pub struct Trial {
    /// What the analyzers found, as it is: for the owner of the machine alone.
    pub findings: Vec<Finding>,
    /// The same with every value replaced that the classifier finds, whatever its category: for whoever is to help.
    pub masked: Vec<Finding>,
    /// What a run would hand over.
    pub items: Vec<TriedItem>,
}

/// One item that a run would hand over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TriedItem {
    /// Its name: of a file, or `facts.json`.
    pub name: String,
    /// Its size before it is screened, in bytes.
    pub bytes: u64,
    /// How many spans of each category it holds, by the category's word.
    pub spans: BTreeMap<String, u64>,
    /// Some lines in which something was found, as they read with every such value replaced.
    pub samples: Vec<String>,
}

/// Runs the order's diagnostic in a process of `program`, and tells what it finds and what it would hand over.
/// Pseudonyms are made under a key of this trial alone. Blocks until it is done.
///
/// # Errors
/// [`CollectError`] as of a run.
pub fn try_out(
    program: &Program,
    order: &Order<'_>,
    stop: &Stop,
    context: Arc<CompiledContext>,
) -> Result<Trial, CollectError> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(key.as_mut_slice()).map_err(|why| failed(&why.to_string()))?;
    let screen = Screen::new(context, Categories::NONE, key);
    let mut counting = Counting {
        decoder: Decoder::default(),
        screening: screen.begin(Channel::Log),
        screen: &screen,
        items: Vec::new(),
    };
    let findings = program.run(order, stop, &mut counting)?;
    counting.end().map_err(|why| failed(&why.0))?;
    let items = counting.items;
    let form = order.diagnostic.form();
    let masked =
        findings.iter().map(|finding| masked(finding, form, &screen)).collect::<Result<_, CollectError>>()?;
    Ok(Trial { findings, masked, items })
}

/// A finding in which nothing is left that the classifier finds; what was looked at is only pointed at.
fn masked(finding: &Finding, form: &Form, screen: &Screen) -> Result<Finding, CollectError> {
    let analyzer = sentence::analyzer(form, finding);
    let both = |template: Option<&Bilingual>, text: &Bilingual| -> Result<Bilingual, CollectError> {
        let screened = sentence::both(template, text, screen).map_err(|why| failed(&why.to_string()))?;
        let [en, fr] = screened.map(|screened| screened.text);
        Ok(Bilingual { en, fr })
    };
    let seen = finding.seen.iter().map(|seen| Seen { pointer: seen.pointer.clone(), value: None });
    Ok(Finding {
        analyzer: finding.analyzer.clone(),
        verdict: finding.verdict,
        message: both(analyzer.map(|analyzer| &analyzer.message), &finding.message)?,
        advice: both(analyzer.map(|analyzer| &analyzer.advice), &finding.advice)?,
        seen: seen.collect(),
    })
}

fn failed(reason: &str) -> CollectError {
    CollectError::Failed { collector: "all".to_owned(), reason: reason.to_owned() }
}

/// Counts what comes instead of shipping it.
struct Counting<'a> {
    decoder: Decoder,
    screen: &'a Screen,
    screening: Screening,
    items: Vec<TriedItem>,
}

impl Evidence for Counting<'_> {
    fn item(&mut self, name: &str, channel: Channel) -> Result<(), Unwanted> {
        self.end()?;
        if self.items.len() < ITEMS_MAX {
            self.items.push(TriedItem { name: name.to_owned(), ..TriedItem::default() });
        }
        self.screening = self.screen.begin(channel);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Unwanted> {
        if let Some(item) = self.items.last_mut() {
            item.bytes = item.bytes.saturating_add(bytes.len() as u64);
        }
        let screened = self.screening.push(&self.decoder.decode(bytes));
        self.count(&screened);
        Ok(())
    }
}

impl Counting<'_> {
    fn end(&mut self) -> Result<(), Unwanted> {
        let cut = self.screening.push(self.decoder.end());
        self.count(&cut);
        let rest = self.screening.end().map_err(|why| Unwanted(why.to_string()))?;
        self.count(&rest);
        Ok(())
    }

    fn count(&mut self, screened: &Labelled) {
        let Some(item) = self.items.last_mut() else { return };
        for label in &screened.labels {
            *item.spans.entry(label.category.clone()).or_default() += 1;
            if item.samples.len() < SAMPLES_MAX {
                let sample = line_around(&screened.text, label.start);
                if item.samples.last() != Some(&sample) {
                    item.samples.push(sample);
                }
            }
        }
    }
}

/// The line at a place of a text, cut to what a screen shows.
fn line_around(text: &str, place: usize) -> String {
    let (before, after) = text.split_at(text.floor_char_boundary(place));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |end| before.len() + end);
    let line = text.get(start..end).unwrap_or_default().trim();
    line.chars().take(SAMPLE_CHARS_MAX).collect()
}
