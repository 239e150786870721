//! The second look at text that is about to be sealed: a credential in it ends the shipment (design.md, idea 4).

use crate::ending::Ending;
use classify::credential_hits;

/// How much of what was looked at is looked at again together with what follows, so that a credential across two
/// pieces is seen.
const TAIL_BYTES: usize = 4 << 10;

/// Looks at the pieces of an item, one after the other.
#[derive(Debug, Default)]
pub(super) struct Inspector {
    /// The end of the pieces before.
    tail: String,
}

impl Inspector {
    /// Looks at the next piece.
    pub(super) fn check(&mut self, text: &str) -> Result<(), Ending> {
        let mut seen = std::mem::take(&mut self.tail);
        seen.push_str(text);
        look(&seen)?;
        seen.drain(..tail_start(&seen));
        self.tail = seen;
        Ok(())
    }

    /// Looks at the name of an item.
    pub(super) fn check_name(name: &str) -> Result<(), Ending> {
        look(name)
    }

    /// What comes now has nothing to do with what came before.
    pub(super) fn end_item(&mut self) {
        self.tail.clear();
    }
}

fn look(text: &str) -> Result<(), Ending> {
    match credential_hits(text.as_bytes()).next() {
        Some(hit) => Err(Ending::Credential { shape: hit.shape }),
        None => Ok(()),
    }
}

/// Where the tail of a text begins: with a word if it can, since half of a word may look like a credential.
fn tail_start(text: &str) -> usize {
    let start = text.ceil_char_boundary(text.len().saturating_sub(TAIL_BYTES));
    if start == 0 {
        return 0;
    }
    let behind = text.get(start..).unwrap_or_default();
    behind.find(char::is_whitespace).map_or(start, |space| start + space)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "DB_PASSWORD=Summer2026!";

    fn check(pieces: &[&str]) -> bool {
        let mut inspector = Inspector::default();
        pieces.iter().all(|piece| inspector.check(piece).is_ok())
    }

    #[test]
    fn a_credential_is_found_wherever_it_is_cut() {
        for cut in 0..=SECRET.len() {
            let (front, back) = SECRET.split_at(cut);
            assert!(!check(&["one\n", front, back]), "cut at {cut}");
        }
        assert!(check(&["one\n", "DB_PASSWORD=«credential:password»\n"]));
    }

    #[test]
    fn items_have_nothing_to_do_with_each_other() {
        let (front, back) = SECRET.split_at(5);
        let mut inspector = Inspector::default();
        inspector.check(front).unwrap();
        inspector.end_item();
        assert!(inspector.check(back).is_ok());
        assert!(Inspector::check_name(SECRET).is_err());
    }

    #[test]
    fn half_of_a_word_is_not_taken_for_a_whole_one() {
        // The key's shape begins at a word, and the tail begins inside a longer one.
        let word = format!("{} {}AKIA{}", "x".repeat(9_000), "y".repeat(40), "Z".repeat(16));
        let filler = "n ".repeat(TAIL_BYTES);
        for more in TAIL_BYTES - 70..TAIL_BYTES - 10 {
            assert!(check(&[&format!("{word} {}", &filler[..more]), "end"]), "{more}");
        }
    }
}
