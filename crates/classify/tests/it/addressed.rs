//! Whom and where one argument, address or card names (classification.md 4.1 `password`, 4.2).

use crate::positions::log;

const USER: (&str, &str) = ("mlopez", "username");
const PASSWORD: (&str, &str) = ("Kw7-moss!x", "password");
const MACHINE: (&str, &str) = ("pm-db1", "machine_name");
const CLIENT: (&str, &str) = ("192.0.2.9", "user_ipv4");

#[test]
fn servers_of_urls_with_and_without_an_account() {
    log("mysql://pm-db1:3306/shop", &[MACHINE]);
    log("postgres://mlopez:Kw7-moss!x@pm-db1/shop", &[USER, PASSWORD, MACHINE]);
    log("redis://:Kw7-moss!x@pm-db1:6379/0", &[PASSWORD, MACHINE]);
    log("jdbc:sqlserver://pm-db1:1433;databaseName=shop", &[MACHINE]);
    log("amqp://mlopez:Kw7-moss!x@broker.kite.test:5672/%2f", &[USER, PASSWORD]);
    log("data://shop-1/x, s3://shop-1/x, file://shop-1/x", &[]);
}

#[test]
fn logons_over_the_network_in_one_argument() {
    log("psexec.py ACME/mlopez:Kw7-moss!x@192.0.2.9 cmd.exe", &[USER, PASSWORD, CLIENT]);
    log("secretsdump.py -just-dc 'acme/mlopez:Kw7-moss!x@pm-db1'", &[USER, PASSWORD, MACHINE]);
    log("wmiexec.py acme/mlopez:'Kw7-moss!x'@pm-db1", &[USER, PASSWORD, MACHINE]);
    log("pulled shop/web:1.4@sha256:44af46bb6e16", &[]);
    log("at src/main.rs:41@release", &[]);
}

#[test]
fn short_servers_of_sip() {
    log("From: <sip:4021@pbx-lab2>;x", &[("4021", "phone"), ("pbx-lab2", "machine_name")]);
}

#[test]
fn servers_that_requests_were_handed_to() {
    log(
        "192.0.2.9:51522 [04/Mar/2026:11:22:33.101] fe~ be_shop/pm-db1 0/0/1/24/25 200 412",
        &[CLIENT, MACHINE],
    );
    log("[04/Mar/2026:11:22:33.101] fe~ be_shop/<NOSRV> -1/-1/-1/-1/0 503 212", &[]);
    log("[worker] ran shop/job-7 1/2 times", &[]);
}

#[test]
fn names_and_addresses_of_cards() {
    log("N:Lopez;Maria;;Dr.;", &[("Lopez;Maria", "person_name")]);
    log("N;CHARSET=UTF-8:Lopez;Maria;;;", &[("Lopez;Maria", "person_name")]);
    log(
        "ADR;TYPE=home:;;12 Harbour Street;Springfield;IL;62701;USA",
        &[("12 Harbour Street;Springfield;IL;62701;USA", "postal_address")],
    );
    log("N: one; two, A: three", &[]);
    log("NOTE: a;b;c;d;e", &[]);
}

#[test]
fn addresses_and_telephones_of_hl7() {
    log(
        "PID|1||MR448^^^A^MR||KOWALCZYK^TADEUSZ||19610615|M|||12 OAK AVE^^SPRINGFIELD^IL^62701||(555)013-4471^PRN",
        &[
            ("KOWALCZYK^TADEUSZ", "person_name"),
            ("12 OAK AVE^^SPRINGFIELD^IL^62701", "postal_address"),
            ("(555)013-4471", "phone"),
        ],
    );
    log("OBX|1|NM|718-7^Hemoglobin^LN||13.2|g/dL|12.0-16.0|N|||F", &[]);
}
