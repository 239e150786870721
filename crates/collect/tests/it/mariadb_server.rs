//! A MariaDB server of a test's own, on loopback.

use super::postgres_server::{PASSWORD, free_port, password_file};
use super::tls_server::Identity;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};
use tempfile::TempDir;

/// A running server; it ends, and its data goes, when this is dropped.
pub(crate) struct MariadbServer {
    pub(crate) port: u16,
    folder: TempDir,
    process: Option<Child>,
}

/// A program of the server. It refuses to be root's unless it is told to.
fn command(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig=TERM", "--", program, "--no-defaults"]);
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.arg("--user=root");
    }
    command
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {out}{err}");
    out.into_owned()
}

impl MariadbServer {
    /// A server with these options; the database `orders`, and the user `runner`, who may see what others do.
    pub(crate) fn start(options: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let mut server = Self { port: free_port(), folder, process: None };
        run(command("mariadb-install-db")
            .env("TMPDIR", server.folder.path())
            .args(["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-log-bin"])
            .args(["--innodb-log-file-size=8M", "--innodb-buffer-pool-size=16M"])
            .arg(format!("--datadir={}", server.path("data").display())));
        server.launch(options);
        server.sql("CREATE DATABASE orders");
        server.user("runner", "GRANT PROCESS, REPLICA MONITOR ON *.* TO");
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn launch(&mut self, options: &str) {
        let mut server = command("/usr/sbin/mariadbd");
        // A server that starts removes what it takes for temporary tables of its own, another's too.
        server.env("TMPDIR", self.folder.path());
        server.arg(format!("--datadir={}", self.path("data").display()));
        server
            .arg(format!("--socket={}", self.path("socket").display()))
            .arg(format!("--port={}", self.port));
        server.args(["--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-log-file-size=8M"]);
        server.arg("--innodb-buffer-pool-size=16M").args(options.split_terminator(' '));
        let log = fs::File::create(self.path("log")).unwrap();
        server.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        self.process = Some(server.spawn().expect("MariaDB's server; `cargo xtask test` installs it"));
        let deadline = Instant::now() + Duration::from_secs(30);
        while !self.client().args(["-e", "SELECT 1"]).output().unwrap().status.success() {
            assert!(Instant::now() < deadline, "{}", fs::read_to_string(self.path("log")).unwrap());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Stops it, and starts it again with this certificate.
    pub(crate) fn secure(&mut self, identity: &Identity) {
        self.halt();
        let (chain, key) = (self.path("chain.pem"), self.path("key.pem"));
        fs::write(&chain, identity.chain_pem()).unwrap();
        fs::write(&key, identity.key_pem()).unwrap();
        self.launch(&format!("--ssl-cert={} --ssl-key={}", chain.display(), key.display()));
    }

    /// Stops the server in an orderly way; its data stays.
    pub(crate) fn halt(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        let id = rustix::process::Pid::from_child(&process);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        process.wait().unwrap();
    }

    fn client(&self) -> Command {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--user=root", "--batch", "--skip-column-names", "--unbuffered"]);
        client.arg(format!("--socket={}", self.path("socket").display()));
        client
    }

    /// Runs statements as root; what they answer.
    pub(crate) fn sql(&self, statements: &str) -> String {
        run(self.client().args(["-e", statements])).trim_end().to_owned()
    }

    /// Makes a user with the runner's password and this grant.
    pub(crate) fn user(&self, name: &str, grant: &str) {
        self.sql(&format!(
            "CREATE USER {name}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'; {grant} {name}@'127.0.0.1'"
        ));
    }

    /// A session of root's in `orders` that stays open.
    pub(crate) fn session(&self) -> MariadbSession {
        let mut client = self.client();
        client.arg("orders").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = client.spawn().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        MariadbSession { process, answers }
    }

    /// The settings of a runner that may look at the server as `user`; `more` are further settings of it.
    pub(crate) fn area(&self, user: &str, more: &str) -> String {
        let file = password_file(self.folder.path(), PASSWORD);
        format!(
            "databases: {{shop: {{mysql: {{host: 127.0.0.1, port: {}, user: {user}, password_file: {}, {more}}}}}}}",
            self.port,
            file.display()
        )
    }
}

impl Drop for MariadbServer {
    fn drop(&mut self) {
        self.halt();
    }
}

/// A session of the client's; it ends when this is dropped.
pub(crate) struct MariadbSession {
    process: Child,
    answers: BufReader<ChildStdout>,
}

impl MariadbSession {
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

impl Drop for MariadbSession {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}
