//! Accounts, people and machines that only the address beside them gives away (classification.md 4.2).

use crate::positions::log;

#[test]
fn accounts_beside_an_address_outside_sentences_on_logins() {
    let client = ("192.0.2.9", "user_ipv4");
    log(r#"2026-03-04 08:12:11 "tbrandvold" 192.0.2.9 GET"#, &[("tbrandvold", "username"), client]);
    log("2026-03-04 08:12:11 51 192.0.2.9 tbrandvold OBSERVED", &[client, ("tbrandvold", "username")]);
    log("POST /a/changes (kdahl from 192.0.2.9)", &[("kdahl", "username"), client]);
    log("packets from 192.0.2.9 dropped 192.0.2.9 again", &[client, client]);
}

#[test]
fn accounts_in_paths_of_requests() {
    log("GET /users/tbrandvold/profile HTTP/1.1", &[("tbrandvold", "username")]);
    log("GET /users/search HTTP/1.1", &[]);
    log("see http://www.journal.test/users/tbrandvold/", &[]);
}

#[test]
fn people_in_a_cell_beside_an_address() {
    log(
        r#""2026-03-04 08:12","Xanthe Quirrel","Xanthe Quirrel,site","192.0.2.9","Allowed","Web Mail""#,
        &[("Xanthe Quirrel", "person_name"), ("Xanthe Quirrel", "person_name"), ("192.0.2.9", "user_ipv4")],
    );
}

#[test]
fn machines_beside_their_addresses() {
    log("scan report for mbp-olga (192.0.2.9)", &[("mbp-olga", "machine_name"), ("192.0.2.9", "user_ipv4")]);
    log("closed by keep-alive (192.0.2.9)", &[("192.0.2.9", "user_ipv4")]);
    log(
        "lease to d8:5d:a4:d8:99:b2 mbp-olga",
        &[("d8:5d:a4:d8:99:b2", "mac_address"), ("mbp-olga", "machine_name")],
    );
    log("lease to d8:5d:a4:d8:99:b2 (renewed)", &[("d8:5d:a4:d8:99:b2", "mac_address")]);
    log("AH01630: [client dsl-9.example.net] denied", &[("dsl-9.example.net", "client_hostname")]);
}

#[test]
fn given_names_that_are_words_before_unknown_ones() {
    log("opened by Olga Petrova", &[("Olga Petrova", "person_name")]);
    log("opened by Crystal Reports", &[]);
}

#[test]
fn accounts_of_deeds_that_programs_do_as_well() {
    log("Job 4121 started by tbrandvold", &[("tbrandvold", "username")]);
    for text in
        ["Job 4121 started by systemd", "page held by kswapd", "created by libxkbw", "closed by remote host"]
    {
        log(text, &[]);
    }
}

#[test]
fn machines_of_a_few_letters_and_a_number() {
    log("logged in on machine wks0417", &[("wks0417", "machine_name")]);
    for text in ["on machine type42", "device sdx12 ready", "the machine abc123 was"] {
        log(text, &[]);
    }
    log(
        "Nom de la station de travail : macbook-ioana Adresse du réseau source : 192.0.2.9",
        &[("macbook-ioana", "machine_name"), ("192.0.2.9", "user_ipv4")],
    );
}

#[test]
fn names_with_blanks_in_paths_and_directories() {
    let ann = ("Xanthe Quirrel", "person_name");
    log(r"C:\Users\Xanthe Quirrel\Desktop\a.txt", &[ann]);
    log("Identity : fabrikam.example/Users/Xanthe Quirrel", &[("fabrikam.example", "tenant_domain"), ann]);
    log("/o=Acme/ou=Admin Group/cn=Recipients/cn=tbrandvold", &[("tbrandvold", "username")]);
    log("Add-MailboxPermission -Mailbox tbrandvold -AccessRights Full", &[("tbrandvold", "username")]);
    log("Get-ADComputer -Identity printers", &[]);
    log("device enrolled imei=356938035643809", &[("356938035643809", "device_guid")]);
}

#[test]
fn accounts_two_cells_from_an_address_and_behind_a_part_in_something() {
    log(
        "tbrandvold,failed,192.0.2.9,2026-03-04T08:12:11Z",
        &[("tbrandvold", "username"), ("192.0.2.9", "user_ipv4")],
    );
    log("document 12 (owner tbrandvold) deleted", &[("tbrandvold", "username")]);
    log("document 12 (owner process) deleted", &[]);
}

#[test]
fn accounts_tied_to_an_address_by_signs() {
    let client = ("192.0.2.9", "user_ipv4");
    log("08:06:02 tbrandvold/192.0.2.9:41194 MULTI_sva: pool", &[("tbrandvold", "username"), client]);
    log("client [192.0.2.9] tbrandvold PLAIN+TLS", &[client, ("tbrandvold", "username")]);
    log("192.0.2.9 | https | o@1A2Bx586 | tbrandvold | GET", &[client, ("tbrandvold", "username")]);
    log(r#"user "tbrandvold": password mismatch"#, &[("tbrandvold", "username")]);
    log(r#"{"ip": "192.0.2.9", "tbrandvold": 4}"#, &[client]);
}
