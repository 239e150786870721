//! What products send of their events and records: the objects that a value stands in say what it is (classification.md 4.1 to
//! 4.4, 4.6, 4.7, 5).

use crate::positions::{account, found, log, users};
use classify::Channel;

fn case(text: &str, expected: &[(&str, &str)]) {
    found(Channel::Case, text, expected);
}

#[test]
fn texts_of_cases_in_objects_of_many_names() {
    case(
        r#"{"detail":{"description":"The portal is slow","subject":"Slow portal"},"event":{"comment":{"body":"Still slow"}},"subject":"zen:ticket:5158"}"#,
        &[
            ("The portal is slow", "customer_text"),
            ("Slow portal", "customer_text"),
            ("Still slow", "customer_text"),
            ("5158", "case_number"),
        ],
    );
    case(
        r#"{"result":{"number":"INC0012874","short_description":"Outlook asks again"},"object_attributes":{"note":"It asks","system":false}}"#,
        &[
            ("INC0012874", "case_number"),
            ("Outlook asks again", "customer_text"),
            ("It asks", "customer_text"),
        ],
    );
    case(
        r#"{"data":{"is_agent_note":false,"message_text":"Here is it"}}"#,
        &[("Here is it", "customer_text")],
    );
}

#[test]
fn numbers_of_cases_where_they_stand_again() {
    case(
        r#"{"ticket_id":"41187","ticket_url":"http://desk.invalid/tickets/41187","description":"a b c of 411870"}"#,
        &[("41187", "case_number"), ("41187", "case_number"), ("a b c of 411870", "customer_text")],
    );
}

#[test]
fn kinds_of_accounts_records_by_their_keys() {
    account(
        r#"{"id":"a0c5f1e7-2b9d-4c1f-8d52-71e0b6f3a940","offerName":"Voice Pro"}"#,
        &[("a0c5f1e7-2b9d-4c1f-8d52-71e0b6f3a940", "subscription_id"), ("Voice Pro", "licence")],
    );
    account(
        r#"{"ref":"FA2611-0412","type":"0","total_ht":"299.00"}"#,
        &[("FA2611-0412", "invoice_number"), ("299.00", "amount")],
    );
    account(
        r#"{"number":"48127","line_items":[{"name":"Voice Pro"}]}"#,
        &[("48127", "order_number"), ("Voice Pro", "licence")],
    );
    account(
        r#"{"type":"invoice.paid","data":{"object":{"number":"8A6D0C51-0007"}}}"#,
        &[("8A6D0C51-0007", "invoice_number")],
    );
    account(r#"{"bank_name":"CREDIT AGRICOLE","state":"open"}"#, &[]);
    account(r#"{"consumerAccount":"NL61INGB0417164300"}"#, &[("NL61INGB0417164300", "iban")]);
}

#[test]
fn legal_forms_in_any_letter_case() {
    account("customer=Ostsee Werft gmbh;", &[("Ostsee Werft gmbh", "customer_name")]);
    account("customer=gmbh;", &[("gmbh", "customer_name")]);
}

#[test]
fn identifiers_that_stand_again() {
    let session = "q79EiV8S007017-q79EiV8T0070170001474";
    log(&format!("session_id={session} msg=\"done, id:'{session}'\""), &[(session, "session_id"); 2]);
    log("realmId=hm-crew, uri=/realms/hm-crew/a", &[("hm-crew", "tenant_id"); 2]);
    // A counter may be another's.
    log("session_id=48127004 port 48127004", &[("48127004", "session_id")]);
}

#[test]
fn numbers_and_sessions_in_an_accounts_place() {
    log(r#"{"user_id":"user-58","username":"mlopez"}"#, &[("58", "user_number"), ("mlopez", "username")]);
    let session = "session_36ba3566-9651-4790-afc8-ffedbccc317f";
    log(&format!(r#"{{"user_id":"{session}"}}"#), &[(session, "session_id")]);
    users("Delivered: <2> to mailbox: user.tekberg", &["tekberg"]);
}

#[test]
fn values_with_a_key_of_their_own_are_no_stated_secret() {
    log(
        r#"[{"name":"CTS_MATCH","value":"PASS"},{"name":"DEVICE_ID","value":"3f8a1c77d0b2e945"}]"#,
        &[("3f8a1c77d0b2e945", "device_guid")],
    );
    log(r#"{"masterUserPassword":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#, &[]);
    log("DB_PASSWORD=@Microsoft.KeyVault(SecretUri=https://kv.invalid/secrets/db)", &[]);
}

#[test]
fn names_that_are_nobodys() {
    log("2026-01-02 request from XXX.XXX.XXX.XXX and x.x.x.x ended", &[]);
    log(r#"{"logName":"projects/alpha/logs/dns"}"#, &[]);
    log(r#"{"client":{"name":"PingOne Admin Console"}}"#, &[]);
    log("receipt <CAJ7f3qM0xT@mail.gmail.com>", &[]);
    log("[INFO] [paperless.auth] Login failed", &[]);
    log("<165>1 2026-11-16T05:14:15Z 192.0.2.7 myproc 8710 - - up", &[("192.0.2.7", "user_ipv4")]);
}

#[test]
fn names_behind_domains_and_beside_addresses() {
    log(
        r"duser=fabrikam.example\\Grete Myhre (ADMIN) act=x",
        &[("fabrikam.example", "tenant_domain"), ("Grete Myhre", "person_name")],
    );
    log(
        "hostname=pool-96-241-146-97.isp.example addr=96.241.146.97 res=success",
        &[("pool-96-241-146-97.isp.example", "client_hostname"), ("96.241.146.97", "user_ipv4")],
    );
    users("userdel[23023]: user removed: name=rkapoor", &["rkapoor"]);
}

#[test]
fn headers_with_a_part_that_says_who_and_when() {
    let (ann, text) = (("Ann Whitfield", "person_name"), ("the portal is slow", "customer_text"));
    let number = |number| (number, "case_number");
    for (header, expected) in [
        (
            "Request ID : 118245 | Conversation by Ann Whitfield on 09 Mar 2026, 11:15:22 |",
            vec![number("118245"), ann, text],
        ),
        (
            "05/03/2026 09:33 - Saisi par Ann Whitfield - Incident IM-118822 -",
            vec![ann, number("IM-118822"), text],
        ),
        (
            "T20260313.0042 | Time entry | Resource: Ann Whitfield | 0.50 h |",
            vec![number("T20260313.0042"), ann, text],
        ),
        ("==== 2026-03-06 08:05:12 : Ann Whitfield (R-012844) ====", vec![ann, number("R-012844"), text]),
        (
            "Ticket#2026030510000147 Article 3 (externe, client) Ann Whitfield 05/03/2026 07:49:30:",
            vec![number("2026030510000147"), ann, text],
        ),
        ("SMS-IN 2026-03-12T18:20:14Z case=SR-2026-00911 text=", vec![number("SR-2026-00911"), text]),
    ] {
        let gap = if header.ends_with('=') { "" } else { " " };
        case(&format!("{header}{gap}the portal is slow"), &expected);
    }
}

#[test]
fn columns_and_keys_that_say_how_a_value_is_written() {
    let id = "f2a1bd4c-188f-4289-8a9b-c41e5177134d";
    log(&format!(r#"{{"DeviceUDID_g":"{id}"}}"#), &[(id, "device_guid")]);
    log(&format!(r#"{{"NetworkAdapterName":"{{{id}}}"}}"#), &[]);
    log(r#"{"f":[{"v":"192.0.2.7"}]}"#, &[("192.0.2.7", "user_ipv4")]);
    log("v: 10.0.0.7", &[]);
    log("Class GUID of device is {4d36e972-e325-11ce-bfc1-08002be10318}", &[]);
}

#[test]
fn proxies_and_threads() {
    log(
        "<13>May  4 12:59:59 fs-2 1588.412 245 - TCP_DENIED/403 0 GET http://x.invalid/a Yusuf_Demir NONE/- text/html",
        &[("fs-2", "tenant_host"), ("Yusuf_Demir", "username")],
    );
    log("INFO [grpc-server:thread-16] done", &[]);
    log("password = <your-password-here>", &[]);
}

#[test]
fn names_of_both_parts_and_flats() {
    case(
        r#"{"createdBy":{"first":"Ruth","last":"McAllister"},"body":"I live at Unit 7, Harbour Road, Bristol BS20 0EX now"}"#,
        &[
            ("Ruth", "person_name"),
            ("McAllister", "person_name"),
            ("I live at", "customer_text"),
            ("Unit 7, Harbour Road, Bristol BS20 0EX", "postal_address"),
            ("now", "customer_text"),
        ],
    );
}

#[test]
fn who_did_something_by_the_object_that_says_so() {
    log(
        r#"{"enabled_by":{"key":"DEWGH6P00LT2R0I60UI"},"enabled_for":{"key":"DUN73JE5M92DP00L4ZYS","name":"smoen"}}"#,
        &[("DEWGH6P00LT2R0I60UI", "user_guid"), ("DUN73JE5M92DP00L4ZYS", "user_guid"), ("smoen", "username")],
    );
    users(r#"{"userId":"id=nelamrani"}"#, &["nelamrani"]);
    log(r#"{"session_owner":1,"city":"Ann Arbor"}"#, &[]);
    log(r#"{"log_file":"a/idai-2023-08-04-12-08-nmad.jsonl.gz"}"#, &[]);
}

#[test]
fn names_that_addresses_tell() {
    log(
        r#"{"email":"eline.tveit@fabrikam.example","name":"eline.tveit"}"#,
        &[("eline.tveit", "upn"), ("fabrikam.example", "tenant_domain"), ("eline.tveit", "username")],
    );
    log(
        r#""Solbakken, Ingrid (i.solbakken@fabrikam.example)","x""#,
        &[
            ("Solbakken, Ingrid", "person_name"),
            ("i.solbakken", "upn"),
            ("fabrikam.example", "tenant_domain"),
        ],
    );
    log(
        "IP Address: (192.0.2.7), MAC Address: (9C-B6-D0-1F-22-E4), Zone: (aws)",
        &[("192.0.2.7", "user_ipv4"), ("9C-B6-D0-1F-22-E4", "mac_address")],
    );
}

#[test]
fn appliances_in_front_of_what_they_write() {
    log("1710239400.118 MX_Lyon events client_vpn_connect", &[("MX_Lyon", "machine_name")]);
    log(
        "Mar 12 10:31:00 192.0.2.4 03/12/2024:10:31:00 GMT ns-dmz 0-PPE-0 : default EVENT x",
        &[("192.0.2.4", "user_ipv4"), ("ns-dmz", "machine_name")],
    );
    log(
        r#"{"sensor":"honeypot3","binding:host_id":"compute-aspen7"}"#,
        &[("honeypot3", "machine_name"), ("compute-aspen7", "machine_name")],
    );
}

#[test]
fn accounts_and_machines_by_keys_of_pairs_and_logins() {
    log(
        r#"[{"key":"user.login","type":"string","value":"thackeray"},{"key":"hostname","type":"string","value":"tulip-dev"}]"#,
        &[("thackeray", "username"), ("tulip-dev", "machine_name")],
    );
    users("policy=x loginID=bness port=80", &["bness"]);
    users(r#"failed. The user name that has been provided was "wkessler", from x"#, &["wkessler"]);
    log("backing up to sftp://arq@ATTIC/vol1", &[("arq", "username"), ("ATTIC", "machine_name")]);
    log("Event Name: APPCRASH P1: navsync.exe P2: 3.2.1.0", &[]);
    log(
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819c223-7f76-453a-919d-413861904646"}"#,
        &[("2819c223-7f76-453a-919d-413861904646", "user_guid")],
    );
}

#[test]
fn numbers_in_brackets_in_front_of_headers() {
    let (ann, text) = (("Ann Whitfield", "person_name"), ("the portal is slow", "customer_text"));
    for (header, number) in [
        (
            "[helios-cloud #190442] Correspondence added by Ann Whitfield on Thu Mar 05 10:22:17 2026:",
            "190442",
        ),
        ("Ticket Id #10457 · Ann Whitfield · 10 Mar 2026 08:02 AM ·", "10457"),
    ] {
        case(&format!("{header} the portal is slow"), &[(number, "case_number"), ann, text]);
    }
    // Mantis numbers its notes so, not the case.
    case("(0019034) Ann Whitfield (reporter) - 2026-03-12 09:41 the portal is slow", &[ann, text]);
    case(
        r#"{"ticket":"SR-1940","note":{"private":false,"body_text":"the portal is slow"}}"#,
        &[("SR-1940", "case_number"), text],
    );
    account(
        "PER*BD*Ann Whitfield*EM*ann.w@inbox.invalid~",
        &[("Ann Whitfield", "contact_name"), ("ann.w@inbox.invalid", "contact_email")],
    );
}
