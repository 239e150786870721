//! A PostgreSQL server of a test's own, on loopback, with faults that a shared one could not have.

use super::tls_server::Identity;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};
use tempfile::TempDir;

/// Debian keeps the server programs of each major version in a folder of its own here.
const DEBIAN_VERSIONS: &str = "/usr/lib/postgresql";
/// The superuser's password, and that of the runner's role.
const ADMIN: &str = "administrator";
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A running server; it ends, and its data goes, when this is dropped.
pub(crate) struct PostgresServer {
    pub(crate) port: u16,
    folder: TempDir,
    process: Option<Child>,
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A file with a password in it that nobody else can read.
pub(crate) fn password_file(folder: &Path, password: &str) -> PathBuf {
    let file = folder.join("password");
    fs::write(&file, format!("{password}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    file
}

fn programs() -> PathBuf {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN_VERSIONS)
        .expect("PostgreSQL's server programs; `cargo xtask test` installs them")
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    versions.pop().expect("a version of PostgreSQL").1
}

/// A program of the server, under an account that is not root's, and no longer than this test.
fn command(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command.args(["--pdeathsig=INT", "--"]).arg(programs().join(program)).current_dir("/");
    command
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Gives a file to the server's account.
pub(crate) fn hand_over(path: &Path) {
    if is_root() {
        let text = fs::read_to_string("/etc/passwd").unwrap();
        let account = text.lines().find(|line| line.starts_with("postgres:")).unwrap();
        let id = |field| Some(account.split(':').nth(field).unwrap().parse().unwrap());
        chown(path, id(2), id(3)).unwrap();
    }
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {out}{err}");
    out.into_owned()
}

impl PostgresServer {
    /// A server with settings of `postgresql.conf`; the database `orders`, and the role `runner`, which may see what others do.
    pub(crate) fn start(settings: &str) -> Self {
        let mut server = Self::empty();
        let admin = password_file(server.folder.path(), ADMIN);
        hand_over(&admin);
        run(command("initdb")
            .args([
                "--no-sync",
                "--no-locale",
                "--encoding=UTF8",
                "--username=postgres",
                "--auth-local=reject",
            ])
            .args(["--auth-host=scram-sha-256", "--pgdata"])
            .arg(server.data())
            .arg(format!("--pwfile={}", admin.display())));
        fs::remove_file(admin).unwrap();
        server.launch(settings);
        server.sql("postgres", "CREATE DATABASE orders");
        server.sql("postgres", &format!("CREATE ROLE runner LOGIN PASSWORD '{PASSWORD}' IN ROLE pg_monitor"));
        server
    }

    fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        hand_over(folder.path());
        Self { port: free_port(), folder, process: None }
    }

    /// A standby of this server.
    pub(crate) fn standby(&self, settings: &str) -> Self {
        let mut standby = Self::empty();
        run(command("pg_basebackup")
            .env("PGPASSWORD", ADMIN)
            .args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--pgdata"])
            .arg(standby.data())
            .arg(format!("--dbname=host=127.0.0.1 port={} user=postgres application_name=paris", self.port)));
        standby.launch(settings);
        standby
    }

    /// Stops it, and starts it again with this certificate.
    pub(crate) fn secure(&mut self, identity: &Identity) {
        self.halt();
        for (name, text) in [("server.crt", identity.chain_pem()), ("server.key", identity.key_pem())] {
            let file = self.data().join(name);
            fs::write(&file, text).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            hand_over(&file);
        }
        self.launch("ssl=on");
    }

    /// What the server wrote into its log.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs one of the server's programs on its data; the server has to stand still.
    pub(crate) fn program(&self, program: &str, arguments: &[&str]) {
        run(command(program).args(arguments).arg(self.data()));
    }

    pub(crate) fn launch(&mut self, settings: &str) {
        let mut server = command("postgres");
        server.arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
        server.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
        for setting in settings.split_terminator(' ') {
            server.args(["-c", setting]);
        }
        let log = fs::File::create(self.folder.path().join("log")).unwrap();
        server.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        self.process = Some(server.spawn().unwrap());
        let deadline = Instant::now() + Duration::from_secs(30);
        // The eighth line is the server's own account of its state.
        let state = || fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let is_ready = |text: &str| {
            text.lines().nth(7).is_some_and(|state| matches!(state.trim_end(), "ready" | "standby"))
        };
        while !is_ready(&state()) {
            assert!(Instant::now() < deadline, "PostgreSQL does not start: {}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops the server in an orderly way; its data stays.
    pub(crate) fn halt(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        let id = rustix::process::Pid::from_child(&process);
        rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
        process.wait().unwrap();
    }

    fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new("psql");
        psql.env("PGPASSWORD", ADMIN).args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-U", "postgres"]);
        psql.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-d", database]);
        psql
    }

    /// Runs statements as the superuser; what they answer.
    pub(crate) fn sql(&self, database: &str, statements: &str) -> String {
        run(self.psql(database).args(["-c", statements])).trim_end().to_owned()
    }

    /// A session of the superuser's that stays open.
    pub(crate) fn session(&self, database: &str) -> Session {
        let mut process = self.psql(database).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Session { process, answers }
    }

    /// The settings of a runner that may look at the database `orders` as `role`; `more` are further settings of it.
    pub(crate) fn area(&self, role: &str, more: &str) -> String {
        let file = password_file(self.folder.path(), PASSWORD);
        format!(
            "databases: {{orders: {{postgresql: {{host: 127.0.0.1, port: {}, database: orders, user: {role}, \
             password_file: {}, {more}}}}}}}",
            self.port,
            file.display()
        )
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.halt();
    }
}

/// A session of `psql`; it ends when this is dropped.
pub(crate) struct Session {
    process: Child,
    answers: BufReader<ChildStdout>,
}

impl Session {
    /// Says statements and does not wait for them.
    pub(crate) fn say(&mut self, statements: &str) {
        let stdin = self.process.stdin.as_mut().unwrap();
        writeln!(stdin, "{statements};").unwrap();
        stdin.flush().unwrap();
    }

    /// Says statements and waits until they are done.
    pub(crate) fn run(&mut self, statements: &str) {
        self.say(statements);
        self.say("SELECT 'done'");
        let mut line = String::new();
        while line != "done\n" {
            line.clear();
            assert_ne!(self.answers.read_line(&mut line).unwrap(), 0, "the session ended");
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}
