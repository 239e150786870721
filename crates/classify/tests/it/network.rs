//! Who and what stands in the messages of gateways, VPNs, RADIUS servers and DHCP servers (classification.md 4.1, 4.2, 4.3).

use crate::positions::{log, users};

const CLIENT: (&str, &str) = ("192.0.2.7", "user_ipv4");
const USER: (&str, &str) = ("mlopez", "username");

#[test]
fn accounts_beside_the_address_of_a_tunnel() {
    let gateway = ("gate-3", "machine_name");
    log("2026-03-05 10:15:32 - gate-3 - [192.0.2.7] X::mlopez(Staff)[Role] - done", &[gateway, CLIENT, USER]);
    log("update:192.0.2.7@pts/1:mlopez:show version", &[CLIENT, USER]);
    log("flow outside:192.0.2.7/53 mlopez to inside:192.0.2.7/9", &[CLIENT, USER, CLIENT]);
    log("flow outside:192.0.2.7/53 closed to inside", &[CLIENT]);
    log("lease 192.0.2.7 by 'mlopez' went offline", &[CLIENT, USER]);
    log("no configuration for 192.0.2.7...192.0.2.7, gone", &[CLIENT, CLIENT]);
    log("src=192.0.2.7:5499:X0:pc7.example.org n=1", &[CLIENT, ("pc7.example.org", "client_hostname")]);
    users("Sess[4] User[mlopez]: session disconnected", &["mlopez"]);
    users("VERIFY OK: depth=0, O=Example, CN=mlopez", &["mlopez"]);
    log("VERIFY OK: depth=1, O=Example, CN=mlopez", &[]);
}

#[test]
fn accounts_and_passwords_of_radius() {
    let (typed, gateway) = (("Zebra77Lamp", "password"), ("gw", "machine_name"));
    log("Login incorrect (pap: bad): [mlopez/Zebra77Lamp] (from client gw port 4)", &[USER, typed, gateway]);
    log(
        "Login incorrect (pap: bad): [mlopez/<via Auth-Type = eap>] (from client gw port 4)",
        &[USER, gateway],
    );
    users("rlm_perl: [mlopez] authenticated via ldap", &["mlopez"]);
    users("user logged out: Uname: mlopez", &["mlopez"]);
    users("Location: Default,User Name: mlopez,Domain Name: X", &["mlopez"]);
    log("username=\"a2:00:5e:00:53:03\" vlan=7", &[("a2:00:5e:00:53:03", "mac_address")]);
}

#[test]
fn sessions_by_their_number() {
    log("Sessionid 4711023 removed", &[("4711023", "session_id")]);
    log("session-id 12, sessions 4711023 removed", &[]);
}

#[test]
fn identifiers_of_dhcp_clients() {
    let mac = ("a2:55:41:a0:fa:99", "mac_address");
    log("cid=[01:a2:55:41:a0:fa:99], tid=0x5f", &[mac]);
    let mantis = ("mantis", "machine_name");
    log("DHCPDISCOVER from a2:55:41:a0:fa:99 (mantis) via eth0", &[mac, mantis]);
    log("assigned to pc-mlopez(a2:55:41:a0:fa:99)", &[("pc-mlopez", "machine_name"), mac]);
    log(
        "ACK to a2-55-41-a0-fa-99 pc-mlopez",
        &[("a2-55-41-a0-fa-99", "mac_address"), ("pc-mlopez", "machine_name")],
    );
    log("Listening on BPF/eth0/a2:55:41:a0:fa:99/192.0.2.0/24", &[mac, ("192.0.2.0", "user_ipv4")]);
    log(
        "Mar  5 10:15:32 dhcpd[812]: DHCPREQUEST for 192.0.2.7 (192.0.2.7) from a2:55:41:a0:fa:99 (mantis) via eth0",
        &[CLIENT, CLIENT, mac, mantis],
    );
}

#[test]
fn what_administrators_of_appliances_change() {
    log("Mar  5 10:15:32 gate system,info filter rule changed by mlopez", &[("gate", "machine_name"), USER]);
    users("msg=\"Delete user.local mlopez\" cfgobj=\"mlopez\"", &["mlopez", "mlopez"]);
    users("httpd: 2026-03-05 10:15:32.118Z [mlopez]: Login_Allowed", &["mlopez"]);
    log(
        "<29>Mar  5 10:15:32 192.0.2.7 httpd: 2026-03-05 10:15:32.118Z [mlopez]: Login_Allowed",
        &[CLIENT, USER],
    );
}

#[test]
fn names_that_a_network_gives_to_addresses() {
    let name = |name: &'static str| (name, "client_hostname");
    log("192.0.2.7 - dsl-192-0-2-7.example.net joined", &[CLIENT, name("dsl-192-0-2-7.example.net")]);
    log("192.0.2.7 is 192.0.2.7.dsl.example.net", &[CLIENT, name("192.0.2.7.dsl.example.net")]);
    log("libfoo-1.2.3.4-dev.example.net, ec2-192-0-2-7.compute-1.amazonaws.com", &[]);
}

#[test]
fn keys_and_words_behind_a_hyphen_or_a_slash() {
    log("-IPAddr=192.0.2.7-User=mlopez; Command is x", &[CLIENT, USER]);
    users("accel-pppd: ready", &[]);
    log("Mar  5 10:15:32 gate-3 accel-pppd: ppp0:mlopez: connect", &[("gate-3", "machine_name"), USER]);
    users("audit [admin][corp\\mlopez][deletion]", &["mlopez"]);
    for text in [
        "Invalid user name/password on SSH session",
        "TACACS+ shared key mismatch, packet dropped",
        "traffic from sslvpn, session started",
    ] {
        log(text, &[]);
    }
}

#[test]
fn clients_that_servers_name_by_their_reverse_name() {
    let client = ("static.66.18.example.net", "client_hostname");
    log(
        "sshd[9]: Connection reset by authenticating user root static.66.18.example.net port 51188",
        &[client],
    );
    log(
        "sshd[9]: Connection closed by invalid user mlopez static.66.18.example.net port 5 [preauth]",
        &[("mlopez", "username"), client],
    );
    log(
        "sendmail[9]: AUTH=server, relay=static.66.18.example.net [192.0.2.9], mech=LOGIN",
        &[client, ("192.0.2.9", "user_ipv4")],
    );
}

#[test]
fn versions_behind_labels_and_remarks_for_values() {
    for text in [
        "Server version number: 9.0.85.0",
        "version du modèle : 2.0.0.8",
        "Driver Version:     05/23/2023 12.19.2.57",
        "Hostname: <request>, Strict HTTPS: true",
        "Authentication failed for user <private>: eDSAuthFailed",
        "system=1.21% user=4.05% idle=94.74%",
    ] {
        log(text, &[]);
    }
    log("run as AzureAD\\AnnWhitfield, done", &[("AnnWhitfield", "username")]);
}

#[test]
fn sessions_of_policies_and_identifiers_glued_to_names() {
    log("01490500:5: /Common/vpn:Common:4f2a1c9e: New session", &[("4f2a1c9e", "session_id")]);
    let sid = "S-1-5-21-1957994488-842925246-839522115-5301";
    log(&format!("task GoogleUpdateTaskUser{sid}Core"), &[(sid, "user_sid")]);
    log("authentification par mot de passe échouée pour l'utilisateur « mlopez »", &[USER]);
    log(r#"{"message":"OTP expiré","phone":"0651330892"}"#, &[("0651330892", "phone")]);
}

#[test]
fn people_and_their_addresses_behind_a_title() {
    let name = ("Rozenn Le Bihan", "person_name");
    let address = ("14 rue des Camélias, 29200 Brest", "postal_address");
    log(
        "Envoi impossible à Mme Rozenn Le Bihan, 14 rue des Camélias, 29200 Brest : fichier absent",
        &[name, address],
    );
    log("parcel for Mr Xanthe Quirrel returned", &[("Xanthe Quirrel", "person_name")]);
    log("Mr Robot started, M. 14 rue, Dr Watson", &[]);
}
