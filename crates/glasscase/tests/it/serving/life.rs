//! How a server starts and ends.

use crate::program::run;
use crate::server::{Server, get, open_case, wait};
use rustix::process::Signal;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};
use wire::{Me, NewTenant, TenantCreated, TokenSecret};

#[test]
fn a_server_answers_until_it_is_asked_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"), &[]);
    let answer = get(server.address(), "/healthz");
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("ok\n"), "{answer}");
    let address = server.address().to_owned();
    let log = server.end();
    assert!(log.contains("the server listens") && log.contains("the server ended"), "{log}");
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn the_first_operator_gets_in_once_and_a_lost_link_can_be_renewed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    let link = server.link.clone().unwrap();
    assert!(link.starts_with(&format!("{}/welcome#glc_", server.url)), "{link}");
    server.end();

    let server = Server::start(folder.path(), &[]);
    let renewed = server.link.clone().expect("nobody is in yet, so each start gives a link");
    let redeem =
        |link: &str| run(&["token", "redeem", &link.replace(&link_base(link), &server.url), "--json"], b"");
    assert_eq!(redeem(&link).code, Some(1), "the renewed link takes the first one's place");
    let redeemed = redeem(&renewed);
    assert_eq!(redeemed.code, Some(0), "{}", redeemed.err);
    let token: TokenSecret = serde_json::from_str(&redeemed.out).unwrap();
    assert_eq!(redeem(&renewed).code, Some(1), "a link works once");
    let client = wire::Client::new(&server.url, Some(token.secret)).unwrap();
    let me: Me = wait(client.get("api/v1/me")).unwrap();
    assert!(me.roles.contains(&domain::Role::Operator));
    server.end();

    let server = Server::start(folder.path(), &[]);
    assert_eq!(server.link, None);
    server.end();
    let server = Server::start(folder.path(), &["--new-operator-link"]);
    let me: Me = wait(async {
        let operator = server.redeem(server.link.as_ref().unwrap()).await;
        operator.get("api/v1/me").await.unwrap()
    });
    assert_eq!(me.person, token.person);
    server.end();
}

fn link_base(link: &str) -> String {
    link.split_once("/welcome").unwrap().0.to_owned()
}

#[test]
fn a_secret_is_in_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    let code = server.link.clone().unwrap().rsplit('_').next().unwrap().to_owned();
    wait(server.redeem(server.link.as_ref().unwrap()));
    assert!(!server.end().contains(&code));
}

#[test]
fn an_open_event_stream_does_not_keep_the_server_from_ending() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut events = runtime.block_on(async {
        let operator = server.redeem(server.link.as_ref().unwrap()).await;
        let new =
            NewTenant { tenant: None, name: "Contoso".to_owned(), settings: domain::Settings::default() };
        let created: TenantCreated = operator.post("api/v1/tenants", &new).await.unwrap();
        let owner = server.redeem(&created.owner.code).await;
        let case = open_case(&owner).await;
        let mut events = owner.events(&format!("api/v1/cases/{case}/stream"), None).await.unwrap();
        assert!(events.next().await.is_some(), "the stream tells of the opening");
        events
    });
    let begun = Instant::now();
    server.end();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    runtime.block_on(async { while events.next().await.is_some() {} });
}

#[test]
fn a_server_ends_with_whoever_started_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path(), &["--until-stdin-ends"]);
    server.close_stdin();
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn an_operator_confirms_the_clock_by_a_signal() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    server.signal(Signal::USR1);
    // The signal is handled before the one that ends the server: both are heard in order by one listener.
    get(server.address(), "/healthz");
    let log = server.end();
    assert!(log.contains("an operator confirmed the clock"), "{log}");
}

#[test]
fn a_busy_port_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let ended = run(&["serve", "--data", folder.path().to_str().unwrap(), "--listen", &address], b"");
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(
        ended.err.contains(&format!("cannot listen on {address}: another program uses this port")),
        "{}",
        ended.err
    );
    assert!(ended.err.contains("help: "), "{}", ended.err);
}

#[test]
fn beyond_this_machine_a_server_needs_tls_or_a_stated_proxy() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for address in ["0.0.0.0:0", "[::]:0"] {
        let ended = run(&["serve", "--data", data.to_str().unwrap(), "--listen", address], b"");
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{address}");
        assert!(ended.err.contains("--tls-cert") && ended.err.contains("--trusted-proxy"), "{}", ended.err);
    }
    assert!(!data.exists(), "nothing is made for a server that cannot start");
    let server = Server::start(&data, &["--trusted-proxy", "--public-url", "https://desk.example"]);
    assert!(server.link.as_ref().unwrap().starts_with("https://desk.example/welcome#"), "{:?}", server.link);
}

/// How much memory a process has, in MiB.
fn resident_mib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[test]
fn connections_cost_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"), &[]);
    let before = resident_mib(server.process());
    let mut connections = Vec::new();
    for _ in 0..400 {
        let mut connection = std::net::TcpStream::connect(server.address()).unwrap();
        connection.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        let mut answer = [0; 64];
        assert!(connection.read(&mut answer).unwrap() > 0);
        connections.push(connection);
    }
    let each_kib = (resident_mib(server.process()).saturating_sub(before) * 1024) / 400;
    assert!(each_kib < 100, "{each_kib} KiB for each connection");
}
