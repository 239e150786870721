//! Short names of machines by what they are made of and where they stand (classification.md 4.2 `machine_name`).

use crate::positions::log;
use classify::{Channel, CompiledContext, TenantContext, classify_line};

const CLIENT: (&str, &str) = ("192.0.2.9", "user_ipv4");

fn machines(text: &str, expected: &[&str]) {
    let expected: Vec<_> = expected.iter().map(|name| (*name, "machine_name")).collect();
    log(text, &expected);
}

#[test]
fn behind_prepositions_and_nouns() {
    machines("Lost task 4 on qrz-slave-14: killed", &["qrz-slave-14"]);
    machines("Building remotely on docs-agent-09 (docker)", &["docs-agent-09"]);
    machines("forwarded from qrzbox3: done", &["qrzbox3"]);
    machines("Login ok (from client hall-ouest port 13)", &["hall-ouest"]);
    machines("Nodes qrz0417 not responding", &["qrz0417"]);
    machines("AP dock-west joined", &["dock-west"]);
    machines("from frontdesk-imac", &["frontdesk-imac"]);
    log("access from nas-attic (192.0.2.9)", &[("nas-attic", "machine_name"), CLIENT]);
    log("Node 192.0.2.9 (qrz-io3) lease is overdue", &[CLIENT, ("qrz-io3", "machine_name")]);
}

#[test]
fn in_brackets_rows_and_lists() {
    machines("JOIN(pm-node-b) sent to pm-node-c timed out", &["pm-node-b", "pm-node-c"]);
    machines("ok: [tx-edge-04]", &["tx-edge-04"]);
    machines("Starting task (TID 91, qrz-slave-14, partition 4)", &["qrz-slave-14"]);
    machines("Backup client [OLD-PAYROLL] agent [Files]", &["OLD-PAYROLL"]);
    machines("a|worker|qrz412|E|abnormal termination", &["qrz412"]);
    machines("tx-edge-04      : ok=12   changed=3", &["tx-edge-04"]);
}

#[test]
fn accounts_in_cells_of_rows() {
    log("[1709820003] ACKNOWLEDGE;Disk /;2;1;0;tbrandvold;working on it", &[("tbrandvold", "username")]);
    log("a;systemd;2;1;replication;kubelet;x", &[]);
}

#[test]
fn as_authorities_and_behind_accounts() {
    log("tcp://pm-lyon/192.0.2.9:61616 shut down", &[("pm-lyon", "machine_name"), CLIENT]);
    machines("slot1_3@exec-qrz-17: changed", &["exec-qrz-17"]);
    log("Session: mlopez@qrzlab7 (Site)", &[("mlopez", "username"), ("qrzlab7", "machine_name")]);
    log("mlopez@qrzlab's password: ", &[("mlopez", "username"), ("qrzlab", "machine_name")]);
    machines("Connecting to qrzlab.", &["qrzlab"]);
}

#[test]
fn behind_a_time_and_with_whoever_works_there() {
    machines("SM21: 10:00:05 qrz-app2 DIA 003 100", &["qrz-app2"]);
    machines("Lost connection on host QRZP-HIST.", &["QRZP-HIST"]);
    log(
        "Print job from tbrandvold at qrz-lt-05 held",
        &[("tbrandvold", "username"), ("qrz-lt-05", "machine_name")],
    );
    log("xX_Mia_Xx[/192.0.2.9:50221] logged in", &[("xX_Mia_Xx", "username"), CLIENT]);
    log(
        "Ouverture de session de tbrandvold depuis qrz-lt-05",
        &[("tbrandvold", "username"), ("qrz-lt-05", "machine_name")],
    );
    log("New Channel sofia/internal/1004@192.0.2.9 up", &[("1004", "phone"), CLIENT]);
}

#[test]
fn in_headers_of_other_systems() {
    machines("2026-01-23 03:32:35.380619-0800  pm-lea tccd[3535]: [x] Update", &["pm-lea"]);
    machines("2026/10/05 09:52:14 QRZ6300 %%01URL/4/FILTER(l): matched", &["QRZ6300"]);
}

#[test]
fn again_by_their_full_names() {
    let host = ("qrz-ftp.test.example.org", "machine_name");
    log(
        "Jun 09 07:30:58 qrz-ftp.test.example.org ftpd[11]: qrz-ftp.test.example.org (192.0.2.9)",
        &[host, host, CLIENT],
    );
    log(
        "Jun 09 07:30:58 qrz-ftp ftpd[11]: qrz-ftp.test.example.org ready",
        &[("qrz-ftp", "machine_name"), host],
    );
    log("badlogin: local-pm[192.0.2.9] OTP", &[("local-pm", "machine_name"), CLIENT]);
}

#[test]
fn of_inner_networks() {
    machines("state of pm-c.prod.lan is down", &["pm-c.prod.lan"]);
    machines("Resolved QRZ-SA-39.east.corp.example.org to /rack", &["QRZ-SA-39.east.corp.example.org"]);
    machines("calls api-7.shop.svc.cluster.local", &[]);
    machines("in app.local and config.internal", &[]);
}

#[test]
fn inside_larger_words() {
    log("backup id fs-6_1709686800, copy 1", &[]);
    log("backup id fs-612_1709686800, copy 1", &[("fs-612", "tenant_host")]);
    log("fs-612-fd JobId 8813: done", &[("fs-612", "tenant_host")]);
}

#[test]
fn nodes_called_by_their_place() {
    machines(
        "- 1117838570 2005.06.03 Q02-M1-N0:J12-U11 2005-06-03-15.42.50 Q02-M1-N0:J12-U11 RAS KERNEL INFO x",
        &["Q02-M1-N0:J12-U11", "Q02-M1-N0:J12-U11"],
    );
}

#[test]
fn legs_of_calls() {
    log("SIP/4033-00000311 is ringing", &[("4033", "phone")]);
    log("Executing [0145678901@from-internal:1] Dial", &[("0145678901", "phone")]);
}

#[test]
fn other_things_with_a_number() {
    for text in [
        "Submitted to pool-3-thread-1 from http-nio-8080-exec-3",
        "moved to us-east-1 from eu-west-2",
        "signed with sha256, changed from utf-8 to iso-8859-1",
        "link is up on eth0, vlan12 and bond1",
        "fails on sparc64 and aarch64, depends on libx11-dev",
        "upgraded to mysql-8 from postgres-15",
        "Starting stage-2 (TID 91, partition-4, 2240 bytes)",
        "[worker-1] [consumer-group-7] done",
        "[QRZ-SA-2020-06-03] fixed in QRZ-1234, see [QRZ-1234]",
        r#"Connected to "HomeNet-5G""#,
        "error on disk-0, switched to keep-alive",
        "caller: isPermitted? true",
        "[Originator@6876 sub=qrzcnx] Received callback",
    ] {
        log(text, &[]);
    }
}

#[test]
fn bare_words_where_a_machine_stands() {
    machines("Host quokka is not responding", &["quokka"]);
    machines("host 'zorble' timed out", &["zorble"]);
    machines("minion wolverine rebooted", &["wolverine"]);
    machines("Removing stale node zorble", &["zorble"]);
    machines("cannot connect to zorble:6514: refused", &["zorble"]);
    machines("mount request from quokka:812 for /export", &["quokka"]);
    machines("heartbeat from zorble.", &["zorble"]);
    machines("logon of a client from OTTER (via console)", &["OTTER"]);
    machines("Failed: connection refused: zorble:6661", &["zorble"]);
    machines("peers=quokka:9092,otter:9092", &["quokka", "otter"]);
    machines("Reboot of quokka scheduled", &["quokka"]);
    machines("job ran; migrated to zorble.", &["zorble"]);
    machines("query for otter.lan", &["otter"]);
    machines("Member 2.0 (otter) wants state, sent to 1.0 (quokka)", &["otter", "quokka"]);
    log("left: [otter/192.0.2.9:7000]", &[("otter", "machine_name"), CLIENT]);
    log("Agent started: 'otter->192.0.2.9'", &[("otter", "machine_name"), CLIENT]);
}

#[test]
fn bare_words_of_the_language_and_of_programs_are_no_machines() {
    machines("Host key verification failed", &[]);
    machines("node manager is down, server process is up", &[]);
    machines("connected to the server, running on demand", &[]);
    machines("upgrade to 1.10.0 (zorble)", &[]);
    machines("import crypto from 'node:crypto'", &[]);
    machines("a fox and an otter sat at home", &[]);
    machines("backup of files completed", &[]);
    machines("usb: host: xhci: quirk", &[]);
}

#[test]
fn bare_words_of_keys_for_hosts() {
    machines("Host: quokka, Port: 5432, Schema: main", &["quokka"]);
    machines("moving (Source: quokka, Size: 7)", &["quokka"]);
    machines("node=zorble state=idle", &["zorble"]);
    machines("source=backup destination=archive", &[]);
}

#[test]
fn hosts_whose_letters_say_little() {
    machines("job started on node vat4 (core 2)", &["vat4"]);
    machines("association from AET XARM2", &["XARM2"]);
    machines("1710239401.001 QX46-Hall events type=association", &["QX46-Hall"]);
    machines("changed: [otter]", &["otter"]);
    machines("otter                  : ok=3    changed=1", &["otter"]);
}

#[test]
fn accounts_on_bare_hosts_and_in_games() {
    let (joe, otter) = (("hbrandvold", "username"), ("otter", "machine_name"));
    log("connection from hbrandvold@otter on illegal port", &[joe, otter]);
    log("[Server thread/INFO]: Zorbling joined the game", &[("Zorbling", "username")]);
    log("IEF125I QKLM7 - LOGGED ON - TIME=09.58.11", &[("QKLM7", "username")]);
    log("accepted client : hbrandvold / 192.0.2.9.", &[joe, CLIENT]);
    log("getAccountsAsUser: caller uid 10088", &[]);
}

#[test]
fn in_rows_behind_their_address_and_in_paths_of_resources() {
    log(
        "2026-03-04T11:22:33.101Z,192.0.2.9,pm-mail1,192.0.2.10,EXCH02,x,SMTP,RECEIVE,4211",
        &[CLIENT, ("pm-mail1", "machine_name"), ("192.0.2.10", "user_ipv4"), ("EXCH02", "machine_name")],
    );
    log("1,THREAT,192.0.2.9,Allow-Web2,rule1,Block-9", &[CLIENT]);
    machines("GET /api/v1/nodes/qrz-node-3/status", &["qrz-node-3"]);
    machines("providers/Microsoft.Compute/virtualMachines/pm-web2/start", &["pm-web2"]);
    log("GET /api/v1/nodes/status, /etc/hosts/allow", &[]);
}

/// Two machines of one form tell how the others are named.
#[test]
fn machines_named_as_listed_ones_are() {
    let json =
        br#"{"tenant": {"users": [{"machines": ["NW-LT-0412"]}, {"machines": ["NW-LT-0388", "PC-7"]}]}}"#;
    let context = CompiledContext::new(&TenantContext::from_json(json).unwrap()).unwrap();
    let spans = |text: &str| {
        let spans = classify_line(text.as_bytes(), Channel::Log, &context);
        spans.iter().map(|s| text[s.start..s.end].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(spans("replaced nw-lt-0917 yesterday"), ["nw-lt-0917"]);
    for other in ["NW-LT-09171", "XW-LT-0917", "PC-8"] {
        assert_eq!(spans(&format!("replaced {other} yesterday")), [""; 0]);
    }
}
