//! Labels in headers of entries, in front of a colon (classification.md 4.6).

use crate::sections;
use std::sync::LazyLock;

/// What a label says of what stands behind it: `data/case_labels.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Of a mail: somebody, or a time.
    Header,
    /// Of a mail: its subject.
    Subject,
    /// Of another header: no text.
    Part,
    /// Of another header: somebody.
    Person,
    Text,
    /// Of what programs write into a mail.
    Transport,
    /// No label: a whole line of a desk's.
    Notice,
}

static LABELS: LazyLock<Vec<(&'static str, Label)>> = LazyLock::new(|| {
    let labels = sections::phrases(include_str!("../data/case_labels.txt"));
    labels.filter_map(|(heading, label)| Some((label, label_from_name(heading)?))).collect()
});

fn label_from_name(name: &str) -> Option<Label> {
    Some(match name {
        "header" => Label::Header,
        "subject" => Label::Subject,
        "part" => Label::Part,
        "person" => Label::Person,
        "text" => Label::Text,
        "transport" => Label::Transport,
        "notice" => Label::Notice,
        _ => return None,
    })
}

impl Label {
    /// The label that the text is, whatever its letter case.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        let text = text.trim_ascii_end();
        let text = text.strip_suffix(b"#").unwrap_or(text);
        LABELS.iter().find(|(name, _)| is_label(text, name)).map(|(_, label)| *label)
    }

    /// The longest label at the end of a text, and where it begins there.
    pub(super) fn at_end(text: &[u8]) -> Option<(usize, Self)> {
        let glued = |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii() || b"-'/".contains(b);
        let start = |name: &str| {
            let start = text.len().checked_sub(name.len())?;
            let whole = text.get(..start).and_then(<[u8]>::last).is_none_or(|b| !glued(b));
            (whole && is_label(&text[start..], name)).then_some(start)
        };
        let labels = LABELS.iter().filter(|(_, label)| *label != Self::Notice);
        labels.filter_map(|(name, label)| Some((start(name)?, *label))).min_by_key(|(start, _)| *start)
    }

    /// Whether nobody's text stands behind it.
    pub(super) const fn is_of_part(self) -> bool {
        matches!(self, Self::Part | Self::Person)
    }

    pub(super) const fn is_of_mail(self) -> bool {
        matches!(self, Self::Header | Self::Subject)
    }

    pub(super) const fn is_of_text(self) -> bool {
        matches!(self, Self::Subject | Self::Text)
    }
}

/// Whether a text is the label of this name, whatever its letter case: that of `À` and `État` lies in the second byte.
fn is_label(text: &[u8], name: &str) -> bool {
    let small = |text: &[u8]| match text {
        [0xc3, second @ 0x80..=0x9e] => second | 0x20,
        [.., last] => last.to_ascii_lowercase(),
        [] => 0,
    };
    text.len() == name.len()
        && (1..=text.len()).all(|end| {
            let from = end.saturating_sub(2);
            small(&text[from..end]) == small(&name.as_bytes()[from..end])
        })
}

/// The labels that a text stands behind.
pub(super) fn labels_of_text() -> impl Iterator<Item = &'static str> {
    LABELS.iter().filter(|(_, label)| label.is_of_text()).map(|(name, _)| *name)
}

/// Whether the line is of a mail's header and programs wrote it: `Received: …`, `X-Spam-Score: …` (RFC 5322 2.2).
pub(super) fn is_of_transport(line: &[u8]) -> bool {
    let Some(name) = memchr::memchr(b':', line).map(|colon| &line[..colon]) else { return false };
    let blank = line.get(name.len() + 1).is_none_or(u8::is_ascii_whitespace);
    let own = name.starts_with(b"X-") && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    // `Attachments (2): …`.
    let name = memchr::memmem::find(name, b" (").map_or(name, |open| &name[..open]);
    blank && (own || Label::of(name) == Some(Label::Transport))
}

/// Whether the line is one with which a desk or a program frames messages: `-----Original Message-----`.
pub(super) fn is_notice(line: &[u8]) -> bool {
    // Also the bytes of dashes.
    let is_sign =
        |b: &u8| b.is_ascii() && !b.is_ascii_alphanumeric() || matches!(b, 0xe2 | 0x80 | 0x93 | 0x94);
    let line = [&b" ("[..], b", "]
        .iter()
        .filter_map(|stop| memchr::memmem::find(line, stop))
        .min()
        .map_or(line, |stop| &line[..stop]);
    let start = line.iter().position(|b| !is_sign(b)).unwrap_or(line.len());
    let end = line.iter().rposition(|b| !is_sign(b)).map_or(start, |last| last + 1);
    Label::of(&line[start..end]) == Some(Label::Notice)
}
