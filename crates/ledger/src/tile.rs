//! The tree cut into tiles of 256 hashes, as C2SP tlog-tiles names and fills them.
//!
//! A tile of level L holds hashes of complete subtrees of 256^L leaves: the leaf hashes themselves at level 0, the roots
//! of full tiles of the level below at every other one. Whoever keeps those of level 1 and above beside the leaf hashes
//! finds each node of the tree in at most 128 stored hashes.

use crate::NodeHash;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use tlog_tiles::tlog::split_stored_hash_index;

/// How many levels of the tree one tile spans.
const HEIGHT: u8 = 8;

/// How many hashes a full tile holds.
pub const TILE_WIDTH: u64 = 1 << HEIGHT;

/// The highest level that a tree of [`crate::TREE_SIZE_MAX`] leaves has.
const LEVEL_MAX: u8 = 6;

/// The longest entry of a bundle in bytes: its length is written in 16 bits.
pub const ENTRY_BYTES_MAX: usize = u16::MAX as usize;

/// What stands at a path below `tile/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tile {
    /// Hashes of the tree.
    Hashes {
        /// The tile's level, from 0.
        level: u8,
        /// Which tile of the level, from 0.
        index: u64,
        /// How many hashes: 256, or fewer for a partial tile.
        width: u64,
    },
    /// Leaves, in a bundle.
    Entries {
        /// Which bundle, from 0.
        index: u64,
        /// How many leaves: 256, or fewer for a partial bundle.
        width: u64,
    },
}

/// A path that names no tile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a tile's path looks like `0/x001/234` or `entries/007.p/12` (C2SP tlog-tiles), not `{}`", path.escape_debug()
)]
pub struct BadTilePath {
    /// The beginning of what was given.
    pub path: String,
}

/// A leaf that no bundle can hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an entry bundle holds entries of {ENTRY_BYTES_MAX} bytes at most, and one here has {bytes}: read it from the export"
)]
pub struct EntryTooLong {
    /// The leaf's length.
    pub bytes: usize,
}

impl Tile {
    /// The hashes or leaves that it holds, counted along its level.
    pub fn span(&self) -> Range<u64> {
        let (Self::Hashes { index, width, .. } | Self::Entries { index, width }) = *self;
        let first = index * TILE_WIDTH;
        first..first + width
    }

    /// Whether a tree of `size` leaves has all that it holds.
    pub fn is_in(&self, size: u64) -> bool {
        self.span().end <= hashes_at(self.level(), size)
    }

    /// Its level; a bundle stands beside level 0.
    pub fn level(&self) -> u8 {
        match *self {
            Self::Hashes { level, .. } => level,
            Self::Entries { .. } => 0,
        }
    }
}

/// How many hashes of complete subtrees a tree of `size` leaves has at this level of tiles.
pub fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(HEIGHT) * u32::from(level)).unwrap_or(0)
}

/// The level of tiles at which a node is found, and which of its hashes lie below the node (256 at most).
pub fn hashes_below(stored_index: u64) -> (u8, Range<u64>) {
    let (level, nth) = split_stored_hash_index(stored_index);
    let above = u32::from(level % HEIGHT);
    (level / HEIGHT, nth << above..(nth + 1) << above)
}

/// The level of tiles and the place in it, if the node's hash stands in a tile above level 0.
pub fn tile_place(stored_index: u64) -> Option<(u8, u64)> {
    let (level, nth) = split_stored_hash_index(stored_index);
    (level > 0 && level % HEIGHT == 0).then_some((level / HEIGHT, nth))
}

/// The node above complete subtrees of one size; none unless their number is a power of two.
pub fn node_above(hashes: &[NodeHash]) -> Option<NodeHash> {
    if !hashes.len().is_power_of_two() {
        return None;
    }
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| NodeHash::above(*left, *right)).collect();
    }
    row.first().copied()
}

/// Leaves as an entry bundle: each with its length in front, 16 bits, big-endian.
///
/// # Errors
///
/// [`EntryTooLong`] for a leaf above [`ENTRY_BYTES_MAX`].
pub fn bundle<'l>(leaves: impl Iterator<Item = &'l [u8]>) -> Result<Vec<u8>, EntryTooLong> {
    let mut bytes = Vec::new();
    for leaf in leaves {
        let length = u16::try_from(leaf.len()).map_err(|_| EntryTooLong { bytes: leaf.len() })?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(leaf);
    }
    Ok(bytes)
}

impl FromStr for Tile {
    type Err = BadTilePath;

    fn from_str(path: &str) -> Result<Self, BadTilePath> {
        parse(path).ok_or_else(|| BadTilePath { path: path.chars().take(100).collect() })
    }
}

fn parse(path: &str) -> Option<Tile> {
    let (kind, rest) = path.split_once('/')?;
    let (place, width) = match rest.split_once(".p/") {
        Some((place, width)) => (place, number(width).filter(|width| (1..TILE_WIDTH).contains(width))?),
        None => (rest, TILE_WIDTH),
    };
    let index = index(place)?;
    if kind == "entries" {
        return Some(Tile::Entries { index, width });
    }
    let level = u8::try_from(number(kind)?).ok().filter(|level| *level <= LEVEL_MAX)?;
    Some(Tile::Hashes { level, index, width })
}

/// Three digits for each path element, with an `x` in front of all but the last.
fn index(place: &str) -> Option<u64> {
    let (above, last) = place.rsplit_once('/').map_or((None, place), |(above, last)| (Some(above), last));
    let mut index = three_digits(last)?;
    let mut scale = 1_000;
    for element in above.into_iter().flat_map(|above| above.rsplit('/')) {
        index += three_digits(element.strip_prefix('x')?)?.checked_mul(scale)?;
        scale = scale.checked_mul(1_000)?;
    }
    let is_shortest = above.is_none() || index >= scale / 1_000;
    (is_shortest && index <= crate::TREE_SIZE_MAX / TILE_WIDTH).then_some(index)
}

fn three_digits(text: &str) -> Option<u64> {
    (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A number without sign or leading zeros.
fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Hashes { index, width, .. } | Self::Entries { index, width }) = *self;
        match self {
            Self::Hashes { level, .. } => write!(f, "{level}/")?,
            Self::Entries { .. } => f.write_str("entries/")?,
        }
        let mut elements = vec![format!("{:03}", index % 1_000)];
        let mut rest = index / 1_000;
        while rest > 0 {
            elements.push(format!("x{:03}", rest % 1_000));
            rest /= 1_000;
        }
        elements.reverse();
        f.write_str(&elements.join("/"))?;
        if width < TILE_WIDTH { write!(f, ".p/{width}") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Frontier, LeafHash, node_of};
    use proptest::prelude::*;
    use tlog_tiles::tlog::{stored_hash_count, stored_hash_index};

    #[test]
    fn paths_are_those_of_the_specification() {
        let at = |level, index, width| Tile::Hashes { level, index, width };
        for (path, tile) in [
            ("0/000", at(0, 0, 256)),
            ("1/x001/x234/067", at(1, 1_234_067, 256)),
            ("0/273.p/112", at(0, 273, 112)),
            ("2/000.p/1", at(2, 0, 1)),
            ("entries/x001/000.p/255", Tile::Entries { index: 1_000, width: 255 }),
        ] {
            assert_eq!(path.parse(), Ok(tile));
            assert_eq!(tile.to_string(), path);
        }
    }

    #[test]
    fn other_spellings_name_no_tile() {
        for path in [
            "",
            "0",
            "0/",
            "0/0",
            "0/0000",
            "00/000",
            "7/000",
            "0/x000/001",
            "0/001/002",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/012",
            "0/000.p",
            "data/000",
            "entries/x1/000",
            "0/+01",
            "-1/000",
            "0/x999/x999/x999/x999/x999/x999/x999/999",
            "0/../000",
            "0/00é",
        ] {
            assert!(path.parse::<Tile>().is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_tree_of_70000_leaves_has_the_tiles_of_the_specification() {
        let is_in = |path: &str| path.parse::<Tile>().unwrap().is_in(70_000);
        for path in ["0/272", "0/273.p/112", "1/000", "1/001.p/17", "2/000.p/1"] {
            assert!(is_in(path), "{path}");
        }
        for path in ["0/273", "0/273.p/113", "1/001", "1/001.p/18", "2/000.p/2", "2/000", "3/000.p/1"] {
            assert!(!is_in(path), "{path}");
        }
    }

    #[test]
    fn a_bundle_has_lengths_in_front() {
        let leaves: [&[u8]; 2] = [b"ab", b""];
        assert_eq!(bundle(leaves.into_iter()), Ok(vec![0, 2, b'a', b'b', 0, 0]));
        let long = vec![0; ENTRY_BYTES_MAX + 1];
        assert_eq!(bundle([&long[..]].into_iter()), Err(EntryTooLong { bytes: ENTRY_BYTES_MAX + 1 }));
    }

    proptest! {
        #[test]
        fn every_node_is_found_below_tiles(size in 1_u64..700, pick in any::<prop::sample::Index>()) {
            let leaves: Vec<_> = (0..size).map(|leaf| LeafHash::of(&leaf.to_be_bytes())).collect();
            let node = node_of(&leaves);
            let (mut frontier, mut kept) = (Frontier::new(), std::collections::HashMap::new());
            for leaf in &leaves {
                frontier.append_storing(*leaf, |index, hash| {
                    if let Some(place) = tile_place(index) {
                        kept.insert(place, hash);
                    }
                });
            }
            let index = pick.index(usize::try_from(stored_hash_count(size)).unwrap()) as u64;
            let (level, below) = hashes_below(index);
            let hashes: Vec<_> = below
                .map(|nth| if level == 0 { node(stored_hash_index(0, nth)) } else { kept.get(&(level, nth)).copied() })
                .map(Option::unwrap)
                .collect();
            prop_assert_eq!(node_above(&hashes), node(index));
        }

        #[test]
        fn a_path_brings_its_tile_back(level in 0_u8..=6, index in 0..crate::TREE_SIZE_MAX / 256, width in 1_u64..=256) {
            for tile in [Tile::Hashes { level, index, width }, Tile::Entries { index, width }] {
                prop_assert_eq!(tile.to_string().parse(), Ok(tile));
            }
        }

        #[test]
        fn no_path_makes_it_panic(path in "[0-9x./pentris]{0,40}") {
            if let Ok(tile) = path.parse::<Tile>() {
                prop_assert_eq!(tile.to_string(), path);
            }
        }
    }
}
