//! Archives inside of archives, names and links.

use crate::listing::{gzip, header, listing, raw_tar, tar, xz, zip};
use tar::EntryType;

#[test]
fn archives_inside_are_folders_one_level_deep() {
    let inner = gzip(&tar(&[("logs/app.log", b"one\n")]));
    let zipped = zip(&[("z.txt", b"zip\n")]);
    let packed = xz(b"two\n");
    let outer = gzip(&tar(&[
        ("b/pod.tar.gz", &inner),
        ("b/z.zip", &zipped),
        ("b/syslog.1.xz", &packed),
        ("b/app.jar", &zipped),
    ]));
    let (summary, listing) = listing(&outer).unwrap();
    let paths: Vec<_> = listing.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["b/pod.tar.gz/logs/app.log", "b/z.zip/z.txt", "b/syslog.1.xz/syslog.1", "b/app.jar"]);
    assert_eq!((listing.files[2].1.as_slice(), summary.files), (&b"two\n"[..], 4));
    assert_eq!(listing.files[3].1, zipped, "a jar is a file of its own kind");
}

#[test]
fn deeper_archives_are_named_and_not_read() {
    let inner = tar(&[("x", b"1")]);
    let middle = tar(&[("inner.tar", &inner), ("y", b"2")]);
    let (_, found) = listing(&tar(&[("middle.tar", &middle)])).unwrap();
    assert_eq!(found.texts(), [("middle.tar/y", "2")]);
    let (path, reason) = &found.unread[0];
    assert_eq!(path, "middle.tar/inner.tar");
    assert!(reason.contains("lies too deep"), "{reason}");
    // A packed log in an archive inside is no archive.
    let packed = gzip(b"log\n");
    let middle = tar(&[("app.log.1.gz", &packed)]);
    assert_eq!(listing(&tar(&[("middle.tar", &middle)])).unwrap().1.unread, []);
}

#[test]
fn links_are_told_and_not_followed() {
    let mut builder = tar::Builder::new(Vec::new());
    builder.append_data(&mut header(4), "b/sos/ps", &b"init"[..]).unwrap();
    for (kind, path, target) in [
        (EntryType::Symlink, "b/ps", "sos/ps"),
        (EntryType::Symlink, "b/a/up", "../../b"),
        (EntryType::Link, "b/hard", "b/sos/ps"),
    ] {
        let mut header = header(0);
        header.set_entry_type(kind);
        builder.append_link(&mut header, path, target).unwrap();
    }
    let (summary, listing) = listing(&builder.into_inner().unwrap()).unwrap();
    let links: Vec<_> = listing.links.iter().map(|(path, target)| (path.as_str(), target.as_str())).collect();
    assert_eq!(links, [("b/ps", "sos/ps"), ("b/a/up", "../../b"), ("b/hard", "b/sos/ps")]);
    assert_eq!(summary.files, 1);
}

#[test]
fn names_of_any_bytes_are_shown() {
    let (_, latin) = listing(&raw_tar(b"b/caf\xe9", EntryType::Regular, b"", b"x")).unwrap();
    assert_eq!(latin.texts(), [("b/caf\\xe9", "x")]);
    let long = format!("b/{}", "é/".repeat(900));
    let (_, listing) = listing(&tar(&[(&format!("{long}x"), b"1")])).unwrap();
    assert_eq!(listing.files[0].0, format!("{long}x"));
}

#[test]
fn sparse_files_are_as_long_as_they_say() {
    // Made by `truncate -s 1M sparse; printf end >> sparse; tar -cSf sparse.tar sparse`.
    let script = "truncate -s 1M sparse && printf end >> sparse && tar -cSf sparse.tar sparse";
    let folder = tempfile::tempdir().unwrap();
    let made =
        std::process::Command::new("sh").args(["-c", script]).current_dir(folder.path()).status().unwrap();
    assert!(made.success());
    let archive = std::fs::read(folder.path().join("sparse.tar")).unwrap();
    assert!(archive.len() < 100_000);
    let (_, listing) = listing(&archive).unwrap();
    assert_eq!(listing.files[0].1.len(), (1 << 20) + 3);
    assert!(listing.files[0].1.ends_with(b"\0end"));
}
