//! Faults of TCP, planted in a network namespace of the test's own: the collecting process is started inside of it, so
//! nothing of the machine's own network changes.

use super::case::{Case, Outcome};
use super::skipped;
use collect::{Confinement, Program};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Says what to plant, and which folder to tell in that it is done.
const TOLD: &str = "GLASSCASE_SOCKETS";

/// Starts a process that plants `what` in a new network namespace with `settings` there, then the collecting process.
fn look(what: &str, settings: &str, more: &Value) -> Option<Outcome> {
    look_with(Case::new("socket-exhaustion", "host_facts: true"), what, settings, more)
}

fn look_with(mut case: Case, what: &str, settings: &str, more: &Value) -> Option<Outcome> {
    if !Command::new("unshare")
        .args(["--net", "ip", "link", "set", "lo", "up"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
    {
        skipped::because("a network namespace needs root, unshare and ip");
        return None;
    }
    let folder = TempDir::new().unwrap();
    let program = env::current_exe().unwrap();
    let (own, told) = (program.display(), folder.path().display());
    // What was planted ends with the collecting process, which holds the other end of its standard input.
    let script = format!(
        "ip link set lo up\ncd /proc/sys/net/ipv4\n{settings}\nexec 3<&0\n\
         {TOLD}='{what} {told}' {own} sockets::plant --exact --ignored --quiet </dev/null >/dev/null 2>&1 3<&- &\n\
         planted=$!\nwhile [ ! -e {told}/ready ]; do sleep 0.05; done\n\
         {own} collecting::process --exact --ignored --quiet <&3 3<&-\nkill $planted\n"
    );
    case.program = Program {
        path: PathBuf::from("/usr/bin/env"),
        arguments: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "unshare", "--net", "sh", "-c", &script]
            .map(Into::into)
            .to_vec(),
        confinement: Confinement::Required,
    };
    let mut inputs = json!({"watch_seconds": 1});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Some(case.run(&inputs))
}

/// Passes if exactly `faults` are found.
fn check(what: &str, settings: &str, more: &Value, faults: &[&str]) -> Option<Value> {
    let outcome = look(what, settings, more)?;
    outcome.assert_faults(faults);
    Some(outcome.facts["tcp"].clone())
}

#[test]
fn a_quiet_network_passes() {
    let Some(tcp) = check("connected 3", "", &json!({}), &[]) else { return };
    // Each connection has both of its ends here.
    assert_eq!((&tcp["states"]["established"], &tcp["listening_ports"]), (&json!(6), &json!(1)));
    assert_eq!(tcp["busiest_destination"]["local_ports_used"], 3);
    assert!(!tcp.to_string().contains("127.0.0.1"), "no addresses");
}

#[test]
fn local_ports_that_run_out_are_found() {
    let range = "echo '40000 40099' > ip_local_port_range";
    check("connected 50", range, &json!({}), &[]);
    check("connected 85", range, &json!({}), &["ports-near"]);
    let Some(tcp) = check("connected 99", range, &json!({}), &["ports-exhausted"]) else { return };
    assert_eq!((&tcp["local_ports"], &tcp["local_ports_percent"]), (&json!(100), &json!(99.0)));
}

#[test]
fn a_program_that_does_not_take_its_connections_is_found() {
    let Some(tcp) = check("waiting 8", "", &json!({"backlog": 4}), &["backlog-long"]) else { return };
    assert_eq!((&tcp["longest_backlog"], &tcp["listeners"][0]["waiting"]), (&json!(8), &json!(8)));
    check("waiting 8", "", &json!({}), &[]);
    let found = check("overflowing", "", &json!({"watch_seconds": 3}), &["backlog-overflows"]).unwrap();
    assert!(found["while_watched"]["backlog_overflows"].as_u64().unwrap() > 0, "{found}");
}

#[test]
fn connections_that_are_not_closed_are_found() {
    check("unclosed 20", "", &json!({}), &[]);
    let Some(tcp) = check("unclosed 20", "", &json!({"close_wait": 19}), &["not-closed"]) else { return };
    assert_eq!(tcp["states"]["close_wait"], 20);
}

#[test]
fn too_many_closed_connections_are_found() {
    check("closed 20", "echo 100 > tcp_max_tw_buckets", &json!({}), &[]);
    check("closed 90", "echo 100 > tcp_max_tw_buckets", &json!({}), &["time-wait-full"]);
}

/// Memory for connections cannot be made to run out without harm to the machine, so the fact is set.
#[test]
fn connections_ended_for_memory_are_found() {
    let Some(Outcome { mut facts, .. }) = look("connected 1", "", &json!({})) else { return };
    facts["tcp"]["while_watched"]["aborted_for_memory"] = json!(3);
    let case = Case::new("socket-exhaustion", "host_facts: true");
    case.judge(&json!({}), facts).assert_faults(&["out-of-memory"]);
}

#[test]
fn a_table_that_is_too_long_is_said() {
    let mut case = Case::new("socket-exhaustion", "host_facts: true");
    let text =
        include_str!("../../../../catalogue/socket-exhaustion.yaml").replace("bytes: 134217728", "bytes: 1");
    case.diagnostic = diagnostics::Diagnostic::parse(&text).unwrap();
    let Some(outcome) = look_with(case, "connected 1", "", &json!({})) else { return };
    outcome.assert_faults(&["reading-incomplete"]);
}

#[test]
#[ignore = "it is what the other tests start inside their network namespace"]
fn plant() {
    let Ok(told) = env::var(TOLD) else { return };
    let (what, folder) = told.rsplit_once(' ').unwrap();
    let (what, count) =
        what.split_once(' ').map_or((what, 1), |(what, count)| (what, count.parse().unwrap()));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connect = || TcpStream::connect(address).unwrap();
    let pair = || (connect(), listener.accept().unwrap().0);
    let ready = || fs::write(PathBuf::from(folder).join("ready"), "").unwrap();
    let _held: Vec<TcpStream> = match what {
        "connected" => (0..count).map(|_| pair()).flat_map(|(here, there)| [here, there]).collect(),
        "waiting" => (0..count).map(|_| connect()).collect(),
        "unclosed" => {
            let closed = |(here, there): (TcpStream, TcpStream)| {
                there.shutdown(Shutdown::Both).unwrap();
                here
            };
            (0..count).map(|_| closed(pair())).collect()
        }
        "closed" => {
            // Whoever closes first keeps the connection for a while.
            let close = |(here, there): (TcpStream, TcpStream)| {
                drop(here);
                drop(there);
            };
            (0..count).for_each(|_| close(pair()));
            Vec::new()
        }
        "overflowing" => {
            rustix::net::listen(&listener, 1).unwrap();
            thread::spawn(move || {
                let mut held = Vec::new();
                loop {
                    held.extend(TcpStream::connect_timeout(&address, Duration::from_millis(100)));
                }
            });
            Vec::new()
        }
        other => panic!("nothing called `{other}`"),
    };
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL)).unwrap();
    ready();
    // It ends with the shell that started it.
    loop {
        thread::park();
    }
}
