//! Changes to an export, one at a time and at random, as damage or somebody with an interest would make them.
//!
//! A change says where it may be found: the lines and events of which some fault must speak.

use crate::desk::{Desk, log_key};
use domain::{Event, Moment, Proof, Span};
use ledger::{Commitment, LeafHash, LogKey};
use std::collections::BTreeSet;

/// Numbers that look random, the same for the same seed (`SplitMix64`).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// What was done to an export, and where it may be found.
pub(crate) struct Change {
    pub(crate) kind: &'static str,
    pub(crate) export: Vec<u8>,
    pub(crate) lines: BTreeSet<u64>,
    pub(crate) events: BTreeSet<u64>,
    /// Whether the change may be as lawful as what it replaced, so that only an earlier export tells it.
    pub(crate) may_be_lawful: bool,
}

type Lines = Vec<Vec<u8>>;

fn split(export: &[u8]) -> Lines {
    export.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// Writes the last line anew, as whoever changes a file on purpose would.
fn reseal(mut lines: Lines) -> Vec<u8> {
    lines.pop();
    let digest = consent::Digest::of(&lines.concat());
    lines.push(format!("end {} {digest}\n", lines.len()).into_bytes());
    lines.concat()
}

fn number(place: usize) -> u64 {
    u64::try_from(place + 1).unwrap()
}

/// The event of the line, or the one before it.
fn event_at(lines: &[Vec<u8>], place: usize) -> Option<u64> {
    lines.iter().take(place + 1).rev().find_map(|line| event_of(line))
}

/// The event of the line, and the one in front of it, which a part that stands there belongs to.
fn events_near(lines: &[Vec<u8>], place: usize) -> impl Iterator<Item = u64> + use<'_> {
    [place, place.saturating_sub(1)].into_iter().filter_map(|place| event_at(lines, place))
}

fn event_of(line: &[u8]) -> Option<u64> {
    std::str::from_utf8(line.strip_prefix(b"event ")?).ok()?.split(' ').next()?.parse().ok()
}

/// The lines from here to the checkpoint that covers them: what was done to a covered event shows there at the latest.
fn until_checkpoint(lines: &[Vec<u8>], place: usize) -> BTreeSet<u64> {
    let covering = lines.iter().skip(place).position(|line| line.starts_with(b"checkpoint "));
    let end = covering.map_or(lines.len(), |found| place + found);
    (place.saturating_sub(1)..=end + 1).map(number).collect()
}

fn places(lines: &[Vec<u8>], starts: &[u8]) -> Vec<usize> {
    (0..lines.len()).filter(|place| lines[*place].starts_with(starts)).collect()
}

/// An export under change.
struct Subject<'a> {
    desk: &'a Desk,
    export: &'a [u8],
    lines: Lines,
    /// Whether the last line is written anew.
    resealed: bool,
}

impl Subject<'_> {
    fn close(&self, lines: Lines) -> Vec<u8> {
        if self.resealed { reseal(lines) } else { lines.concat() }
    }

    fn at(&self, kind: &'static str, place: usize, changed: Lines) -> Change {
        Change {
            kind,
            export: self.close(changed),
            lines: until_checkpoint(&self.lines, place),
            events: events_near(&self.lines, place).collect(),
            may_be_lawful: false,
        }
    }

    /// A line of this kind.
    fn of_kind(&self, dice: &mut Dice, start: &[u8]) -> usize {
        let found = places(&self.lines, start);
        found[dice.below(found.len())]
    }
}

/// One change of the story's export. None if the dice named one that changes nothing.
pub(crate) fn change(desk: &Desk, export: &[u8], dice: &mut Dice) -> Option<Change> {
    let lines = split(export);
    let any = dice.below(lines.len());
    let subject = Subject { desk, export, lines, resealed: dice.below(2) == 1 };
    let made = match dice.below(16) {
        kind @ 0..=6 => damaged(&subject, kind, any, dice)?,
        kind @ 7..=11 => forged(&subject, kind, dice)?,
        kind => return rewritten(desk, kind, dice),
    };
    (made.export != export).then_some(made)
}

/// Bytes and lines changed as by accident.
fn damaged(subject: &Subject<'_>, kind: usize, any: usize, dice: &mut Dice) -> Option<Change> {
    let Subject { export, lines, .. } = subject;
    let at = |kind, place, changed| subject.at(kind, place, changed);
    let mut changed = lines.clone();
    Some(match kind {
        0 => {
            let byte = dice.below(lines[any].len());
            changed[any][byte] ^= 1 << dice.below(8);
            at("a bit flipped", any, changed)
        }
        1 => {
            let byte = dice.below(lines[any].len() + 1);
            changed[any].insert(byte, b" \n\"0a{\xc3\0"[dice.below(8)]);
            at("a byte put in", any, changed)
        }
        2 => {
            let byte = dice.below(lines[any].len());
            changed[any].remove(byte);
            at("a byte taken out", any, changed)
        }
        3 => {
            let is_harmless = is_harmless_to_drop(lines, any);
            if subject.resealed && is_harmless {
                return None;
            }
            changed.remove(any);
            let mut made = at("a line dropped", any, changed);
            if is_harmless {
                // Only the count of lines tells of it.
                made.lines.insert(number(lines.len() - 2));
            }
            made
        }
        4 => {
            let with = dice.below(lines.len());
            changed.swap(any, with);
            let mut made = at("lines swapped", any.min(with), changed);
            made.lines.extend(until_checkpoint(lines, any.max(with)));
            made.events.extend(events_near(lines, any.max(with)));
            made
        }
        5 => {
            let to = dice.below(lines.len() + 1);
            changed.insert(to, lines[any].clone());
            let mut made = at("a line doubled", to, changed);
            made.events.extend(event_of(&lines[any]));
            made
        }
        _ => {
            let cut = dice.below(export.len());
            let kept = export[..cut].to_vec();
            let place = split(&kept).len().saturating_sub(1);
            let mut made = at("the end cut off", place, Vec::new());
            made.export = kept;
            made
        }
    })
}

/// Lines changed on purpose, by somebody without the log's key.
fn forged(subject: &Subject<'_>, kind: usize, dice: &mut Dice) -> Option<Change> {
    let lines = &subject.lines;
    let at = |kind, place, changed| subject.at(kind, place, changed);
    let of_kind = |dice: &mut Dice, start: &[u8]| subject.of_kind(dice, start);
    let mut changed = lines.clone();
    Some(match kind {
        7 => {
            let place = of_kind(dice, b"event ");
            changed[place] = rehashed(&lines[place], dice)?;
            at("a leaf changed, its hash rewritten", place, changed)
        }
        8 => {
            let place = of_kind(dice, b"event ");
            let next = format!("event {} ", event_of(&lines[place])? + 1);
            let line = String::from_utf8(lines[place].clone()).ok()?;
            let rest = line.splitn(3, ' ').nth(2)?;
            changed.insert(place + 1, format!("{next}{rest}").into_bytes());
            let mut made = at("an event put in", place + 1, changed);
            made.events.extend(event_of(next.as_bytes()));
            made
        }
        9 => {
            let place = of_kind(dice, b"part ");
            let line = String::from_utf8(lines[place].clone()).ok()?;
            let (head, value) = line.trim_end().rsplit_once('"').map(|(head, _)| head.rsplit_once('"'))??;
            changed[place] = format!("{head}\"{value}!\"\n").into_bytes();
            at("a personal part changed", place, changed)
        }
        10 => {
            let (from, to) = (of_kind(dice, b"checkpoint "), of_kind(dice, b"event "));
            let line = changed.remove(from);
            changed.insert(to, line);
            let mut made = at("a checkpoint moved", from.min(to), changed);
            made.lines.extend(until_checkpoint(lines, from.max(to)));
            made
        }
        _ => {
            let place = of_kind(dice, b"checkpoint ");
            let other = lines_signed_by_another(subject.desk);
            changed[place].clone_from(other.get(place)?);
            at("a checkpoint forged with another key", place, changed)
        }
    })
}

/// A checkpoint between others may be left out by whoever writes the last line anew: the later one signs all that it did.
/// Nothing else can.
fn is_harmless_to_drop(lines: &[Vec<u8>], place: usize) -> bool {
    let is_checkpoint = |line: &Vec<u8>| line.starts_with(b"checkpoint ");
    is_checkpoint(&lines[place]) && lines.iter().skip(place + 1).any(is_checkpoint)
}

/// A line with one letter or digit of its leaf changed, and a right hash.
fn rehashed(line: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(line).ok()?.trim_end();
    let mut fields = text.splitn(4, ' ');
    let (sequence, mut leaf) = (fields.nth(1)?, fields.nth(1)?.as_bytes().to_vec());
    let place = dice.below(leaf.len());
    leaf[place] = match leaf[place] {
        b'0'..=b'8' | b'a'..=b'y' => leaf[place] + 1,
        b'9' => b'0',
        _ => return None,
    };
    let leaf_text = String::from_utf8(leaf.clone()).ok()?;
    Some(format!("event {sequence} {} {leaf_text}\n", LeafHash::of(&leaf)).into_bytes())
}

fn lines_signed_by_another(desk: &Desk) -> Lines {
    split(&desk.export_signed_by(&LogKey::from_seed("desk.example", &[6; 32]).unwrap()))
}

/// The log written anew by whoever holds its key: tree and checkpoints are right, and what happened is another story.
fn rewritten(desk: &Desk, kind: usize, dice: &mut Dice) -> Option<Change> {
    let mut forged = desk.clone();
    let place = dice.below(forged.log.len());
    let entry = &mut forged.log[place];
    let mut events = BTreeSet::from([number(place) - 1]);
    let may_be_lawful = kind == 12;
    let kind = match kind {
        12 => {
            let back = Span::from_seconds(u32::try_from(1 + dice.below(100_000)).ok()?);
            let (at, recorded_at) = (entry.record.at, entry.record.recorded_at);
            let shift =
                |moment: Moment| if place.is_multiple_of(2) { moment.minus(back) } else { moment.plus(back) };
            (entry.record.at, entry.record.recorded_at) = (shift(at), shift(recorded_at));
            "a time shifted by the log's keeper"
        }
        13 => {
            let given: Vec<_> = (0..desk.log.len())
                .filter(|place| matches!(desk.log[*place].record.event, Event::ConsentGiven { .. }))
                .collect();
            let old = desk.log[given[dice.below(given.len())]].record.event.clone();
            forged.log[place].record.event = old;
            "a consent replayed by the log's keeper"
        }
        14 => {
            let (Event::ConsentGiven { proof, .. } | Event::AccessApproved { proof, .. }) =
                &mut entry.record.event
            else {
                return None;
            };
            let Proof::Key { signature, .. } = proof else { return None };
            let stranger = consent::SigningKey::from_seed(&[9; 32]).unwrap();
            let Proof::Key { signature: by_another, .. } = stranger.sign(&consent::Digest::of(b"")) else {
                return None;
            };
            *signature = by_another;
            "a consent signed without its key"
        }
        _ => {
            let part = entry.parts.first_mut()?;
            part.value.push('!');
            let committed = Commitment::to(&part.salt, part.value.as_bytes()).to_string();
            // The leaf itself still holds the commitment to the old value.
            if entry.record.parts.values().any(|old| *old == committed) {
                return None;
            }
            "a personal part changed by the log's keeper"
        }
    };
    // What an event breaks may show in the ones that follow from it.
    let end = number(forged.log.len());
    events.extend(number(place) - 1..end);
    let export = forged.export_signed_by(&log_key());
    Some(Change { kind, export, lines: BTreeSet::new(), events, may_be_lawful })
}
