//! A text with its labelled spans.

use wire::Label;

/// The most bytes of a piece's text (design.md, *Labels*: labels count from the start of their piece).
pub(crate) const PIECE_BYTES_MAX: usize = 64 << 10;

/// A screened text and what is known of its spans, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Labelled {
    pub(crate) text: String,
    pub(crate) labels: Vec<Label>,
}

impl Labelled {
    /// Adds text without labels of its own.
    pub(crate) fn push_plain(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text with its labels.
    pub(crate) fn push(&mut self, other: Self) {
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.labels.extend(other.labels.into_iter().map(|label| moved(label, start)));
    }

    /// The same as a JSON string with its quotes. Each stretch is escaped by itself, so labels keep their stretch.
    pub(crate) fn into_json(self) -> Self {
        let mut json = Self::default();
        let mut done = 0;
        json.push_plain("\"");
        for label in self.labels {
            json.push_escaped(self.text.get(done..label.start).unwrap_or_default());
            let start = json.text.len();
            json.push_escaped(self.text.get(label.start..label.end).unwrap_or_default());
            done = label.end;
            json.labels.push(Label { start, end: json.text.len(), ..label });
        }
        json.push_escaped(self.text.get(done..).unwrap_or_default());
        json.push_plain("\"");
        json
    }

    fn push_escaped(&mut self, text: &str) {
        let quoted = serde_json::Value::from(text).to_string();
        self.text.push_str(quoted.get(1..quoted.len() - 1).unwrap_or_default());
    }

    /// Takes the first piece off: at most [`PIECE_BYTES_MAX`] bytes, whole lines as long as there is a whole one. A
    /// span that stands across the cut is labelled in both pieces.
    pub(crate) fn split_piece(&mut self) -> Self {
        let cut = piece_end(&self.text);
        let rest = self.text.split_off(cut);
        let first =
            Self { text: std::mem::replace(&mut self.text, rest), labels: std::mem::take(&mut self.labels) };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for label in first.labels {
            if label.start < cut {
                ours.push(Label { end: label.end.min(cut), ..label.clone() });
            }
            if label.end > cut {
                let (start, end) = (label.start.saturating_sub(cut), label.end - cut);
                theirs.push(Label { start, end, ..label });
            }
        }
        self.labels = theirs;
        Self { text: first.text, labels: ours }
    }
}

fn moved(label: Label, by: usize) -> Label {
    Label { start: label.start + by, end: label.end + by, ..label }
}

/// Where the first piece of a text ends.
fn piece_end(text: &str) -> usize {
    if text.len() <= PIECE_BYTES_MAX {
        return text.len();
    }
    let most = text.floor_char_boundary(PIECE_BYTES_MAX);
    text.get(..most).and_then(|head| head.rfind('\n')).map_or(most, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn label(start: usize, end: usize) -> Label {
        Label { start, end, category: "euii".to_owned(), entity: "upn".to_owned(), masked: true }
    }

    fn labelled(text: &str, spans: &[(usize, usize)]) -> Labelled {
        Labelled {
            text: text.to_owned(),
            labels: spans.iter().map(|(start, end)| label(*start, *end)).collect(),
        }
    }

    #[test]
    fn labels_move_with_their_text() {
        let mut line = labelled("ab", &[(0, 1)]);
        line.push_plain("--");
        line.push(labelled("cd", &[(1, 2)]));
        assert_eq!(line, labelled("ab--cd", &[(0, 1), (5, 6)]));
    }

    #[test]
    fn labels_keep_their_stretch_in_json() {
        let json = labelled("a\"b\n«c»", &[(1, 3), (4, 9)]).into_json();
        assert_eq!(json, labelled("\"a\\\"b\\n«c»\"", &[(2, 5), (7, 12)]));
        assert_eq!(serde_json::from_str::<String>(&json.text).unwrap(), "a\"b\n«c»");
    }

    #[test]
    fn a_piece_ends_behind_a_line_if_it_can() {
        let line = format!("{}\n", "x".repeat(PIECE_BYTES_MAX - 10));
        let mut text = labelled(&format!("{line}{line}"), &[]);
        assert_eq!(text.split_piece().text, line);
        assert_eq!(text.split_piece().text, line);
        assert!(text.text.is_empty());
    }

    #[test]
    fn a_span_across_the_cut_is_labelled_on_both_sides() {
        let cut = PIECE_BYTES_MAX;
        let mut text = labelled(&"x".repeat(cut + 5), &[(0, 1), (cut - 2, cut + 2), (cut + 3, cut + 4)]);
        assert_eq!(text.split_piece().labels, [label(0, 1), label(cut - 2, cut)]);
        assert_eq!(text.labels, [label(0, 2), label(3, 4)]);
    }

    proptest! {
        #[test]
        fn pieces_are_short_and_lose_nothing(lines in prop::collection::vec("[aé€\n]{0,40}", 0..12), times in 1_usize..900) {
            let whole: String = lines.iter().map(|line| line.repeat(times)).collect();
            let mut rest = labelled(&whole, &[]);
            let mut joined = String::new();
            while !rest.text.is_empty() {
                let piece = rest.split_piece();
                prop_assert!(!piece.text.is_empty() && piece.text.len() <= PIECE_BYTES_MAX);
                joined.push_str(&piece.text);
            }
            prop_assert_eq!(joined, whole);
        }
    }
}
