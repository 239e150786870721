//! Secrets by the place where they stand in code, commands and addresses (classification.md 4.1).

use crate::positions::log;

const JOE: (&str, &str) = ("mlopez", "username");

#[test]
fn passwords_among_the_arguments_of_calls() {
    let secret = ("Wye&Usk_ro", "password");
    log(r#"$link = mysqli_connect("db4", "mlopez", "Wye&Usk_ro", "tickets")"#, &[JOE, secret]);
    log("$pdo = new PDO($dsn, 'mlopez', 'Wye&Usk_ro');", &[JOE, secret]);
    log("ftp_login($conn, 'mlopez', 'Wye&Usk_ro')", &[JOE, secret]);
    log("$pdo = new PDO($dsn, $user, $password);", &[]);
    log("ldap_bind($conn, 'mlopez', getenv('PASS'))", &[JOE]);
}

#[test]
fn passwords_in_quotes_of_commands_and_statements() {
    log(r#"sqlplus -L mlopez/"Sel#Guer9"@db"#, &[JOE, ("Sel#Guer9", "password")]);
    log(r"C:\>net user mlopez Wh4rf!Audit-26 /add", &[JOE, ("Wh4rf!Audit-26", "password")]);
    log("WITH PASSWORD = N'Avon$Gorge_2', CHECK_POLICY = ON", &[("Avon$Gorge_2", "password")]);
}

#[test]
fn secrets_of_issuers_and_what_is_public_beside_them() {
    let bot = "6841207735:AAFUtG4PpuLQrtsxaoI2eGjGHP4lkY6FYQO";
    log(&format!("POST /bot{bot}/sendMessage HTTP/1.1"), &[(bot, "token")]);
    let key = "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSUV2UUlC";
    log(&format!("client-key-data: {key}"), &[(key, "private_key")]);
    log("certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSURC", &[]);
    let cookie = "52c0a1f3-8d7e-4b60-91c2-e5f4a3b2d1c0";
    log(&format!("Cookie: vmware_soap_session=\"{cookie}\"; Path=/"), &[(cookie, "cookie")]);
}
