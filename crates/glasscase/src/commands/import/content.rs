//! What a file is: text that can be screened, a log, a configuration.

/// Of so many bytes one may be odd before it is no text: logs hold a broken character now and then.
const ODD_ONE_IN: usize = 10;

/// Whether bytes are no text. `is_first` for the beginning of a file, where a zero byte alone tells: formats of programs
/// have them there, and UTF-16 without a byte order mark.
pub(super) fn is_no_text(bytes: &[u8], is_first: bool) -> bool {
    if is_first && bytes.contains(&0) {
        return true;
    }
    let chunks = || bytes.utf8_chunks();
    let broken: usize = chunks().map(|chunk| chunk.invalid().len()).sum();
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x1b' | '\x08' | '\x0c');
    let control: usize = chunks().map(|chunk| chunk.valid().chars().filter(|c| is_odd(*c)).count()).sum();
    // A piece may end inside of a character.
    (broken + control).saturating_sub(3) * ODD_ONE_IN > bytes.len()
}

/// Names of logs that do not end in `.log`.
const LOG_NAMES: [&str; 6] = ["messages", "syslog", "secure", "dmesg", "journal", "maillog"];
/// Folders in which logs lie.
const LOG_FOLDERS: [&str; 4] = ["log", "logs", "pod_logs", "journal"];
/// Ends of names that are no logs wherever they lie.
const NO_LOGS: [&str; 9] =
    [".json", ".yaml", ".yml", ".xml", ".html", ".conf", ".har", ".service", ".socket"];

/// Whether a file of this path is taken for a log.
pub(super) fn is_log(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    // What a tool says of its own work tells nothing of the system.
    if NO_LOGS.iter().any(|end| name.ends_with(end)) || folders.ends_with("sos_logs") {
        return false;
    }
    let by_name =
        name.contains(".log") || name.ends_with("_log") || LOG_NAMES.iter().any(|log| name.starts_with(log));
    by_name || folders.split('/').any(|folder| LOG_FOLDERS.contains(&folder))
}

/// Ends of names of configuration files.
const CONFIGURATION: [&str; 11] =
    [".conf", ".cnf", ".cfg", ".ini", ".toml", ".yaml", ".yml", ".properties", ".env", ".config", ".json"];

/// Whether a file of this path is taken for a configuration: by its name, and what tells of the machine is none.
pub(super) fn is_configuration(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let mut folders = lower.split('/');
    let told =
        folders.any(|folder| matches!(folder, "proc" | "sys" | "sos_commands" | "sos_reports" | "sos_logs"));
    // Its keys are called `passwd` and `shadow`, and name where such are looked up.
    let is_name_service = lower.ends_with("nsswitch.conf");
    !told && !is_name_service && CONFIGURATION.iter().any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_what_programs_keep() {
        for text in [
            &b""[..],
            b"plain\n",
            "caf\u{e9} \u{1f600}\n".as_bytes(),
            b"caf\xe9 in latin one\n",
            b"\x1b[31mred\x1b[0m",
        ] {
            assert!(!is_no_text(text, true), "{text:?}");
        }
        let utf16: Vec<u8> = "text\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [&utf16[..], b"\x7fELF\x02\x01\x01\0", &[0xff; 40], &[1; 40]] {
            assert!(is_no_text(bytes, true), "{bytes:?}");
        }
        let padded = [b"a line of a log that goes on\n".repeat(8), vec![0; 9]].concat();
        assert!(!is_no_text(&padded, false) && is_no_text(&utf16.repeat(9), false));
    }

    #[test]
    fn logs_and_configurations_are_known_by_their_paths() {
        for path in ["b/var/log/app", "x/pod/app.log.1", "x/messages-20261120", "n/pods/p/c/logs/current.log"]
        {
            assert!(is_log(path), "{path}");
        }
        for path in [
            "b/etc/logrotate.conf",
            "b/catalog/x",
            "b/logs/manifest.json",
            "b/blog.html",
            "b/sos_logs/sos.log",
            "s/syslog.socket",
        ] {
            assert!(!is_log(path), "{path}");
        }
        assert!(is_configuration("b/etc/app/app.ini") && is_configuration("ns/secrets.yaml"));
        assert!(
            !is_configuration("b/proc/x.conf")
                && !is_configuration("b/etc/nsswitch.conf")
                && !is_configuration("b/app.log")
        );
    }
}
