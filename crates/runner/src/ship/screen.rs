//! Screens text, and labels what stands in it.

use super::labelled::Labelled;
use crate::ending::Ending;
use classify::{Action, Channel, CompiledContext, Policy, Pseudonyms, Screener};
use domain::Categories;
use std::sync::Arc;
use wire::Label;
use zeroize::Zeroizing;

/// What a run may show, and under which key it makes pseudonyms.
pub(crate) struct Screen {
    context: Arc<CompiledContext>,
    covered: Categories,
    key: Zeroizing<[u8; 32]>,
}

impl Screen {
    /// A screen that keeps the spans of `covered` and replaces all others by pseudonyms under `key`.
    pub(crate) const fn new(
        context: Arc<CompiledContext>,
        covered: Categories,
        key: Zeroizing<[u8; 32]>,
    ) -> Self {
        Self { context, covered, key }
    }

    /// Begins to screen a text that comes bit by bit.
    pub(crate) fn begin(&self, channel: Channel) -> Screening {
        self.under(Policy::new(self.covered), channel)
    }

    /// Screens a sentence for people that is here as a whole.
    pub(super) fn prose(&self, text: &str) -> Result<Labelled, Ending> {
        screened(self.begin(Channel::Prose), text)
    }

    /// Screens a name. It has no labels that a reader's access could be held against, so nothing sensitive is kept.
    pub(super) fn name(&self, name: &str) -> Result<String, Ending> {
        Ok(screened(self.under(Policy::default(), Channel::Log), name)?.text)
    }

    /// Screens `text` as it reads behind `lead`, which tells what it is and is no part of the answer.
    pub(super) fn behind(&self, lead: &str, text: &str) -> Result<Labelled, Ending> {
        let mut whole = self.prose(&format!("{lead}{text}"))?;
        let starts_behind = whole.labels.first().is_none_or(|label| label.start >= lead.len());
        // A span that begins in the lead may hold the beginning of the text: then both stay together.
        if starts_behind && whole.text.starts_with(lead) {
            whole.text.drain(..lead.len());
            for label in &mut whole.labels {
                label.start -= lead.len();
                label.end -= lead.len();
            }
        }
        Ok(whole)
    }

    fn under(&self, policy: Policy, channel: Channel) -> Screening {
        let pseudonyms = Pseudonyms::new(*self.key);
        let screener = Screener::new(Arc::clone(&self.context), channel, policy, pseudonyms);
        Screening { screener: Some(screener), output: Output::default() }
    }
}

fn screened(mut screening: Screening, text: &str) -> Result<Labelled, Ending> {
    let mut labelled = screening.push(text);
    labelled.push(screening.end()?);
    Ok(labelled)
}

/// A text on its way through the classifier.
pub(crate) struct Screening {
    /// Gone once the text ended.
    screener: Option<Screener>,
    output: Output,
}

impl Screening {
    /// Takes the next bit, and gives what is screened by now.
    pub(crate) fn push(&mut self, text: &str) -> Labelled {
        if let Some(screener) = &mut self.screener {
            screener.push(text.as_bytes(), &mut self.output);
        }
        self.output.take()
    }

    /// Gives the rest. After that, nothing more is taken.
    pub(crate) fn end(&mut self) -> Result<Labelled, Ending> {
        if let Some(screener) = self.screener.take() {
            screener.finish(&mut self.output);
        }
        let rest = self.output.take();
        if self.output.bytes.is_empty() { Ok(rest) } else { Err(Ending::Screening) }
    }
}

/// What came out of the classifier and was not taken yet.
#[derive(Debug, Default)]
struct Output {
    bytes: Vec<u8>,
    labels: Vec<Label>,
    /// How much was taken before.
    taken: u64,
}

impl classify::Sink for Output {
    fn piece(&mut self, output: &[u8], labels: &[classify::Label]) {
        self.bytes.extend_from_slice(output);
        let taken = self.taken;
        self.labels.extend(labels.iter().map(|label| labelled(label, taken)));
    }
}

impl Output {
    /// What is there, unless it ends inside a character: an over-long line may be cut there, and then waits for its
    /// next piece.
    fn take(&mut self) -> Labelled {
        match String::from_utf8(std::mem::take(&mut self.bytes)) {
            Ok(text) => {
                self.taken = self.taken.saturating_add(text.len() as u64);
                Labelled { text, labels: std::mem::take(&mut self.labels) }
            }
            Err(unfinished) => {
                self.bytes = unfinished.into_bytes();
                Labelled::default()
            }
        }
    }
}

/// A label whose place counts from what was not taken yet.
fn labelled(label: &classify::Label, taken: u64) -> Label {
    let place = |offset: u64| usize::try_from(offset.saturating_sub(taken)).unwrap_or(usize::MAX);
    Label {
        start: place(label.offset),
        end: place(label.offset.saturating_add(label.len)),
        category: label.entity.category().name().to_owned(),
        entity: label.entity.name().to_owned(),
        masked: label.action == Action::Masked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use classify::TenantContext;
    use domain::Category;

    fn screen(covered: Categories) -> Screen {
        let context = CompiledContext::new(&TenantContext::default()).unwrap();
        Screen::new(Arc::new(context), covered, Zeroizing::new([7; 32]))
    }

    /// Fails unless each label holds what it says, and nothing else of the text is a token.
    fn check_labels(labelled: &Labelled) {
        let mut rest = labelled.text.clone();
        for label in labelled.labels.iter().rev() {
            let value = &labelled.text[label.start..label.end];
            let token = format!("«{}:{}", label.category, label.entity);
            assert_eq!(value.starts_with(&token) && value.ends_with('»'), label.masked, "{value}");
            rest.replace_range(label.start..label.end, "");
        }
        assert!(!rest.contains('«'), "{rest}");
    }

    #[test]
    fn what_is_not_covered_is_masked_and_what_is_covered_is_labelled() {
        let text = "login failed for joe@contoso.com from 10.0.0.7\npassword=hunter2\n";
        let masked = screen(Categories::NONE).prose(text).unwrap();
        check_labels(&masked);
        assert!(!masked.text.contains("joe") && !masked.text.contains("hunter2"), "{}", masked.text);
        let kept = screen(Categories::ALL).prose(text).unwrap();
        check_labels(&kept);
        assert!(kept.text.contains("joe") && !kept.text.contains("hunter2"), "{}", kept.text);
        let kinds: Vec<_> = kept.labels.iter().map(|label| (label.category.as_str(), label.masked)).collect();
        assert!(kinds.contains(&("euii", false)) && kinds.contains(&("credential", true)), "{kinds:?}");
    }

    #[test]
    fn how_the_text_is_cut_changes_nothing() {
        // Without a space, so that a window must be cut wherever the characters allow.
        let text = format!("mél=joé@contoso.com\n{}\nend", "é€".repeat(80_000));
        let screen = screen(Categories::NONE);
        let whole = screen.prose(&text).unwrap();
        check_labels(&whole);
        for cut in [1_000, 4_096, 70_001] {
            let mut screening = screen.begin(Channel::Prose);
            let mut pieces = Labelled::default();
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let (piece, behind) = rest.split_at(rest.floor_char_boundary(cut.min(rest.len())));
                pieces.push(screening.push(piece));
                rest = behind;
            }
            pieces.push(screening.end().unwrap());
            assert!(pieces == whole, "cut at {cut}");
        }
    }

    #[test]
    fn what_stands_in_front_tells_what_a_value_is() {
        let screen = screen(Categories::NONE);
        let behind = screen.behind("username=", "joe").unwrap();
        check_labels(&behind);
        assert!(behind.text.starts_with("«euii:username-") && behind.text.ends_with('»'), "{}", behind.text);
        assert_eq!(
            screen.behind("count=", "12").unwrap(),
            Labelled { text: "12".to_owned(), labels: Vec::new() }
        );
    }

    #[test]
    fn names_keep_nothing_whatever_is_covered() {
        let all = Categories::ALL;
        assert!(all.contains(Category::Euii));
        let name = screen(all).name("/home/joe/mail/joe@contoso.com.log").unwrap();
        assert!(!name.contains("joe@"), "{name}");
    }
}
