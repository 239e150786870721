//! The entries of a file in the order in which they were written: a chain of lists, each with offsets of entries.

use super::Broken;
use super::object::{Array, Objects};
use super::pages::Source;

/// The most lists of a file. Each has room for twice as many entries as the one before it, so no real file has more.
const ARRAYS_MAX: usize = 64;

/// Walks the chain. Journald only appends, so every list and every entry stands behind the one before it; what does not
/// would lead in circles.
#[derive(Debug)]
pub(super) struct Entries {
    /// The list at hand, and the next item of it.
    at: Option<(Array, u64)>,
    /// Where the next list stands; 0 behind the last.
    next_array: u64,
    /// Where the latest list stood, and the latest entry that is one.
    latest_array: u64,
    latest_entry: u64,
    arrays: usize,
}

impl Entries {
    pub(super) const fn from(first_array: u64) -> Self {
        Self { at: None, next_array: first_array, latest_array: 0, latest_entry: 0, arrays: 0 }
    }

    /// The offset of the next entry; none behind the last.
    pub(super) fn next<S: Source>(&mut self, objects: &mut Objects<S>) -> Result<Option<u64>, Broken> {
        loop {
            let Some((array, index)) = self.at else {
                if self.next_array == 0 {
                    return Ok(None);
                }
                self.enter(objects)?;
                continue;
            };
            if index >= array.count {
                self.at = None;
                continue;
            }
            let entry = match objects.array_item(array.items, index) {
                Ok(entry) => entry,
                Err(why) => return Err(self.lost(why)),
            };
            if entry == 0 {
                // The room that is left for entries to come.
                *self = Self::from(0);
                return Ok(None);
            }
            self.at = Some((array, index + 1));
            if entry <= self.latest_entry {
                return Err(Broken::Damaged { at: array.items, what: "the list of entries goes backwards" });
            }
            return Ok(Some(entry));
        }
    }

    /// Notes that an entry stands where the list says, so that those to come stand behind it.
    pub(super) fn found(&mut self, offset: u64) {
        self.latest_entry = offset;
    }

    /// The offset of the last entry, without walking to it; none if there is no entry.
    pub(super) fn last<S: Source>(mut self, objects: &mut Objects<S>) -> Result<Option<u64>, Broken> {
        let mut last = None;
        while self.next_array != 0 {
            self.enter(objects)?;
            let Some((array, _)) = self.at.take() else { break };
            let used = used(array, objects)?;
            if used == 0 {
                break;
            }
            last = Some(objects.array_item(array.items, used - 1)?);
        }
        Ok(last)
    }

    fn enter<S: Source>(&mut self, objects: &mut Objects<S>) -> Result<(), Broken> {
        let offset = self.next_array;
        self.arrays += 1;
        if self.arrays > ARRAYS_MAX {
            return Err(self.lost(Broken::Damaged { at: offset, what: "it has too many parts" }));
        }
        if offset <= self.latest_array {
            return Err(self.lost(Broken::Damaged { at: offset, what: "it goes backwards" }));
        }
        match objects.array(offset) {
            Ok(array) => {
                self.latest_array = offset;
                self.next_array = array.next;
                self.at = Some((array, 0));
                Ok(())
            }
            Err(why) => Err(self.lost(why)),
        }
    }

    /// Ends the walk.
    fn lost(&mut self, why: Broken) -> Broken {
        *self = Self::from(0);
        match why {
            Broken::Damaged { at, what } => Broken::Lost { at, what },
            other => other,
        }
    }
}

/// How many items of a list are in use: they are filled from the front, and the rest is zero.
fn used<S: Source>(array: Array, objects: &mut Objects<S>) -> Result<u64, Broken> {
    let (mut low, mut high) = (0, array.count);
    while low < high {
        let middle = low + (high - low) / 2;
        if objects.array_item(array.items, middle)? == 0 {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}
