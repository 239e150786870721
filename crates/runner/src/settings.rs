//! The runner's settings file: which server, and what it may touch. It stands where the data is.

mod error;

pub use error::SettingsError;

use classify::{CompiledContext, TenantContext};
use collect::Confinement;
use collect::scope::{Area, Scope};
use diagnostics::Trusted;
use domain::SubscriptionId;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::net::IpAddr;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The largest settings or context file, in bytes.
const FILE_BYTES_MAX: u64 = 64 << 20;
/// How long a runner works without hearing of the server, if the settings do not say, in seconds.
const LEASE_SECONDS: u32 = 5;

/// A runner's settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the settings of a runner")]
pub struct Settings {
    /// Address of the server, for instance `https://desk.example`.
    pub server: String,
    /// What the runner is called, for the people who see it.
    pub name: String,
    /// Folder for its keys and records. A relative path counts from the settings file's folder.
    pub data: PathBuf,
    /// The tenant context file (classification.md 3), if there is one; relative paths as above.
    #[serde(default)]
    pub context: Option<PathBuf>,
    /// Seconds without word from the server after which every run stops: 1 to 60.
    #[serde(default = "lease_seconds")]
    pub lease_seconds: u32,
    /// Whether diagnostics of the advanced level may run here, given a consent to it.
    #[serde(default = "yes")]
    pub advanced: bool,
    /// Whether your organisation's people may ask from the desk what a diagnostic would hand over (a dry run): it is run
    /// here without a consent, and nothing but counts and sizes leaves.
    #[serde(default)]
    pub dry_runs: bool,
    /// Public keys of the publishers whose packs of diagnostics may run here, as `glasscase pack keygen` prints them.
    #[serde(default)]
    pub publishers: Vec<Trusted>,
    /// What happens if this machine's kernel cannot confine the process that collects.
    #[serde(default)]
    pub confinement: Confinement,
    /// How many runs may work at a time: 1 to 16.
    #[serde(default = "runs_at_once")]
    pub runs_at_once: u32,
    /// What may be touched, by subscription.
    pub scope: BTreeMap<SubscriptionId, Area>,
    /// Where they were read from.
    #[serde(skip)]
    file: PathBuf,
}

const fn lease_seconds() -> u32 {
    LEASE_SECONDS
}

const fn yes() -> bool {
    true
}

const fn runs_at_once() -> u32 {
    2
}

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    /// [`SettingsError`] naming the file, the place in it and the value.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let failed = |why| SettingsError::Read { path: path.to_owned(), why };
        let path = path.canonicalize().map_err(failed)?;
        let bytes = read_file(&path)?;
        let text = String::from_utf8_lossy(&bytes);
        Self::parse(&text, &path)
    }

    /// Reads settings as they stand in the file at `path`, which serves messages and relative paths.
    ///
    /// # Errors
    /// As [`Settings::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, SettingsError> {
        let mut settings: Self = serde_saphyr::from_str(text).map_err(|error| malformed(path, &error))?;
        path.clone_into(&mut settings.file);
        let folder = path.parent().unwrap_or(path);
        settings.data = folder.join(&settings.data);
        settings.context = settings.context.map(|context| folder.join(context));
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), SettingsError> {
        let printable = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
        let rules = [
            (
                "server",
                "must be an address such as https://desk.example",
                &self.server,
                is_http(&self.server),
            ),
            ("server", "must begin with https:// unless it is on this machine", &self.server, {
                is_confidential(&self.server)
            }),
            ("name", "must be 1 to 100 printable characters", &self.name, {
                printable(&self.name) && self.name.chars().count() <= 100
            }),
            (
                "lease_seconds",
                "must be 1 to 60",
                &self.lease_seconds.to_string(),
                (1..=60).contains(&self.lease_seconds),
            ),
            (
                "runs_at_once",
                "must be 1 to 16",
                &self.runs_at_once.to_string(),
                (1..=16).contains(&self.runs_at_once),
            ),
        ];
        for (setting, rule, value, holds) in rules {
            if !holds {
                let (path, value) = (self.file.clone(), value.escape_debug().to_string());
                return Err(SettingsError::Value { path, setting, rule, value });
            }
        }
        self.scope(&[]).map(|_| ())
    }

    /// The lease.
    pub fn lease(&self) -> Duration {
        Duration::from_secs(self.lease_seconds.into())
    }

    /// The scope. The settings, the context and what is in `forbidden` are never in it.
    ///
    /// # Errors
    /// [`SettingsError::Scope`] if a folder is not an absolute path.
    pub fn scope(&self, forbidden: &[PathBuf]) -> Result<Scope, SettingsError> {
        let own = std::iter::once(&self.file).chain(&self.context).chain(forbidden);
        let own = own.map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
        Scope::new(self.scope.clone(), own.collect())
            .map_err(|why| SettingsError::Scope { path: self.file.clone(), why })
    }

    /// The tenant context, ready for use; an empty one, with which the classifier is most protective, if the settings
    /// name none.
    ///
    /// # Errors
    /// [`SettingsError`] naming the context file and the place in it.
    pub fn compiled_context(&self) -> Result<CompiledContext, SettingsError> {
        let path = self.context.as_ref().unwrap_or(&self.file);
        let failed = |why| SettingsError::Context { path: path.clone(), why };
        match &self.context {
            Some(path) => CompiledContext::from_json(&read_file(path)?),
            None => CompiledContext::new(&TenantContext::default()),
        }
        .map_err(failed)
    }
}

fn is_http(server: &str) -> bool {
    wire::Client::new(server, None).is_ok()
}

/// Whether nobody on the way reads the runner's token: the connection is encrypted, or never leaves the machine.
fn is_confidential(server: &str) -> bool {
    let Ok(server) = server.parse::<hyper::Uri>() else { return false };
    let host = server.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_here = host.parse::<IpAddr>().map_or(host == "localhost", |address| address.is_loopback());
    is_here || server.scheme_str() == Some("https")
}

fn read_file(path: &Path) -> Result<Vec<u8>, SettingsError> {
    let failed = |why| SettingsError::Read { path: path.to_owned(), why };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.mode() & 0o002 != 0 {
        return Err(SettingsError::Exposed { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn malformed(path: &Path, error: &serde_saphyr::Error) -> SettingsError {
    let location = error.location();
    let text = error.without_snippet().to_string();
    // The place is given by line and column; the parser repeats it behind its message.
    let problem = text.split(" at line ").next().unwrap_or(&text);
    SettingsError::Form {
        path: path.to_owned(),
        line: location.map_or(0, |at| at.line()),
        column: location.map_or(0, |at| at.column()),
        problem: problem.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    const GOOD: &str = "server: https://desk.example\nname: paris-1\ndata: data\nscope:\n  sub-1:\n    folders: [/var/log]\n";

    fn parse(text: &str) -> Result<Settings, String> {
        Settings::parse(text, Path::new("/etc/glasscase/runner.yaml")).map_err(|why| why.to_string())
    }

    #[test]
    fn settings_have_defaults_and_relative_paths() {
        let settings = parse(GOOD).unwrap();
        assert_eq!(settings.data, Path::new("/etc/glasscase/data"));
        assert_eq!((settings.lease(), settings.advanced), (Duration::from_secs(5), true));
        assert_eq!(settings.scope(&[]).unwrap().subscriptions().count(), 1);
    }

    #[test]
    fn settings_that_others_can_write_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runner.yaml");
        std::fs::write(&path, GOOD).unwrap();
        for (mode, is_refused) in [(0o600, false), (0o664, false), (0o666, true), (0o602, true)] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let read = Settings::read(&path);
            assert_eq!(matches!(read, Err(SettingsError::Exposed { .. })), is_refused, "{mode:o}");
        }
    }

    #[test]
    fn a_server_on_this_machine_needs_no_encryption() {
        for server in
            ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080/desk", "https://192.0.2.1"]
        {
            assert!(parse(&GOOD.replace("https://desk.example", server)).is_ok(), "{server}");
        }
        for server in ["http://192.0.2.1", "http://localhost.example", "http://127.0.0.1.example"] {
            assert!(parse(&GOOD.replace("https://desk.example", server)).is_err(), "{server}");
        }
    }

    #[test]
    fn an_error_names_the_place_and_the_value() {
        for (change, expected) in [
            (GOOD.replace("name:", "nam:"), "line 2, column 1: "),
            (GOOD.replace("paris-1", "''"), "`name` must be 1 to 100 printable characters, not ``"),
            (GOOD.replace("https://", "gopher://"), "`server` must be an address"),
            (
                GOOD.replace("https://", "http://"),
                "`server` must begin with https:// unless it is on this machine",
            ),
            (format!("{GOOD}lease_seconds: 61\n"), "`lease_seconds` must be 1 to 60, not `61`"),
            (format!("{GOOD}runs_at_once: 0\n"), "`runs_at_once` must be 1 to 16, not `0`"),
            (GOOD.replace("/var/log", "var/log"), "`var/log`"),
            (format!("{GOOD}name: twice\n"), "line 7, column 1: "),
        ] {
            let error = parse(&change).unwrap_err();
            assert!(error.starts_with("`/etc/glasscase/runner.yaml`"), "{error}");
            assert!(error.contains(expected) && !error.contains('\n'), "{error}");
        }
    }
}
