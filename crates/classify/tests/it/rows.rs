//! Accounts, names and passwords that only their column gives away: listings, rows without header, inserts, forms
//! (classification.md 4.1, 4.2, 5).

use crate::positions::{log, users};

#[test]
fn owners_in_listings() {
    users("-rw-r----- 1 mlopez staff 4096 Nov  3 10:12 report", &["mlopez"]);
    users("mlopez   pts/3        2026-11-03 08:12", &["mlopez"]);
    users("mlopez    4711  0.3  1.2 526726 19410 ?  Ssl  08:12   0:07 node", &["mlopez"]);
    users("*/15 * * * * mlopez /usr/bin/true", &["mlopez"]);
    users("@daily mlopez /usr/bin/true", &["mlopez"]);
    users("r1042 | mlopez | 2026-03-05 10:15:32 +0100 (Thu, 05 Mar 2026) | 2 lines", &["mlopez"]);
}

#[test]
fn lines_like_listings_hold_no_owner() {
    for text in [
        "-rw-r--r-- 1 root root 4096 Nov  3 10:12 passwd",
        "total 4711 0 1 2",
        "0 1 2 3 4 rotated /var/log",
        "*/15 * * * * /usr/bin/true",
        "r1042 | cells | in the table",
        "drained 3 queues",
        "daemon   812  0.0  0.1   4096  1200 ?  Ss   08:12   0:00 atd",
    ] {
        log(text, &[]);
    }
}

#[test]
fn labels_in_front_of_a_filled_column() {
    users("User name                    mlopez", &["mlopez"]);
    log("Full Name                    Ann Whitfield", &[("Ann Whitfield", "person_name")]);
    log("User name      Description", &[]);
    log("User may change password     Yes", &[]);
    log("pc-ann  3600 IN A 192.0.2.7", &[("pc-ann", "machine_name"), ("192.0.2.7", "user_ipv4")]);
    log("www  3600 IN A 192.0.2.7", &[("192.0.2.7", "user_ipv4")]);
}

#[test]
fn people_in_rows_without_header() {
    log(
        "Whitfield;Ann;ann.whitfield@x.example;+44 20 7946 0812;12 Harbour Road, Leith",
        &[
            ("Whitfield", "person_name"),
            ("Ann", "person_name"),
            ("ann.whitfield@x.example", "email"),
            ("+44 20 7946 0812", "phone"),
            ("12 Harbour Road, Leith", "postal_address"),
        ],
    );
    log(
        r#""Whitfield, Ann","aw@x.example","Sales""#,
        &[("Whitfield, Ann", "person_name"), ("aw@x.example", "email")],
    );
    log("4711;mlopez;m@x.example;active", &[("mlopez", "username"), ("m@x.example", "email")]);
    log("Order;Shipped;m@x.example;active", &[("m@x.example", "email")]);
}

#[test]
fn logins_in_rows_without_header() {
    log(
        "mlopez,192.0.2.7,2026-10-16 00:41:32,SUCCESS,web",
        &[("mlopez", "username"), ("192.0.2.7", "user_ipv4")],
    );
    log("checkout,192.0.2.7,200,17", &[("192.0.2.7", "user_ipv4")]);
    log("status,192.0.2.7,SUCCESS", &[("192.0.2.7", "user_ipv4")]);
    users(
        r#"2026-09-07 02:15:06.118 CET,"mlopez","dw",41047,"local",1,2,3,4,"FATAL","28P01","no",,,,"auth.c""#,
        &["mlopez"],
    );
}

#[test]
fn passwords_in_exports_and_lists() {
    let pair = [("mlopez", "username"), ("Zebra77Lamp", "password")];
    log("Intranet,https://x.example/login,mlopez,Zebra77Lamp,", &pair);
    log(r#""Bank","mlopez","Zebra77Lamp","https://x.example","","""#, &pair);
    log(r#""mlopez" "Zebra77Lamp""#, &pair);
    log("[smtp.x.example]:587    mlopez:Zebra77Lamp", &pair);
    log("maps = static:mlopez:Zebra77Lamp", &pair);
    log("mlopez:{PLAIN}Zebra77Lamp:1001:1001::/home/mlopez::", &[pair[0], pair[1], pair[0]]);
    log("*.x.example:mlopez:Zebra77Lamp", &pair);
    for text in [
        "Intranet,https://x.example/login,report,2026-03-05,",
        "https://x.example/a,checkout,report2.pdf",
        r#""first" "second""#,
        "smtp.x.example:25:open",
        "[a.b]:1 c",
    ] {
        log(text, &[]);
    }
}

#[test]
fn inserts_are_read_under_their_columns() {
    log(
        "INSERT INTO `users` (`id`,`login`,`note`) VALUES (1,'mlopez','O''Brien'),(2,'rkim',NULL);",
        &[("mlopez", "username"), ("rkim", "username")],
    );
    log("INSERT INTO stock (sku, place) VALUES ('A1','B2')", &[]);
    log("insert into the drive", &[]);
}

#[test]
fn parts_of_forms() {
    log(
        r#"Content-Disposition: form-data; name="password"\r\n\r\nZebra77Lamp\r\n--b"#,
        &[("Zebra77Lamp", "password")],
    );
    log(r#"Content-Disposition: form-data; name="size"\r\n\r\n12\r\n--b"#, &[]);
}

#[test]
fn secrets_under_general_names_of_terraform() {
    log(r#"variable "admin_password" { default = "Zebra77Lamp" }"#, &[("Zebra77Lamp", "password")]);
    log(r#"variable "region" { default = "eu-west-3" }"#, &[]);
    log(
        r#"{"type":"random_password","attributes":{"length":20,"result":"Y%n8c9ez"}}"#,
        &[("Y%n8c9ez", "password")],
    );
    log(r#"{"type":"random_pet","attributes":{"result":"lively-otter"}}"#, &[]);
}

#[test]
fn keys_in_a_string_of_a_string_of_a_string() {
    users(r#"{"log":"{\"body\":\"{\\\"user\\\":\\\"mlopez\\\"}\"}\n"}"#, &["mlopez"]);
}

#[test]
fn accounts_in_commands_on_other_hosts() {
    log("ssh -i ~/.ssh/id mlopez@lab 'uptime'", &[("mlopez", "username"), ("lab", "machine_name")]);
    log(
        "smbclient //pc-7/docs -U FABRIKAM/mlopez%Zebra77Lamp -c ls",
        &[
            ("pc-7", "machine_name"),
            ("FABRIKAM", "tenant_domain"),
            ("mlopez", "username"),
            ("Zebra77Lamp", "password"),
        ],
    );
    log("xfreerdp /v:192.0.2.7 /u:mlopez", &[("192.0.2.7", "user_ipv4"), ("mlopez", "username")]);
    log("GET //cdn/lib.js", &[]);
}

#[test]
fn accounts_beside_what_ties_them() {
    log("POST /x (m.lopez from 192.0.2.7)", &[("m.lopez", "username"), ("192.0.2.7", "user_ipv4")]);
    log("read (bytes from 192.0.2.7)", &[("192.0.2.7", "user_ipv4")]);
    log("{@mlopez:fabrikam.example}", &[("mlopez", "username"), ("fabrikam.example", "tenant_domain")]);
    log("npm i @types:latest", &[]);
    users("ldap_bind_dn = cn=mlopez,ou=svc", &["mlopez"]);
    log("call (212) 555-0147", &[("(212) 555-0147", "phone")]);
    log(r#"callerid="Ann Whitfield" <2231>"#, &[("Ann Whitfield", "person_name"), ("2231", "phone")]);
}

#[test]
fn numbers_that_are_no_addresses() {
    for text in [
        "wwn 50:06:01:60:3b:a0:12:34",
        "nginx-module 10.14.142.56 (amd64)",
        "Agent version 7.6.133.19 is newer than 15.8.129.247",
        "plugin org.x:git 13.4.97.234 loaded",
        "VRMF(9.3.0.7)",
        "cp logo@2x.png dist/",
        "credentials: [UsernamePasswordCredential]",
    ] {
        log(text, &[]);
    }
}

#[test]
fn firewalls_rows_by_their_kind() {
    log(
        "1,2026/03/05 10:15:32,0119,GLOBALPROTECT,0,9,2026/03/05 10:15:32,vsys1,gateway-auth,login,,,mlopez,FR,MANTIS,192.0.2.7,0.0.0.0,192.0.2.8,0.0.0.0,e0957c11-93aa-437a-9e23-9f0c24059898,5J9,5.2",
        &[
            ("mlopez", "username"),
            ("MANTIS", "machine_name"),
            ("192.0.2.7", "user_ipv4"),
            ("192.0.2.8", "user_ipv4"),
            ("e0957c11-93aa-437a-9e23-9f0c24059898", "device_guid"),
        ],
    );
    users(
        "1,2026/03/05 10:15:32,0119,CONFIG,0,0,2026/03/05 10:15:32,local,,set,mlopez,Web,Succeeded",
        &["mlopez"],
    );
    log("1,2026/03/05 10:15:32,0119,CONFIG,0,0,2026/03/05 10:15:32,local,,set,admin,Web,Succeeded", &[]);
}

#[test]
fn machines_in_files_of_leases() {
    let lease = [
        ("192.0.2.7", "user_ipv4"),
        ("a2:55:41:a0:fa:99", "mac_address"),
        ("a2:55:41:a0:fa:99", "mac_address"),
        ("mantis", "machine_name"),
    ];
    log("192.0.2.7,a2:55:41:a0:fa:99,01:a2:55:41:a0:fa:99,4000,1774638949,1,0,0,mantis,0,,0", &lease);
    log(
        "1774638949 a2:55:41:a0:fa:99 192.0.2.7 mantis *",
        &[("a2:55:41:a0:fa:99", "mac_address"), ("192.0.2.7", "user_ipv4"), ("mantis", "machine_name")],
    );
    log(r#"client-hostname "mantis";"#, &[("mantis", "machine_name")]);
}

#[test]
fn the_only_two_long_decimals_of_a_row_are_a_place() {
    log(
        "2024-02-03,17:20,HARBOUR,48.85341,-2.34880,,1,Truck",
        &[("48.85341", "geo_coordinate"), ("-2.34880", "geo_coordinate")],
    );
    log("2024-02-03,17:20,shard,48.85341,2.34880,7.10042,1", &[]);
    log("2024-02-03,17:20,ratio,0.85341,0.34880,1", &[]);
    log("2024-02-03,17:20,price,48.85,2.34,1", &[]);
}

#[test]
fn accounts_in_capitals_beside_an_address_of_a_login() {
    log(
        "4711,2024-02-03 17:20:11,LOGIN,TKOWALCZYK,192.0.2.7,ODBC,YES",
        &[("TKOWALCZYK", "username"), ("192.0.2.7", "user_ipv4")],
    );
    log("4711,2024-02-03 17:20:11,LOGIN,GATEWAY,192.0.2.7,ODBC,YES", &[("192.0.2.7", "user_ipv4")]);
}

#[test]
fn full_names_that_are_a_whole_cell() {
    log("SO-4711;2024-02-03;Anne Kowalczyk;2;shipped", &[("Anne Kowalczyk", "person_name")]);
    log("SO-4711;2024-02-03;Victoria Station;2;shipped", &[]);
    log("SO-4711;2024-02-03;Kowalczyk, Anne;2;shipped", &[("Kowalczyk, Anne", "person_name")]);
}

#[test]
fn names_whose_parts_a_sign_divides_between_bars() {
    log("C4|A|15E|IND|WHITFIELD, ANNE|LEITH|RETIRED|25", &[("WHITFIELD, ANNE", "person_name")]);
    log("PID|1||4711^5||KOWALCZYK^TADEUSZ||19610615|M", &[("KOWALCZYK^TADEUSZ", "person_name")]);
    log("OBX|1|NM|2345^GLUCOSE^SERUM||182|mg|70|H", &[]);
    log("A|B|C|NEW YORK, NY|RED, GREEN|1", &[]);
}

#[test]
fn the_name_behind_a_lease_between_tabs() {
    log(
        "1617.5\ta2:55:41:a0:fa:99\t192.0.2.7\tmantis-2\t86400",
        &[("a2:55:41:a0:fa:99", "mac_address"), ("192.0.2.7", "user_ipv4"), ("mantis-2", "machine_name")],
    );
}

#[test]
fn columns_in_a_list_are_no_accounts() {
    log("INSERT INTO `t` (`login`,`realm`,`n`) VALUES ('mlopez','x',1);", &[("mlopez", "username")]);
}
