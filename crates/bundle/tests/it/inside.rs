//! Archives inside that are no good: named with a reason, nothing of them is read, and all around them is.

use crate::listing::{gzip, limited, listing, raw_tar, tar, xz, zip, zstd};
use bundle::{BundleError, Limits};
use tar::EntryType;

/// Fails unless `inner`, called `name`, is passed over with these words between two files that are read.
fn check(name: &str, inner: &[u8], words: &[&str]) {
    let path = format!("b/{name}");
    let files: [(&str, &[u8]); 3] = [("b/a.log", b"before\n"), (&path, inner), ("b/z.log", b"behind\n")];
    let limits = Limits { ratio_from: 1 << 20, ..Limits::default() };
    for bundle in [tar(&files), gzip(&tar(&files)), zip(&files)] {
        let (summary, found) = limited(&bundle, &limits).unwrap();
        assert_eq!(found.texts(), [("b/a.log", "before\n"), ("b/z.log", "behind\n")], "{name}");
        assert_eq!((summary.files, summary.bytes, found.links.len()), (2, 14, 0), "{name}");
        assert_eq!(found.unread.len(), 1, "{name}: {:?}", found.unread);
        let (unread, reason) = &found.unread[0];
        assert_eq!(unread, &path);
        assert!(words.iter().all(|word| reason.contains(word)), "{reason}: {words:?}");
    }
}

/// Text that does not pack well.
fn noise() -> Vec<u8> {
    (0..20_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
}

#[test]
fn what_is_damaged_or_cut_off_is_passed_over() {
    let inner = tar(&[("one", b"1"), ("two", &noise())]);
    for (name, whole) in [
        ("in.tar.gz", gzip(&inner)),
        ("in.tar.xz", xz(&inner)),
        ("in.tar.zst", zstd(&inner)),
        ("in.zip", zip(&[("one", b"1"), ("two", &noise())])),
        ("in.tar", inner.clone()),
        ("app.log.1.gz", gzip(&noise())),
    ] {
        check(name, &whole[..whole.len() / 2], &["is cut off"]);
    }
    let mut changed = gzip(&inner);
    changed[2_000] ^= 0x55;
    check("in.tar.gz", &changed, &["in.tar.gz", "is damaged"]);
}

#[test]
fn of_what_climbs_out_or_is_a_bomb_nothing_is_read() {
    let climbing =
        [tar(&[("good", b"1")])[..1_024].to_vec(), raw_tar(b"../x", EntryType::Regular, b"", b"x")];
    check("climb.tar", &climbing.concat(), &["`../x`", "outside"]);
    check("climb.zip", &zip(&[("good", b"1"), ("../x", b"x")]), &["`../x`", "outside"]);
    check("link.tar", &raw_tar(b"l", EntryType::Symlink, b"/etc/shadow", b""), &["leads out"]);
    let zeros = vec![0; 4 << 20];
    for (name, bomb) in [
        ("bomb.tar.gz", gzip(&tar(&[("good", b"1"), ("zeros", &zeros)]))),
        ("bomb.gz", gzip(&zeros)),
        ("bomb.zip", zip(&[("good", b"1"), ("zeros", &zeros)])),
    ] {
        check(name, &bomb, &["200 times its size"]);
    }
    check("encrypted.zip", include_bytes!("../data/encrypted.zip"), &["is encrypted"]);
}

#[test]
fn a_har_inside_that_is_broken_is_passed_over() {
    check("x.har", b"{\"log\":{\"entries\":[SECRET", &["x.har", "is not JSON"]);
    check("x.har", b"{\"log\":{\"entries\":[", &["is cut off"]);
}

#[test]
fn zips_of_zips_of_zips_are_read_one_level_deep() {
    // As 42.zip: sixteen zips in each zip, down to what is enormous.
    let mut zip_of = zip(&[("zeros", &vec![0; 1 << 20])]);
    for _ in 0..4 {
        let names: Vec<String> = (0..16).map(|number| format!("lib {number}.zip")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &zip_of[..])).collect();
        zip_of = zip(&files);
    }
    let (summary, found) = listing(&zip_of).unwrap();
    assert_eq!((summary.files, found.unread.len()), (0, 256));
}

#[test]
fn many_good_archives_that_make_a_bomb_together_are_refused() {
    let limits = Limits { ratio_from: 1 << 20, ..Limits::default() };
    let inner = gzip(&vec![b'a'; 900 << 10]);
    let names: Vec<String> = (0..9).map(|number| format!("{number}.log.gz")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &inner[..])).collect();
    let why = limited(&gzip(&tar(&files)), &limits).map(drop).unwrap_err();
    assert!(matches!(why, BundleError::Bomb { .. }), "{why}");
}

#[test]
fn bombs_that_are_passed_over_count_for_the_whole() {
    let limits = Limits { ratio_from: 1 << 20, bytes: 8 << 20, ..Limits::default() };
    let bomb = gzip(&vec![0; 4 << 20]);
    let names: Vec<String> = (0..9).map(|number| format!("{number}.gz")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &bomb[..])).collect();
    let why = limited(&tar(&files), &limits).map(drop).unwrap_err();
    assert!(matches!(why, BundleError::TooLarge { .. }), "{why}");
}

#[test]
fn a_bundle_that_is_cut_off_within_an_archive_inside_is_refused_itself() {
    let whole = gzip(&tar(&[("b/in.tar.gz", &gzip(&tar(&[("x", &noise())])))]));
    let why = listing(&whole[..whole.len() / 2]).map(drop).unwrap_err();
    assert!(matches!(why, BundleError::Truncated { .. }), "{why}");
}
