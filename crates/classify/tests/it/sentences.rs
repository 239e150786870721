//! Accounts that no list and no key tells, and secrets that are arguments (classification.md 4.1, 4.2): what stands where an
//! account is expected and is no word of the language or the trade.

use crate::positions::{log, users};

#[test]
fn accounts_in_sentences_on_logins() {
    for text in [
        "login attempt by mlopez failed",
        "auth: mlopez: authentication failed",
        "Login of mlopez succeeded",
        "password for mlopez is incorrect",
        "Account mlopez is locked",
        "Unable to authenticate mlopez: timeout",
        "mlopez authenticated successfully",
        "Session started for mlopez",
        "LOGIN mlopez OK",
        "no such user mlopez",
        "ERROR mlopez has been locked out",
        "auth failed for  mlopez : wrong password",
        "authentication failed [mlopez]",
        "impersonation of mlopez started",
        "user mlopez pulled library/app:1.27",
        "Xauth username mlopez",
        "user []\\[mlopez] at noon",
        "User mlopez@internal-authz with profile [internal] logged in",
    ] {
        users(text, &["mlopez"]);
    }
    log("auth ok mlopez 192.0.2.9", &[("mlopez", "username"), ("192.0.2.9", "user_ipv4")]);
    log(
        "middlewared: [auth] mlopez logged in from 192.0.2.9 (WEBSOCKET)",
        &[("mlopez", "username"), ("192.0.2.9", "user_ipv4")],
    );
}

#[test]
fn words_of_the_language_and_the_trade_are_no_accounts() {
    for text in [
        "authentication for replication failed",
        "Processed session termination for sessionid: 0x1",
        "login of kubelet failed",
        "service was not set as autostart, session kept",
        "session closed by timeouts",
        "authentication by keytab succeeded",
        "FAILED LOGIN whostmgrd: not permitted [whostmgrd]",
        "checkpw: password fail",
        "Login successful for db:main",
    ] {
        log(text, &[]);
    }
}

#[test]
fn general_keys_name_accounts_where_no_list_knows_the_value() {
    users("when=now who=mlopez event=login", &["mlopez"]);
    users("uid=mlopez action=login", &["mlopez"]);
    log("uid=500 subject=invoice who=1 served-by=gw-7", &[]);
    users("GET /remote.php/dav/addressbooks/users/mlopez/all", &["mlopez"]);
}

#[test]
fn accounts_beside_addresses_in_unnamed_columns() {
    let address = ("192.0.2.9", "user_ipv4");
    log("2026-03-05T10:15:32Z,mlopez,192.0.2.9,Download,report.pdf", &[("mlopez", "username"), address]);
    log("10:15| ATTEMPT| mlopez| 192.0.2.9 | | app| SAML20", &[("mlopez", "username"), address]);
    log("2026-03-05T10:15:32Z,download,192.0.2.9,Download,report.pdf", &[address]);
    log(
        "20260305 10:15:32,mantis,mlopez,192.0.2.9,63,0,FAILED_CONNECT,,,1045",
        &[("mantis", "machine_name"), ("mlopez", "username"), address],
    );
    users("4711|mlopez|compute|COMPLETED|0:0|00:12:44", &["mlopez"]);
    users("nginx   2785 mlopez   12u  IPv4 76441      0t0  TCP *:443 (LISTEN)", &["mlopez"]);
}

#[test]
fn secrets_that_are_arguments_of_a_call() {
    log("define('DB_PASSWORD', 'Kw7-moss!x');", &[("Kw7-moss!x", "password")]);
    log("define( \"DB_USER\", \"mlopez\" );", &[("mlopez", "username")]);
    log("props.setProperty(\"db.password\", \"Kw7-moss!x\");", &[("Kw7-moss!x", "password")]);
    log("os.environ[\"DB_PASSWORD\"] = \"Kw7-moss!x\"", &[("Kw7-moss!x", "password")]);
    log("client.setPassword(\"Kw7-moss!x\");", &[("Kw7-moss!x", "password")]);
    log("get(url, auth=('mlopez', 'Kw7-moss!x'))", &[("mlopez", "username"), ("Kw7-moss!x", "password")]);
    log("ENV DB_PASSWORD Kw7-moss!x", &[("Kw7-moss!x", "password")]);
    log("getPassword(\"prompt\")", &[]);
    log("define('WP_DEBUG', 'false');", &[]);
    log("printf('password: %s', 'x')", &[]);
}

#[test]
fn passwords_in_the_commands_of_protocols() {
    let both = [("mlopez", "username"), ("Kw7-moss!x", "password")];
    log("a001 LOGIN mlopez Kw7-moss!x", &both);
    log("login attempt [mlopez/Kw7-moss!x] failed", &both);
    log("login attempt [b'mlopez'/b'123456'] failed", &[("mlopez", "username"), ("123456", "password")]);
    log("AUTH Kw7-moss!x", &[("Kw7-moss!x", "password")]);
    log("LOGIN FAILED, method=PLAIN", &[]);
}

#[test]
fn passwords_in_access_lists() {
    log("user mlopez on >Kw7-moss!x ~* +@all", &[("mlopez", "username"), ("Kw7-moss!x", "password")]);
    log("ACL SETUSER mlopez on >Kw7-moss!x ~*", &[("mlopez", "username"), ("Kw7-moss!x", "password")]);
    log("user default off ~* +@all", &[]);
}

#[test]
fn what_follows_the_identifier_of_a_message_is_read() {
    log(
        "scanned (Message-Id: abc.77@mx.corp.example). From <ann@mail.example>",
        &[("ann@mail.example", "email")],
    );
}

/// A word that tells of a version is no part of a name: else the version behind it would be an address once the name is gone.
#[test]
fn names_end_in_front_of_words_for_versions() {
    for word in ["Feature", "Package", "Schema", "Firmware", "Revision"] {
        let text = format!("DisplayName : Wanjiru Kamau {word} 7.0.43.18 installed");
        crate::positions::log(&text, &[("Wanjiru Kamau", "person_name")]);
    }
}
