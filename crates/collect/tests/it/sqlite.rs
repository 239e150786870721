//! Files of SQLite, sound and damaged, while real programs use them.

use super::case::{Case, Outcome};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs::{self, OpenOptions};
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A folder with the file `shop.db` in it. Its name would mean something else in an address.
struct Shop(TempDir);

impl Shop {
    /// A file with 2,000 invoices, in this journal mode.
    fn new(mode: &str) -> Self {
        let shop = Self(TempDir::with_prefix("a b?#%41-").unwrap());
        shop.open(mode).execute_batch(INVOICES).unwrap();
        shop
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("shop.db")
    }

    fn open(&self, mode: &str) -> Connection {
        let connection = Connection::open(self.path()).unwrap();
        connection.pragma_update(None, "journal_mode", mode).unwrap();
        connection
    }

    fn look(&self, more: Value) -> Outcome {
        let mut inputs = more;
        inputs["database"] = json!("shop");
        let listed = || -> Vec<_> {
            let entries = fs::read_dir(self.0.path()).unwrap().flatten();
            let mut files: Vec<_> =
                entries.map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap())).collect();
            files.sort();
            files
        };
        let before = listed();
        let outcome = Case::new("sqlite-health", &area(self.0.path(), &self.path())).run(&inputs);
        assert!(listed() == before, "something was written");
        outcome
    }
}

const INVOICES: &str = "
    CREATE TABLE invoice (id INTEGER PRIMARY KEY, buyer TEXT NOT NULL, note TEXT);
    CREATE INDEX by_buyer ON invoice (buyer);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO invoice SELECT i, 'alice@contoso.com', hex(randomblob(100)) FROM n;";

fn area(folder: &Path, file: &Path) -> String {
    format!(
        "folders: ['{}']\ndatabases: {{shop: {{sqlite: {{path: '{}'}}}}}}",
        folder.display(),
        file.display()
    )
}

/// Overwrites the file's bytes from `place` on.
fn overwrite(path: &Path, place: u64, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(place)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn sound_files_pass_in_every_mode_and_nothing_of_them_is_told() {
    for mode in ["delete", "truncate", "wal"] {
        let shop = Shop::new(mode);
        let closed = shop.look(json!({}));
        closed.assert_faults(&[]);
        assert_eq!(closed.facts["db"]["unchanging"], mode == "wal");
        assert!(!closed.facts["db"].to_string().contains("alice"), "a row was handed over");

        let program = shop.open(mode);
        program.execute("INSERT INTO invoice (buyer) VALUES ('bob')", []).unwrap();
        let opened = shop.look(json!({}));
        opened.assert_faults(&[]);
        assert_eq!(opened.facts["db"]["unchanging"], false);
        assert_eq!(opened.facts["db"]["journal_mode"], if mode == "wal" { "wal" } else { "delete" });
    }
}

#[test]
fn damage_is_found() {
    let shop = Shop::new("delete");
    overwrite(&shop.path(), 4_096 * 5, &[0xa5; 4_096]);
    let outcome = shop.look(json!({}));
    outcome.assert_faults(&["damaged"]);

    overwrite(&shop.path(), 0, b"no database at all");
    shop.look(json!({})).assert_faults(&["unreadable"]);
    let shop = Shop::new("delete");
    // The first page of the schema.
    overwrite(&shop.path(), 100, &[0xff; 200]);
    let outcome = shop.look(json!({}));
    outcome.assert_faults(&["unreadable"]);
    assert_eq!(outcome.facts["db"]["error_code"], "11");
    fs::write(shop.path(), "").unwrap();
    shop.look(json!({})).assert_faults(&[]);
}

/// Which file takes too long is up to the machine, so what is told of a sound one is changed. That a check ends at its limit
/// is shown beside it.
#[test]
fn a_check_that_did_not_end_is_no_pass() {
    let shop = Shop::new("delete");
    let mut facts = shop.look(json!({})).facts;
    facts["db"]["check"]["finished"] = json!(false);
    let case = Case::new("sqlite-health", &area(shop.0.path(), &shop.path()));
    case.judge(&json!({"database": "shop"}), facts).assert_faults(&["not-finished"]);
}

#[test]
fn a_log_that_is_never_taken_over_and_unused_room_are_found() {
    let shop = Shop::new("wal");
    let program = shop.open("wal");
    program.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    for _ in 0..4 {
        program.execute("UPDATE invoice SET note = hex(randomblob(200))", []).unwrap();
    }
    shop.look(json!({"wal_mib": 1})).assert_faults(&["wal-long"]);

    program.execute("DELETE FROM invoice WHERE id > 100", []).unwrap();
    program.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    shop.look(json!({})).assert_faults(&["mostly-free"]);
}

/// This test program as another process that uses the file; SQLite's locks tell processes apart.
struct Program(Child);

impl Program {
    fn start(shop: &Shop, statements: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["sqlite::program", "--exact", "--ignored", "--nocapture"])
            .env("GLASSCASE_SQLITE", shop.path())
            .env("GLASSCASE_SQLITE_DOES", statements)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().ends_with("ready")), "the program ended");
        Self(child)
    }
}

impl Drop for Program {
    /// It ends as by a crash.
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
#[ignore = "it is what the other tests start as a process"]
fn program() {
    let (Ok(file), Ok(statements)) =
        (std::env::var("GLASSCASE_SQLITE"), std::env::var("GLASSCASE_SQLITE_DOES"))
    else {
        return;
    };
    let connection = Connection::open(file).unwrap();
    connection.execute_batch(&statements).unwrap();
    println!("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
fn a_process_that_holds_up_others_is_found() {
    for mode in ["delete", "wal"] {
        let shop = Shop::new(mode);
        let program = Program::start(&shop, "BEGIN IMMEDIATE");
        let outcome = shop.look(json!({}));
        outcome.assert_faults(&["write-lock-held"]);
        assert_eq!(outcome.facts["db"]["writer"]["process"], program.0.id());
        drop(program);
        shop.look(json!({})).assert_faults(&[]);
    }
    let shop = Shop::new("delete");
    let _program = Program::start(&shop, "BEGIN EXCLUSIVE");
    shop.look(json!({})).assert_faults(&["locked"]);
}

#[test]
fn what_a_crash_left_is_found_and_left_alone() {
    let shop = Shop::new("delete");
    let crash = "PRAGMA cache_size = 1; BEGIN; UPDATE invoice SET note = hex(randomblob(200))";
    drop(Program::start(&shop, crash));
    let outcome = shop.look(json!({}));
    outcome.assert_faults(&["unfinished"]);
    assert!(outcome.facts["db"]["file"]["journal_bytes"].as_u64().unwrap() > 0);

    // In WAL mode the next reader goes on as if nothing had happened.
    let shop = Shop::new("wal");
    drop(Program::start(&shop, "UPDATE invoice SET note = 'x'"));
    shop.look(json!({})).assert_faults(&[]);
}

#[test]
fn only_listed_files_of_listed_folders_are_opened() {
    let shop = Shop::new("delete");
    let elsewhere = TempDir::new().unwrap();
    let outside = Case::new("sqlite-health", &area(elsewhere.path(), &shop.path()));
    let refusal = outside.refusal(&json!({"database": "shop"}));
    assert!(refusal.contains("not_in_scope") && refusal.contains("to `folders`"), "{refusal}");
    std::os::unix::fs::symlink(shop.path(), elsewhere.path().join("link.db")).unwrap();
    let linked = Case::new("sqlite-health", &area(elsewhere.path(), &elsewhere.path().join("link.db")));
    assert!(linked.refusal(&json!({"database": "shop"})).contains("not_in_scope"));
    let other = Case::new("sqlite-health", &area(shop.0.path(), &shop.path()));
    assert!(other.refusal(&json!({"database": "payroll"})).contains("`databases` does not list it"));
}
