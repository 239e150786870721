//! Pieces of evidence: text with its labelled spans, and how they are masked.

use domain::{Categories, Category};

/// A labelled span of a piece.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Label {
    /// Where it starts, in bytes of the piece's text.
    pub start: usize,
    /// Where it ends, half open.
    pub end: usize,
    /// The category's word.
    pub category: String,
    /// The entity's word.
    pub entity: String,
    /// Whether the text is a pseudonym or a mask instead of the value.
    pub masked: bool,
}

/// Some lines of one item of a collection.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Piece {
    /// The item.
    pub item: String,
    /// The text.
    pub text: String,
    /// Its labelled spans, in order.
    pub labels: Vec<Label>,
}

/// The category that consent knows a label's word by; none for credentials, which no consent covers.
pub fn label_category(word: &str) -> Option<Category> {
    Some(match word {
        "euii" => Category::Euii,
        "account" => Category::AccountData,
        "eupi" => Category::Eupi,
        "oii" => Category::Oii,
        "support" => Category::SupportData,
        "system" => Category::SystemMetadata,
        _ => return None,
    })
}

/// The categories whose values stand unmasked in some piece.
pub(super) fn present(pieces: &[Piece]) -> Categories {
    let unmasked = pieces.iter().flat_map(|piece| &piece.labels).filter(|label| !label.masked);
    unmasked.filter_map(|label| label_category(&label.category)).collect()
}

/// Masks the spans that the reader's access does not cover. Here there is no pseudonym to give: its key is the runner's.
pub(super) fn mask(piece: &mut Piece, shown: Categories) {
    let mut text = String::with_capacity(piece.text.len());
    let (mut labels, mut copied) = (Vec::with_capacity(piece.labels.len()), 0);
    for label in std::mem::take(&mut piece.labels) {
        let is_shown =
            label.masked || label_category(&label.category).is_some_and(|category| shown.contains(category));
        // A label that does not fit its text is damage: from there on nothing is shown.
        let (Some(before), Some(value)) =
            (piece.text.get(copied..label.start), piece.text.get(label.start..label.end))
        else {
            text.push('…');
            copied = piece.text.len();
            break;
        };
        text.push_str(before);
        let start = text.len();
        if is_shown {
            text.push_str(value);
        } else {
            text.extend(["«", &label.category, ":", &label.entity, "»"]);
        }
        copied = label.end;
        labels.push(Label { start, end: text.len(), masked: label.masked || !is_shown, ..label });
    }
    text.push_str(piece.text.get(copied..).unwrap_or_default());
    *piece = Piece { item: std::mem::take(&mut piece.item), text, labels };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shown: Categories) -> Piece {
        let label = |start, end, category: &str, entity: &str, masked| Label {
            start,
            end,
            category: category.to_owned(),
            entity: entity.to_owned(),
            masked,
        };
        let mut piece = Piece {
            item: "log".to_owned(),
            text: "joe at srv1 «credential:password»".to_owned(),
            labels: vec![
                label(0, 3, "euii", "username", false),
                label(7, 11, "oii", "tenant_host", false),
                label(12, 35, "credential", "password", true),
            ],
        };
        mask(&mut piece, shown);
        for label in &piece.labels {
            assert!(piece.text.get(label.start..label.end).is_some(), "{label:?} of {}", piece.text);
        }
        piece
    }

    #[test]
    fn what_access_does_not_cover_is_masked_when_it_is_read() {
        let piece = check(Categories::NONE.with(Category::Oii));
        assert_eq!(piece.text, "«euii:username» at srv1 «credential:password»");
        assert_eq!(piece.labels.iter().map(|label| label.masked).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(check(Categories::ALL).text, "joe at srv1 «credential:password»");
    }

    #[test]
    fn a_label_that_does_not_fit_hides_the_rest() {
        let mut piece = Piece {
            item: String::new(),
            text: "é secret".to_owned(),
            labels: vec![Label {
                start: 1,
                end: 400,
                category: "euii".to_owned(),
                entity: "username".to_owned(),
                masked: false,
            }],
        };
        mask(&mut piece, Categories::ALL);
        assert_eq!(piece.text, "…");
    }
}
