//! A report that Debian's sos makes of this very machine.

use super::{Desk, import, screened, told};
use std::fs;
use std::process::Command;

/// The report of some plugins, as `sos report` leaves it.
fn report(desk: &Desk, compression: &str) -> String {
    let folder = desk.path("sos");
    fs::create_dir(&folder).unwrap();
    let plugins = "kernel,process,host,networking,logs";
    let made = Command::new("sos")
        .args(["report", "--batch", "-q", "--tmp-dir", &folder, "-z", compression, "-o", plugins])
        .output()
        .unwrap();
    let reports = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let found = reports.into_iter().find(|path| {
        // Beside it lies its check sum.
        let name = path.to_string_lossy();
        name.ends_with(".tar.xz") || name.ends_with(".tar.gz")
    });
    let failed = || String::from_utf8_lossy(&made.stderr).into_owned();
    found.unwrap_or_else(|| panic!("sos made no report: {}", failed())).display().to_string()
}

/// The hardware addresses of this machine's networks.
fn hardware_addresses() -> Vec<String> {
    let networks = fs::read_dir("/sys/class/net").unwrap().map(|entry| entry.unwrap().path().join("address"));
    let addresses = networks.filter_map(|path| fs::read_to_string(path).ok());
    addresses
        .map(|text| text.trim().to_owned())
        .filter(|text| text.len() == 17 && text != "00:00:00:00:00:00")
        .collect()
}

#[test]
fn a_report_of_sos_is_known_looked_at_and_screened() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: sos makes no report for anybody but root");
        return;
    }
    let desk = Desk::new();
    let (bundle, out) = (report(&desk, "xz"), desk.path("screened.zip"));
    let answer = told(&bundle, &["--out", &out]);
    assert_eq!((&answer["tool"], &answer["form"]), (&"sos".into(), &"tar.xz".into()), "{answer}");
    assert!(answer["tool_version"].as_str().unwrap().starts_with('4'), "{}", answer["tool_version"]);
    let files = answer["files"].as_array().unwrap();
    let paths: Vec<_> = files.iter().map(|file| file["path"].as_str().unwrap()).collect();
    for name in ["/version.txt", "/sos_commands/kernel/uname_-a", "/sos_commands/process/ps_auxwww"] {
        assert!(paths.iter().any(|path| path.ends_with(name)), "{name} of {}", paths.len());
    }
    assert!(!answer["links"].as_array().unwrap().is_empty());

    let written = screened(&out);
    let all = written.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
    for address in hardware_addresses() {
        assert!(!all.contains(&address), "{address}");
    }
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
    assert!(all.contains(kernel.trim()), "what is not sensitive stays");
    let left_out = files.iter().filter(|file| file["left_out"]["from"] == 0).count();
    assert_eq!(written.len(), files.len() - left_out + 1, "each file that is text, and the report");
}

#[test]
fn what_people_read_names_tool_files_and_categories() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: sos makes no report for anybody but root");
        return;
    }
    let desk = Desk::new();
    let ended = import(&report(&desk, "gzip"), &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    for words in [
        "made by   sos 4",
        "form      tar.gz",
        "links (not followed)",
        "CATEGORY",
        "Logs: ",
        "Configuration: ",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    assert!(ended.out.ends_with("Nothing left this machine.\n"), "{}", ended.out);
    assert_eq!(desk.names(), ["sos"], "nothing is unpacked");
}
