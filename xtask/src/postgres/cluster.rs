//! Starts and stops the cluster.

use super::account::Account;
use super::folder::Folder;
use super::programs::Programs;
use crate::process::{feed, output};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const START_SECONDS_MAX: u64 = 60;
/// Each test opens a database and a pool of its own, and two dozen tests may run at a time.
const CONNECTIONS_MAX: u32 = 300;

/// A running server. Dropping it stops the server and removes its data.
///
/// INVARIANT: it listens on loopback only, has no Unix socket, and its superuser has no password: the one way in is
/// the role `glasscase`, which is no superuser, so row-level security binds it as it does in production.
pub(crate) struct Cluster {
    server: Child,
    programs: Programs,
    account: Account,
    port: u16,
    password: String,
    log: PathBuf,
    folder: Folder,
}

impl Cluster {
    /// The environment variable through which tests learn of the cluster.
    pub(crate) const VARIABLE: &str = "GLASSCASE_TEST_POSTGRES";

    /// Makes and starts a cluster. The server's log goes to `postgres.log` in `target`, and stays there.
    pub(crate) fn start(target: &Path) -> Result<Self> {
        let programs =
            Programs::find().context("PostgreSQL's server programs are missing; see CONTRIBUTING.md")?;
        let account = Account::choose()?;
        let folder = Folder::create()?;
        account.own(folder.path())?;
        let password = random_password()?;
        initialise(&programs, &account, folder.path(), &password)?;

        let port = free_port()?;
        std::fs::create_dir_all(target)?;
        let log = target.join("postgres.log");
        let server = launch(&programs, &account, folder.path(), port, &log)?;
        let mut cluster = Self { server, programs, account, port, password, log, folder };
        cluster.wait_until_ready()?;
        eprintln!("PostgreSQL listens on 127.0.0.1:{port}; its log is {}", cluster.log.display());
        Ok(cluster)
    }

    /// Where a test connects. The role may create databases and roles.
    pub(crate) fn url(&self) -> String {
        format!("postgres://glasscase:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    /// Ends all sessions and stops the server.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.shut_down()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(START_SECONDS_MAX);
        let status_file = data(self.folder.path()).join("postmaster.pid");
        while !std::fs::read_to_string(&status_file).is_ok_and(|status| says_ready(&status)) {
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL ended at once ({status}); its log says:\n{}", self.logged());
            }
            if Instant::now() > deadline {
                bail!(
                    "PostgreSQL is not ready after {START_SECONDS_MAX} s; its log says:\n{}",
                    self.logged()
                );
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn logged(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_else(|error| format!("(cannot read it: {error})"))
    }

    /// Does nothing when the server has ended already.
    fn shut_down(&mut self) -> Result<()> {
        if self.server.try_wait()?.is_some() {
            return Ok(());
        }
        let mut pg_ctl = self.programs.command("pg_ctl");
        pg_ctl.args(["stop", "--silent", "--mode=fast", "--pgdata"]).arg(data(self.folder.path()));
        output(&mut self.account.command(&pg_ctl, self.folder.path()))?;
        self.server.wait()?;
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.shut_down() {
            eprintln!("cannot stop PostgreSQL in an orderly way: {error:#}");
            // Its shared memory and its child processes end with it; the data is of no further use.
            let _ = self.server.kill();
            let _ = self.server.wait();
        }
    }
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// Makes the data folder, and the role in `PostgreSQL`'s single-user mode, where nobody can connect yet.
fn initialise(programs: &Programs, account: &Account, folder: &Path, password: &str) -> Result<()> {
    let mut initdb = programs.command("initdb");
    // The plain locale sorts text by its bytes, as SQLite does, and exists on every machine.
    initdb.args(["--no-locale", "--encoding=UTF8", "--username=postgres"]);
    initdb.args(["--auth-host=scram-sha-256", "--auth-local=reject", "--pgdata"]).arg(data(folder));
    output(&mut account.command(&initdb, folder))?;

    let mut single_user = programs.command("postgres");
    single_user.args(["--single", "-c", "exit_on_error=on", "-D"]).arg(data(folder)).arg("postgres");
    let statement = format!("CREATE ROLE glasscase LOGIN CREATEDB CREATEROLE PASSWORD '{password}'\n");
    feed(&mut account.command(&single_user, folder), &statement)
}

/// Starts the server in the foreground of this process group, so that Ctrl-C reaches it too.
fn launch(programs: &Programs, account: &Account, folder: &Path, port: u16, log: &Path) -> Result<Child> {
    let mut server = programs.command("postgres");
    server.arg("-D").arg(data(folder));
    for setting in [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        "unix_socket_directories=".to_owned(),
        format!("max_connections={CONNECTIONS_MAX}"),
        // Its workers are a superuser's, and a test's role could not drop a database that one is looking at.
        "autovacuum=off".to_owned(),
        // The cluster goes with its tests, and what they kill are desks: nothing of it has to outlive the machine.
        "fsync=off".to_owned(),
        "full_page_writes=off".to_owned(),
    ] {
        server.args(["-c", &setting]);
    }
    let log = File::create(log).with_context(|| format!("cannot write `{}`", log.display()))?;
    let mut command = account.command(&server, folder);
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    command.spawn().context("cannot start PostgreSQL")
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// 128 random bits in hexadecimal: other accounts of this machine can reach loopback too.
fn random_password() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("no randomness")?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

/// The eighth line of `postmaster.pid` is the server's own account of its state; `pg_ctl --wait` reads it too.
fn says_ready(postmaster_pid: &str) -> bool {
    postmaster_pid.lines().nth(7).is_some_and(|status| status.trim_end() == "ready")
}

#[cfg(test)]
mod tests {
    use super::{random_password, says_ready};

    #[test]
    fn the_server_is_ready_when_its_eighth_line_says_so() {
        let up_to_memory = "77\n/data\n1700000000\n5432\n\n127.0.0.1\n 1 2\n";
        assert!(says_ready(&format!("{up_to_memory}ready   \n")));
        assert!(!says_ready(&format!("{up_to_memory}starting\n")));
        assert!(!says_ready(up_to_memory));
    }

    #[test]
    fn no_two_clusters_share_a_password() {
        let password = random_password().unwrap();
        assert!(password.len() == 32 && password.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(password, random_password().unwrap());
    }
}
