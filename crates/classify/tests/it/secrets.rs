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

#[test]
fn accounts_and_passwords_that_stand_together() {
    let secret = ("sl0wBoat77", "password");
    log("default login=mlopez:sl0wBoat77", &[JOE, secret]);
    log(r#"[{default_user, <<"mlopez">>}, {default_pass, <<"sl0wBoat77">>}]"#, &[JOE, secret]);
    log(r#"sql.Open("mysql", "mlopez:sl0wBoat77@tcp(db:3306)/wms")"#, &[JOE, secret]);
    let host = ("kc-app07", "machine_name");
    log("amqp://mlopez:C0bbles%2FRain@kc-app07:5672/etl", &[JOE, ("C0bbles%2FRain", "password"), host]);
    log(
        r#"createUser mlopez SHA "Trawler.Net.55" AES "sl0wBoat77""#,
        &[JOE, ("Trawler.Net.55", "password"), secret],
    );
    log(
        r#"type=EXECVE msg=audit(1.2:3): argc=3 a0="mysql" a1="-p" a2="x" a3="--password" a4="sl0wBoat77""#,
        &[secret],
    );
    log(r#"mlopez : EAP "sl0wBoat77""#, &[JOE, secret]);
    log(r#"192.0.2.7 : PSK "sl0wBoat77""#, &[("192.0.2.7", "user_ipv4"), secret]);
    log(" password 7 0307521805002D5E4D1B", &[("0307521805002D5E4D1B", "password")]);
}

#[test]
fn hashes_of_databases_and_devices() {
    let hash = |text: &str, hash: &str| log(text, &[(hash, "password_hash")]);
    hash(
        "mysql_native_password | *962C83BDAA99296ADB221130F88E5CBE0F54DA09",
        "*962C83BDAA99296ADB221130F88E5CBE0F54DA09",
    );
    let scram = "SCRAM-SHA-256$4096:dxC2niRjoEOwlqP8B6NfYl==$dzBz7kisylNIPEdBFE1bjR:BiZRCTLZftVylROA5ZQo7uT3";
    hash(&format!("\"{scram}\""), scram);
    hash("PassNTLMv2      D5826E9C665C37C80B53397D5C07BBCB", "D5826E9C665C37C80B53397D5C07BBCB");
    hash("irreversible-cipher $1c$9bzHTX2zUC$c1hIgZdkqODeXgr448", "$1c$9bzHTX2zUC$c1hIgZdkqODeXgr448");
}

#[test]
fn what_only_looks_like_a_secret() {
    log("LoadCredential=db-password:/etc/creds/db.cred", &[]);
    log("password = getpass.getpass('Password: ')", &[]);
    log("const token = req.headers.authorization?.split(' ')[1]", &[]);
    log(r#"Service="PJSIP",UsingPassword="1""#, &[]);
    log("chpasswd: expire: false  ssh_pwauth: false", &[]);
}

#[test]
fn tokens_of_headers_that_are_set_and_of_logins() {
    let basic = ("dXNlcjpwYXNz", "token");
    log("proxy_set_header Authorization \"Basic dXNlcjpwYXNz\";", &[basic]);
    log("RequestHeader set Authorization 'Basic dXNlcjpwYXNz'", &[basic]);
    log("request.setHeader('Authorization', 'Basic dXNlcjpwYXNz')", &[basic]);
    log("proxy_set_header Authorization \"Basic $auth_basic\";", &[]);
    log("proxy_set_header Authorization $http_authorization;", &[]);
    log("vault login s.q8Zr2LmN4vXb7TpKc1YdHw6e", &[("s.q8Zr2LmN4vXb7TpKc1YdHw6e", "token")]);
    log("vault login -method=userpass", &[]);
}

#[test]
fn lists_of_arguments_and_texts_in_statements() {
    let secret = ("Zebra77Lamp", "password");
    log(r#"args=["--user","mlopez","--password","Zebra77Lamp"]"#, &[JOE, secret]);
    log("argv: ['mysql', '-umlopez', '-pZebra77Lamp']", &[JOE, secret]);
    log(r#"{"args":["--password","Zebra77Lamp"],"x":["--verbose","now"]}"#, &[secret]);
    log("N'alter login mlopez with password=''Zebra77Lamp'''", &[JOE, secret]);
    log("password='', user=''", &[]);
    log(r#""{\u0022password\u0022:\u0022Zebra77Lamp\u0022}""#, &[secret]);
}
