//! Extensions, calls and devices in the logs and records of telephone systems (classification.md 4.2 `phone`, `mac_address`, 4.3).

use crate::positions::log;

const CLIENT: (&str, &str) = ("192.0.2.7", "user_ipv4");
const CALL: &str = "7b1d2c3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";

fn phones(text: &str, expected: &[&str]) {
    let expected: Vec<_> = expected.iter().map(|number| (*number, "phone")).collect();
    log(text, &expected);
}

#[test]
fn numbers_behind_the_technology_of_a_channel() {
    phones("-- Called IAX2/118 now", &["118"]);
    phones("Dial(\"PJSIP/4021,20,tTr\")", &["4021"]);
    phones("Local/330@from-queue/n answered", &["330"]);
    phones("SIP/2.0 200 OK", &[]);
    phones("GET /local/330/list, open res_pjsip/42, DAHDI/1-1", &[]);
}

#[test]
fn numbers_behind_a_noun_where_a_line_tells_of_calls() {
    phones("chan_sip.c: Peer '204' is now UNREACHABLE", &["204"]);
    phones("res_pjsip: removed contact from AOR '4021'", &["4021"]);
    phones("pbx.c: Endpoint 4021 is now Reachable", &["4021"]);
    phones("bgpd: peer 65001 is down, endpoint 4021 is up", &[]);
}

#[test]
fn extensions_in_the_fields_of_calls() {
    phones("CallingPartyNumber=4021 count=4022 callDuration=4023", &["4021"]);
    log("DeviceName=SEP04C1B2D3E4F5 x", &[("SEP04C1B2D3E4F5", "machine_name")]);
}

#[test]
fn subscribers_of_a_host_for_calls() {
    let domain = ("sip.fabrikam.example", "tenant_domain");
    log("challenge for [4021@sip.fabrikam.example]", &[("4021", "phone"), domain]);
    log("challenge for [m.lopez@sip.fabrikam.example]", &[("m.lopez", "upn"), domain]);
    log("contact 4021/sip:4021@192.0.2.7:5060 removed", &[("4021", "phone"), ("4021", "phone"), CLIENT]);
}

#[test]
fn records_of_calls() {
    log(
        "1,35,4593783,17,\"mlopez\",0,0,\"4021\",\"\",\"Hall\",43,\"004722854190\",\"SEP04C1B2D3E4F5\"",
        &[
            ("mlopez", "username"),
            ("4021", "phone"),
            ("004722854190", "phone"),
            ("SEP04C1B2D3E4F5", "machine_name"),
        ],
    );
    log("1,35,4593783,17,\"hall\",0,0,\"4021\",\"\",\"Hall\",43,\"004722\"", &[]);
}

#[test]
fn identifiers_of_calls_and_of_their_devices() {
    let call = (CALL, "session_id");
    log(&format!("{CALL} 2026-03-05 10:15:32.118 [INFO] switch_channel.c:11 hung up"), &[call]);
    log(&format!("New Channel sofia/external/4021@192.0.2.7 [{CALL}]"), &[("4021", "phone"), CLIENT, call]);
    log(&format!("{CALL} 2026-03-05 something else"), &[(CALL, "user_guid")]);
    log(&format!("x;+sip.instance=\"<urn:uuid:{CALL}>\""), &[(CALL, "device_guid")]);
    log(
        "<sip:m.lopez@fabrikam.example?Replaces=4fKq8ZtWm2%3Bto-tag%3DkRvTbnXe%3Bfrom-tag%3Da8Lm>",
        &[
            ("m.lopez", "sip_uri"),
            ("fabrikam.example", "tenant_domain"),
            ("4fKq8ZtWm2", "session_id"),
            ("kRvTbnXe", "session_id"),
            ("a8Lm", "session_id"),
        ],
    );
    log("Replaces: libfoo12bar (<< 1.2)", &[]);
}

#[test]
fn rows_of_calls_end_with_durations_and_the_call() {
    log(
        r#""2214","004755301804","in","2026-04-09 12:26:41","2026-04-09 12:29:50","189","181","NORMAL_CLEARING","51d0c7e8-2b94-4f6a-8e30-a7b1f95c64d2""#,
        &[
            ("2214", "phone"),
            ("004755301804", "phone"),
            ("51d0c7e8-2b94-4f6a-8e30-a7b1f95c64d2", "session_id"),
        ],
    );
    log("method=INVITE;code=200;src_user=4722914012", &[("4722914012", "phone")]);
}
