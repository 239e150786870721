//! Hosts by their place in the frame of a line (classification.md 4.2 `machine_name`): syslog in its variants, relays,
//! Windows' events, audits.

use crate::positions::log;

/// The machines of a line that has no other spans.
fn machines(text: &str, expected: &[&str]) {
    let expected: Vec<_> = expected.iter().map(|name| (*name, "machine_name")).collect();
    log(text, &expected);
}

#[test]
fn a_host_behind_any_time_of_syslog() {
    machines("Mar  5 10:15:32 gate-3 link went down", &["gate-3"]);
    machines("août  5 10:15:32 mantis sshd[812]: ready", &["mantis"]);
    machines("févr. 15 10:15:32 mantis sshd[812]: ready", &["mantis"]);
    machines("Dez 15 10:15:32 mantis sshd[812]: ready", &["mantis"]);
    machines("MAR 5 10:15:32 gate-3 1/1 88 NETMAN-2: link down", &["gate-3"]);
    machines("Mar  5 10:15:32 CET gate-3 sshd[812]: ready", &["gate-3"]);
    machines("Mar  5 10:15:32 deacon [LOG_CRIT] reboot: going down", &["deacon"]);
    machines("2026-03-05 10:15:32,118 mantis proftpd[4711] ready", &["mantis"]);
    machines("<134>1 2026-03-05 10:15:32 mantis CheckPoint 13752 - ready", &["mantis"]);
    machines("<189>29: mantis: *Mar  5 10:15:32.411: %SYS-5-RESTART: restarted", &["mantis"]);
    machines("node=mantis.lan type=SYSCALL msg=audit(1.2:3): arch=c000003e", &["mantis"]);
}

#[test]
fn a_host_in_the_lines_of_appliances() {
    for text in [
        "Mar  5 10:15:32 mantis: %ASA-6-302013: Built a connection",
        "2026 Mar  5 10:15:32 mantis %ETHPORT-5-SPEED: changed",
        "<132>mantis: *apfReceiveTask: Mar  5 10:15:32.148: %APF-4-GONE: gone",
        "2026:03:05-10:15:32 mantis dhcpd: 3 leases",
        "<134>1 1774638949.261209 mantis events type=dfs_event",
        "<134> 03/05/2026:10:15:32 GMT mantis 0-PPE-1 : default AAA Message",
        "Mar  5 10:15:32 mantis interface,info ether3 link up",
        "Mar  5 10:15:32 2026 mantis cli[4001]: ready",
        "%Mar  5 10:15:32:118 2026 mantis IFNET/3/PHY_UPDOWN: up",
        "2026-03-05T10:15:32+02:00 mantis rdpproxy 4597 - - [RDP Session] closed",
    ] {
        machines(text, &["mantis"]);
    }
    log(
        "Mar  5 10:15:32 192.0.2.9 relay: 2026-03-05T10:15:32.118Z gate-3 RT_FLOW - DENY",
        &[("192.0.2.9", "user_ipv4"), ("gate-3", "machine_name")],
    );
    log(
        "Mar  5 10:15:32 mantis pppoe,info <pppoe-mlopez>: connected",
        &[("mantis", "machine_name"), ("mlopez", "username")],
    );
}

#[test]
fn words_behind_a_time_that_are_no_hosts() {
    for text in [
        "681: Mar  5 10:15:32.776 AEST: %LINK-3-UPDOWN: down",
        "Mar  5 10:15:32: %LINK-3-UPDOWN: down",
        "Mar  5 10:15:32 dhcpd[812]: 3 leases",
        "Mar  5 10:15:32 INFO ready",
        "2026-03-05T10:15:32.118Z health-probe ready",
        "2026-03-05 10:15:32,118 WARN worker[12]: ready",
        "2026-03-05 10:15:32 worker-7 is ready",
        "worker-7 queue[12]: ready",
    ] {
        log(text, &[]);
    }
}

#[test]
fn hosts_behind_a_relay() {
    machines("Mar  5 10:15:32 relay-1 mantis/mantis ready", &["relay-1", "mantis", "mantis"]);
    log(
        "Mar  5 10:15:32 192.0.2.9 mantis MSWinEventLog 1 Security 9 x Failure Audit MANTIS Logon/Logoff",
        &[("192.0.2.9", "user_ipv4"), ("mantis", "machine_name"), ("MANTIS", "machine_name")],
    );
    log(
        "Mar  5 10:15:32 UDM,a2edd0c6ae48,udm-1.10.0 kernel: ready",
        &[("UDM", "machine_name"), ("a2edd0c6ae48", "mac_address")],
    );
    log("fs-7 sshd[812]: ready", &[("fs-7", "tenant_host")]);
}

#[test]
fn machines_that_a_line_names_again_or_in_a_sentence() {
    machines(
        "Mar  5 10:15:32 mantis.corp.example imapd[9]: mantis ready",
        &["mantis.corp.example", "mantis"],
    );
    machines(
        "Mar  5 10:15:32 mantis nagios: HOST ALERT: frobisher;DOWN;HARD;3;timeout",
        &["mantis", "frobisher"],
    );
    machines("Cluster node SRV-PARIS-02 was removed", &["SRV-PARIS-02"]);
    machines("the workstation [MANTIS] is back", &["MANTIS"]);
    machines("backup of LT-ALOPEZ is late", &["LT-ALOPEZ"]);
    machines("rejected mail from (pc-7) [127.0.0.1]", &["pc-7"]);
    log("backup of LT-TIMEOUT is late", &[]);
}

#[test]
fn hardware_addresses_without_their_zeros() {
    log("flip flop 0:20:a9:a:c:2a", &[("0:20:a9:a:c:2a", "mac_address")]);
    for text in ["took 1:2:3:4:5:6", "sent to 1:0:5e:0:0:fb"] {
        log(text, &[]);
    }
}
