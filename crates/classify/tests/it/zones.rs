//! Zones, suffixes, contexts of requests, and what is joined into one word (classification.md 2, 4.3, 4.4, 5.2, 5.4).

use crate::positions::{log, users};

const CLIENT: (&str, &str) = ("192.0.2.7", "user_ipv4");
const HEX: &str = "75b1010da1baa34b2ca3bfd51637256f";
const OTHER_HEX: &str = "2c91f00e6d3b4c5a8e7f1029384756ab";
const GUID: &str = "7b1d2c3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";

#[test]
fn a_zone_has_no_host_part() {
    let zone = ("branch.fabrikam.example", "tenant_domain");
    for text in [
        "update 'branch.fabrikam.example/IN' denied",
        "transfer of branch.fabrikam.example/SOA/IN begins",
        "Set dns suffix branch.fabrikam.example now",
        "joined to the domain branch.fabrikam.example",
        "rejoint le domaine branch.fabrikam.example",
        "Primary Dns Suffix  . . . . : branch.fabrikam.example",
    ] {
        log(text, &[zone]);
    }
    let machine = [("branch", "machine_name"), ("fabrikam.example", "tenant_domain")];
    log("lookup of branch.fabrikam.example/A/IN fails", &machine);
    let numbered = [("pc-17", "machine_name"), ("fabrikam.example", "tenant_domain")];
    log("update 'pc-17.fabrikam.example/IN' denied", &numbered);
    log("src_machine_name:\"PC-17@branch.fabrikam.example\"", &[("PC-17", "machine_name"), zone]);
    log("from m.lopez@branch.fabrikam.example", &[("m.lopez", "upn"), zone]);
}

#[test]
fn the_context_of_a_request_names_a_user_and_a_project() {
    let (user, project) = ((HEX, "user_guid"), (OTHER_HEX, "tenant_id"));
    log(&format!("nova [req-{GUID} {HEX} {OTHER_HEX} - - -] done"), &[user, project]);
    log(&format!("nova [None req-{GUID} {HEX} {OTHER_HEX} - - a b] done"), &[user, project]);
    log(&format!("nova [req-{GUID} mlopez demo - - -] done"), &[("mlopez", "username")]);
    log(&format!("nova [req-{GUID} - - - - -] done"), &[]);
    log(&format!("PUT /v1/AUTH_{OTHER_HEX}/box"), &[project]);
    log(&format!("PUT /v1/blob_{OTHER_HEX}/box"), &[]);
}

#[test]
fn identifiers_of_objects() {
    log(&format!("(dm-0): mounted filesystem {GUID} r/w"), &[]);
    log(&format!("ProcessGPO(User): Found common name of:  <{{{GUID}}}>"), &[]);
    log(&format!("(Virtual machine ID {GUID})"), &[]);
    log("status [ZWCSR-M7FG9] changed", &[]);
}

#[test]
fn addresses_and_hosts_joined_with_others() {
    let mac = ("a4:83:e7:a4:3d:50", "mac_address");
    log("AP 192.0.2.7-a4:83:e7:a4:3d:50-hall", &[CLIENT, mac]);
    log(
        "User [mlopez] from [PC-9F2(192.0.2.7)]",
        &[("mlopez", "username"), ("PC-9F2", "machine_name"), CLIENT],
    );
    log("connect2(192.0.2.7)", &[CLIENT]);
    log(
        "12:00;0100;Server@pbsmaster;Job;12.pbsmaster;queued",
        &[("pbsmaster", "machine_name"), ("pbsmaster", "machine_name")],
    );
    log("(PROGRAM=plsqldev@PC-9F2)", &[("PC-9F2", "machine_name")]);
}

#[test]
fn what_stands_in_the_place_of_an_account() {
    users("JobID=4711|User=mlopez|Account=routing-sim|State=FAILED", &["mlopez"]);
    users("Portal is up, user is x_emeka.obi, pre-logon is 0", &["x_emeka.obi"]);
    users("user is blocked, user is not found", &[]);
    log("User mlopez@192.0.2.7 logged in as Acme Client/1.2", &[("mlopez", "username"), CLIENT]);
    log("(dsid 19078137999) updated", &[("19078137999", "user_number")]);
}

#[test]
fn secrets_of_networks_and_forms() {
    log("network={ ssid=\"Hall-12\" key_mgmt=WPA-PSK psk=\"Zebra77Lamp\" }", &[("Zebra77Lamp", "password")]);
    log("realm=&credential=Zebra77Lamp 200", &[("Zebra77Lamp", "password")]);
    log("Cookie: webvpnlogin=1; webvpn=4D5A4E1A9F", &[("4D5A4E1A9F", "cookie")]);
}
