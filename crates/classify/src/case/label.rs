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
    Text,
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
        "text" => Label::Text,
        _ => return None,
    })
}

impl Label {
    /// The label that the text is, whatever its letter case.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        let text = text.trim_ascii_end();
        let text = text.strip_suffix(b"#").unwrap_or(text);
        let is_it =
            |name: &str| text.eq_ignore_ascii_case(name.as_bytes()) || text == "À".as_bytes() && name == "à";
        LABELS.iter().find(|(name, _)| is_it(name)).map(|(_, label)| *label)
    }

    pub(super) const fn is_of_mail(self) -> bool {
        matches!(self, Self::Header | Self::Subject)
    }

    pub(super) const fn is_of_text(self) -> bool {
        matches!(self, Self::Subject | Self::Text)
    }
}

/// The labels that a text stands behind.
pub(super) fn labels_of_text() -> impl Iterator<Item = &'static str> {
    LABELS.iter().filter(|(_, label)| label.is_of_text()).map(|(name, _)| *name)
}
