//! `glasscase import`: bundles that other tools made.

mod attach;
mod har;
mod hostile;
mod large;
mod passed_over;
mod refused;
mod screened;
mod sos;

use crate::program::{Ended, run};
use serde_json::Value;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A folder to work in.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// What is in the folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// What an import tells, in JSON.
fn told(bundle: &str, more: &[&str]) -> Value {
    let ended = import(bundle, &[more, &["--json"]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

/// All text of a screened form, by the names that it has there.
fn screened(zip: &str) -> Vec<(String, String)> {
    let bytes = fs::read(zip).unwrap();
    let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut entries = archive.entries();
    let mut files = Vec::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = std::str::from_utf8(entry.file_path().as_bytes()).unwrap().to_owned();
        let found = archive.get_entry(entry.wayfinder()).unwrap();
        let mut text = Vec::new();
        let inflated = flate2::read::DeflateDecoder::new(found.data());
        found.verifying_reader(inflated).read_to_end(&mut text).unwrap();
        files.push((name, String::from_utf8_lossy(&text).into_owned()));
    }
    files
}

fn import(bundle: &str, more: &[&str]) -> Ended {
    run(&[&["import", bundle], more].concat(), b"")
}

/// A tar with these files, packed by Debian's tar.
fn packed(desk: &Desk, name: &str, files: &[(&str, &[u8])]) -> String {
    let folder = desk.folder.path().join("content");
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let path = desk.path(name);
    tar(&["-czf", &path, "-C", folder.to_str().unwrap(), "."], desk.folder.path());
    fs::remove_dir_all(folder).unwrap();
    path
}

fn tar(arguments: &[&str], folder: &Path) {
    assert!(Command::new("tar").args(arguments).current_dir(folder).status().unwrap().success());
}
