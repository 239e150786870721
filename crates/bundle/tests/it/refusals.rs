//! Bad archives, each with its message.

use crate::listing::{gzip, limited, listing, raw_tar, tar, xz, zip, zstd};
use bundle::{BundleError, Limits};
use tar::EntryType;

fn check(bytes: &[u8], words: &[&str]) {
    let why = listing(bytes).unwrap_err();
    let text = why.to_string();
    assert!(words.iter().all(|word| text.contains(word)), "{text}: {words:?}");
    assert!(!text.contains('\n') && !why.advice().is_empty());
}

#[test]
fn entries_outside_of_the_bundle_are_named() {
    check(
        &raw_tar(b"../../etc/cron.d/x", EntryType::Regular, b"", b"x"),
        &["`../../etc/cron.d/x`", "outside"],
    );
    check(&raw_tar(b"/etc/passwd", EntryType::Regular, b"", b"x"), &["`/etc/passwd`", "outside"]);
    check(&raw_tar(b"a\\..\\b", EntryType::Regular, b"", b"x"), &["outside"]);
    check(&zip(&[("../x", b"x")]), &["`../x`", "outside"]);
    check(&zip(&[("C:\\x", b"x")]), &["`C:\\x`", "outside"]);
    check(&raw_tar(b"b/l", EntryType::Symlink, b"../../x", b""), &["`b/l`", "`../../x`", "leads out"]);
    check(&raw_tar(b"b/l", EntryType::Symlink, b"/etc/shadow", b""), &["`b/l`", "`/etc/shadow`"]);
    check(&raw_tar(b"b/l", EntryType::Link, b"/etc/shadow", b""), &["`b/l`", "`/etc/shadow`"]);
}

#[test]
fn what_is_no_file_is_refused() {
    check(&raw_tar(b"b/d", EntryType::Char, b"", b""), &["`b/d`", "character device"]);
    check(&raw_tar(b"b/d", EntryType::Block, b"", b""), &["`b/d`", "block device"]);
    check(&raw_tar(b"b/d", EntryType::Fifo, b"", b""), &["`b/d`", "named pipe"]);
}

#[test]
fn an_entry_without_a_name_is_refused() {
    for name in [&b""[..], b".", b"././"] {
        let tar = raw_tar(name, EntryType::Regular, b"", b"text");
        assert!(matches!(listing(&tar), Err(BundleError::Damaged { .. })), "{name:?}");
        assert!(listing(&raw_tar(name, EntryType::Directory, b"", b"")).is_ok(), "{name:?}");
    }
}

#[test]
fn an_entry_that_comes_twice_is_refused() {
    check(&tar(&[("a", b"1"), ("b", b""), ("./a", b"2")]), &["`a` comes twice"]);
    check(&zip(&[("a", b"1"), ("a", b"2")]), &["`a` comes twice"]);
}

#[test]
fn whatever_is_cut_off_is_refused() {
    let text: Vec<u8> =
        (0..20_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let plain = tar(&[("a", b"one"), ("b", &text), ("c", b"")]);
    let zipped = zip(&[("a", b"one"), ("b", &text)]);
    for whole in [gzip(&plain), xz(&plain), zstd(&plain), zipped, plain] {
        // Behind the two blocks of zeros a plain tar says nothing more.
        let ends = if whole.starts_with(b"a\0") { whole.len() - 1_024 } else { whole.len() };
        for cut in (1_024..ends).step_by(997).chain([ends - 1]) {
            let why = listing(&whole[..cut]).unwrap_err();
            assert!(matches!(why, BundleError::Truncated { .. }), "{cut} of {}: {why}", whole.len());
        }
    }
}

#[test]
fn what_was_changed_is_refused() {
    let plain = tar(&[("a", &b"some text that is long enough to be packed ".repeat(100))]);
    for packed in [gzip(&plain), xz(&plain), zip(&[("a", &b"some text ".repeat(100))])] {
        let mut changed = packed.clone();
        // Behind the headers of each form, within what is packed.
        changed[50] ^= 0x55;
        assert!(listing(&changed).is_err());
    }
    let mut header_changed = plain;
    header_changed[1] ^= 1;
    assert!(listing(&header_changed).is_err());
}

#[test]
fn a_zip_that_contradicts_itself_is_refused() {
    let whole = zip(&[("a", b"one"), ("b", b"one")]);
    // The end record holds the number of entries twice, behind its signature and two disk numbers.
    let end = whole.len() - 22;
    let mut fewer = whole.clone();
    (fewer[end + 8], fewer[end + 10]) = (1, 1);
    check(&fewer, &["says 1 entries and lists 2"]);
    // The second entry's place is made that of the first: both would be read from the same bytes.
    let second = whole.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    let mut overlapping = whole;
    overlapping[second + 42..second + 46].fill(0);
    check(&overlapping, &["`bundle` is damaged", "entries overlap"]);
}

#[test]
fn encrypted_ones_are_told_apart() {
    // Made by `zip -P hunter2 -j encrypted.zip note.txt`.
    check(include_bytes!("../data/encrypted.zip"), &["`note.txt` is encrypted"]);
    check(b"-----BEGIN PGP MESSAGE-----\n\nx", &["`bundle` is encrypted"]);
    check(b"age-encryption.org/v1\n-> X25519 x", &["`bundle` is encrypted"]);
    // `sos report --encrypt-pass`: a symmetric session key packet of OpenPGP.
    check(&[0x8c, 0x0d, 0x04, 0x09, 0x03], &["`bundle` is encrypted"]);
}

#[test]
fn what_is_no_bundle_is_told_what_is() {
    for bytes in [&b""[..], b"hello", &[0; 4_096], b"\x7fELF"] {
        check(bytes, &["`bundle` is no tar", "HAR"]);
    }
    check(&gzip(b"only a log\n"), &["`bundle` is no tar"]);
    check(b"BZh91AY", &["bzip2"]);
    check(b"7z\xbc\xaf\x27\x1c", &["7-Zip"]);
}

#[test]
fn bombs_are_refused_long_before_they_are_unpacked() {
    let limits = Limits { ratio_from: 1 << 20, ..Limits::default() };
    let zeros = vec![0; 4 << 20];
    let bomb = tar(&[("zeros", &zeros)]);
    for packed in [gzip(&bomb), xz(&bomb), zip(&[("zeros", &zeros)])] {
        let why = limited(&packed, &limits).map(drop).unwrap_err();
        assert!(matches!(&why, BundleError::Bomb { place, .. } if place == "zeros"), "{why}");
    }
}

#[test]
fn limits_hold_across_archives_inside() {
    let inner = tar(&[("x", &vec![b'x'; 40_000])]);
    let outer = tar(&[("a", &vec![b'a'; 40_000]), ("inner.tar", &inner)]);
    let all = Limits::default();
    assert!(limited(&outer, &all).is_ok());
    let why = limited(&outer, &Limits { entries: 2, ..all }).unwrap_err();
    assert!(matches!(why, BundleError::TooMany { limit: 2 }), "{why}");
    let why = limited(&outer, &Limits { bytes: 60_000, ..all }).unwrap_err();
    assert!(matches!(why, BundleError::TooLarge { limit: 60_000, .. }), "{why}");
    let (_, listing) = limited(&outer, &Limits { depth: 0, ..all }).unwrap();
    assert!(listing.unread[0].1.contains("0 level deep"), "{:?}", listing.unread);
}

#[test]
fn a_header_without_end_takes_no_memory() {
    // A name of 3 MiB: what GNU tar calls a long link.
    let long = raw_tar(b"././@LongLink", EntryType::GNULongName, b"", &vec![b'a'; 3 << 20]);
    check(&long, &["a header is larger than"]);
}
