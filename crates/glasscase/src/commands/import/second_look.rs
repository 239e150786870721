//! A second look at screened text before it is written: by other means, for credentials alone (design.md, idea 4).

use classify::credential_hits;

/// How much is looked at together with what follows, so that a credential across two pieces is seen.
const HELD_BYTES: usize = 4 << 10;
/// From how much on pieces are looked at.
const PIECE_BYTES: usize = 64 << 10;

/// Holds text back until it was looked at.
#[derive(Debug, Default)]
pub(super) struct SecondLook {
    held: Vec<u8>,
    shape: Option<&'static str>,
}

impl SecondLook {
    /// Takes screened text; gives what was looked at.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        if self.shape.is_some() {
            return Vec::new();
        }
        self.held.extend_from_slice(bytes);
        if self.held.len() < PIECE_BYTES { Vec::new() } else { self.release(HELD_BYTES) }
    }

    /// Gives the rest, and what kind of credential was found if one was: then it and all behind it is missing.
    pub(super) fn end(mut self) -> (Vec<u8>, Option<&'static str>) {
        let rest = self.release(0);
        (rest, self.shape)
    }

    /// Gives what is held but for the last `kept` bytes, up to a line's end.
    fn release(&mut self, kept: usize) -> Vec<u8> {
        let hit = credential_hits(&self.held).next();
        if let Some(hit) = hit {
            self.shape = Some(hit.shape);
            // Whole lines in front of it are sound.
            let line =
                self.held.get(..hit.start).and_then(|front| front.iter().rposition(|byte| *byte == b'\n'));
            self.held.truncate(line.map_or(0, |feed| feed + 1));
            return std::mem::take(&mut self.held);
        }
        let limit = self.held.len().saturating_sub(kept);
        let front = self.held.get(..limit).unwrap_or_default();
        let feed = if kept == 0 {
            Some(limit)
        } else {
            front.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1)
        };
        // A line without end is cut anywhere rather than held for ever.
        let at = feed.unwrap_or(limit);
        let behind = self.held.split_off(at);
        std::mem::replace(&mut self.held, behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"DB_PASSWORD=Summer2026!\n";

    fn check(text: &[u8], cut: usize) -> (Vec<u8>, Option<&'static str>) {
        let mut look = SecondLook::default();
        let mut out = Vec::new();
        text.chunks(cut).for_each(|piece| out.extend(look.push(piece)));
        let (rest, shape) = look.end();
        out.extend(rest);
        (out, shape)
    }

    #[test]
    fn sound_text_comes_through_whole() {
        for text in [b"line\n".repeat(40_000), vec![b'x'; 300_000], Vec::new()] {
            for cut in [1_000, 65_536, 1 << 20] {
                assert!(check(&text, cut) == (text.clone(), None));
            }
        }
    }

    #[test]
    fn nothing_from_a_credential_on_comes_through() {
        let front = b"line\n".repeat(40_000);
        let text = [front.as_slice(), SECRET, b"behind\n"].concat();
        for cut in [7, 999, 1 << 20] {
            let (out, shape) = check(&text, cut);
            assert_eq!(shape, Some("password_assigned"), "{cut}");
            assert!(out == front, "{cut}: {} of {}", out.len(), front.len());
        }
    }
}
