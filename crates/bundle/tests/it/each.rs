//! An archive read as far as it can be.

use crate::listing::{Listing, gzip, raw_tar, tar, zip};
use bundle::{BundleError, Limits, read_each};
use std::io::Cursor;
use tar::EntryType;

fn each(bytes: &[u8]) -> (Result<(), BundleError>, Listing) {
    let mut listing = Listing::default();
    let ended = read_each(Cursor::new(bytes), "bundle", &Limits::default(), &mut listing);
    (ended, listing)
}

fn names<T>(listed: &[(String, T)]) -> Vec<&str> {
    listed.iter().map(|(name, _)| name.as_str()).collect()
}

/// A tar of these parts, each a tar of its own.
fn joined(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut whole: Vec<u8> = parts.iter().flat_map(|part| &part[..part.len() - 1_024]).copied().collect();
    whole.resize(whole.len() + 1_024, 0);
    whole
}

#[test]
fn entries_that_lead_out_or_are_no_files_are_told_and_the_others_read() {
    let whole = joined(&[
        tar(&[("a.log", b"one")]),
        raw_tar(b"../out.log", EntryType::Regular, b"", b"x"),
        raw_tar(b"/etc/passwd", EntryType::Regular, b"", b"x"),
        raw_tar(b"pipe", EntryType::Fifo, b"", b""),
        raw_tar(b"link", EntryType::Symlink, b"/etc", b""),
        raw_tar(b"a.log", EntryType::Regular, b"", b"again"),
        tar(&[("b.log", b"two")]),
    ]);
    for bytes in [whole.clone(), gzip(&whole)] {
        let (ended, listing) = each(&bytes);
        ended.unwrap();
        assert_eq!(names(&listing.files), ["a.log", "b.log"]);
        assert_eq!(names(&listing.unread), ["../out.log", "/etc/passwd", "pipe", "link", "a.log"]);
        assert!(listing.links.is_empty());
    }
}

#[test]
fn what_is_sound_before_the_damage_is_read() {
    let noise: Vec<u8> = (0..200_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
    let packed = gzip(&tar(&[("a.log", b"one"), ("b.bin", &noise), ("c.log", b"two")]));
    let (ended, listing) = each(&packed[..packed.len() / 2]);
    assert!(matches!(ended, Err(BundleError::Truncated { .. })), "{ended:?}");
    assert_eq!(names(&listing.files)[0], "a.log");
    assert!(listing.unread.iter().all(|(path, _)| path == "b.bin"), "{:?}", listing.unread);
}

#[test]
fn a_damaged_entry_of_a_zip_is_told_and_the_others_read() {
    let text = b"a line of text that is packed\n".repeat(40);
    let mut bytes = zip(&[("a.log", &text), ("b.log", &text), ("c.log", &text)]);
    let names_at: Vec<_> = (0..bytes.len() - 5).filter(|at| &bytes[*at..at + 5] == b"b.log").collect();
    // Behind the name of the local header stands the packed text.
    bytes[names_at[0] + 12] ^= 0x55;
    let (ended, listing) = each(&bytes);
    ended.unwrap();
    assert_eq!(names(&listing.unread), ["b.log"]);
    assert!(listing.files.iter().filter(|(path, _)| path != "b.log").all(|(_, read)| *read == text));
}

#[test]
fn an_archive_inside_that_breaks_is_told_and_what_was_read_of_it_stays() {
    let inner = tar(&[("x.log", b"inside"), ("y.log", &[b'y'; 2_000])]);
    let whole = tar(&[("in.tar", &inner[..inner.len() - 2_500]), ("b.log", b"two")]);
    let (ended, listing) = each(&whole);
    ended.unwrap();
    assert!(names(&listing.files).contains(&"in.tar/x.log") && names(&listing.files).contains(&"b.log"));
    assert!(!listing.unread.is_empty());
}
