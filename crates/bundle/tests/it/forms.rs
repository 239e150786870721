//! Each form is read to the same files.

use crate::listing::{gzip, listing, named, tar, xz, zip, zstd};
use bundle::Limits;

const FILES: [(&str, &[u8]); 3] = [("b/a.log", b"one\ntwo\n"), ("b/empty", b""), ("b/c/d.conf", b"x = 1\n")];

fn check(bytes: &[u8], form: &str) {
    let (summary, listing) = listing(bytes).unwrap();
    assert_eq!(
        listing.texts(),
        FILES.map(|(path, text)| (path, std::str::from_utf8(text).unwrap())),
        "{form}"
    );
    assert_eq!((summary.form.as_str(), summary.files, summary.bytes), (form, 3, 14));
    assert_eq!(summary.packed_bytes, bytes.len() as u64);
}

#[test]
fn tars_and_zips_are_read_however_they_are_packed() {
    let plain = tar(&FILES);
    check(&plain, "tar");
    check(&gzip(&plain), "tar.gz");
    check(&xz(&plain), "tar.xz");
    check(&zstd(&plain), "tar.zst");
    check(&zip(&FILES), "zip");
}

#[test]
fn packed_streams_may_go_on() {
    let plain = tar(&FILES);
    let (front, back) = plain.split_at(700);
    check(&[gzip(front), gzip(back)].concat(), "tar.gz");
    check(&[xz(front), xz(back)].concat(), "tar.xz");
    // A skippable frame (RFC 8878, 3.1.2) says nothing.
    let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"xyz"].concat();
    check(&[zstd(front), skipped.clone(), skipped, zstd(back)].concat(), "tar.zst");
}

#[test]
fn the_latest_change_is_told() {
    assert_eq!(listing(&tar(&FILES)).unwrap().0.latest, Some(1_790_000_000));
}

#[test]
fn a_json_text_is_a_bundle_of_one_file() {
    let (summary, files) = listing(b" {\"a\": 1}").unwrap();
    assert_eq!((summary.form.as_str(), files.texts()), ("json", vec![("bundle", " {\"a\": 1}")]));
    let (summary, _) = listing(&gzip(b"[1]")).unwrap();
    assert_eq!(summary.form, "json.gz");
    for name in ["c:x.har", "/x", ".."] {
        let (_, files) = named(b"{}", name, &Limits::default()).unwrap();
        assert_eq!(files.texts(), [("bundle", "{}")], "{name}");
    }
}
