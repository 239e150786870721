//! What programs that every site runs write of secrets, senders and hosts (classification.md 4.1, 4.2, 5.1 to 5.4).

use crate::positions::{log, users};

const CLIENT: (&str, &str) = ("192.0.2.7", "user_ipv4");
const PASSWORD: (&str, &str) = ("amber.otter.66", "password");
const GUID: &str = "7b1d2c3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";

#[test]
fn secrets_named_in_front_of_what_they_are_of() {
    for key in ["MDP_BASE", "export MDP_BASE", "PASSWORD_LDAP", "PASS_SMTP"] {
        log(&format!("{key}=amber.otter.66"), &[PASSWORD]);
    }
    log("PASSWORD_POLICY=amber.otter.66", &[]);
    log("export RESET_PASSWORD_ADMIN=amber.otter.66", &[]);
    let key = "J0UQqtAOYhn7XT3MWlv/rBhJdsNIgG+dAoXIm+Patvl2";
    log(&format!("Unseal Key 2: {key}"), &[(key, "token")]);
    log("at 10:15 in room 2: quiet", &[]);
    let signature = "e360baaa862c8870ed19ebeb5835a6d62473d3dee58e9ec416342221f62e7472";
    log(&format!("/a.pdf?X-Amz-Expires=3600&X-Amz-Signature={signature}&x=y"), &[(signature, "token")]);
    log("411424 is your one-time password for the shop", &[("411424", "otp")]);
    log("411424 is your password length", &[]);
}

#[test]
fn what_stands_for_secrets_and_accounts() {
    let hash =
        "$6$Tts7LD5J$R6Q5VytgJ4Lwy6XFc0XWSVrAmCuzsbrkUdDrzA1C5EzuPvGsIExAWlSSsS7xfj5PyMjZkKkPi7uKZGBcAlZ0x";
    log(&format!("rootpw --iscrypted {hash}"), &[(hash, "password_hash")]);
    log("'password' => 'required|string|min:12|confirmed',", &[]);
    log("curl -H \"Authorization: Bearer $TOKEN\" https://api.example.org", &[]);
    log("cookie: app_session_expiry=1781223198", &[]);
    log("git clone https://oauth2:s3sam3-tur8o@git.example.org/a.git", &[("s3sam3-tur8o", "password")]);
    log("<network userName=\"apikey\" host=\"x\" />", &[]);
}

#[test]
fn arguments_that_an_audit_record_lists() {
    log(
        "host1 audit[29122]: EXECVE argc=4 a0=\"psql\" a1=\"-U\" a2=\"mlopez\" a3=\"lims\"",
        &[("mlopez", "username")],
    );
}

#[test]
fn clients_of_mail_servers() {
    let client = ("mx.example.it", "client_hostname");
    let greeting = ("srv.example.it", "client_hostname");
    log("H=mx.example.it (srv.example.it) [192.0.2.7] sender verify fail", &[client, greeting, CLIENT]);
    log("SMTP call from mx.example.it [192.0.2.7]:3767 dropped", &[client, CLIENT]);
    log("deferred to mx.example.it [192.0.2.7]:25", &[CLIENT]);
    log("task: id: <zOCvzfoeSI0kGa@example.org>, qid: <6E44A30F92>", &[]);
}

#[test]
fn hosts_and_what_stands_in_their_place() {
    log("Tue Jul 25 20:32:31 MBA-0254 jamf[86538]: done", &[("MBA-0254", "machine_name")]);
    log("Thu Aug 17 22:58:44 2023 daemon.debug hostapd: wlan1: open", &[]);
    log("Aug 17 22:58:44 local7.notice ntpd[1]: open", &[]);
    log("Built TCP connection for net:192.0.2.7/5 to edge1:192.0.2.7/5", &[CLIENT, CLIENT]);
    log("connected to dbx7:27017", &[("dbx7", "machine_name")]);
    let mac = ("2a:85:8f:aa:be:e3", "mac_address");
    log("MLME: MLME-REASSOCIATE.indication(2a:85:8f:aa:be:e3)", &[mac]);
    log("User-Agent: snomD785/10.1.198.36", &[]);
    log("ephone-35:SEP2C01B53CB41D has registered", &[("SEP2C01B53CB41D", "machine_name")]);
}

#[test]
fn accounts_and_what_stands_in_their_place() {
    users("azurerm_subnet.users: Refreshing state... [id=x]", &[]);
    users("aws_iam_user.users: Creating...", &[]);
    users("usergroupname=\"Staff\" message=\"User mlopez of group Staff logged in\"", &["mlopez"]);
    users("I Widgets: state for user: 0", &[]);
    users("1376  1396 I Accounts : [Accounts] no secrets", &[]);
    users("Le document 5, appartenant à mlopez sur une file", &["mlopez"]);
    log("SecurityEvent=\"X\",Service=\"SIP\",AccountID=\"00972599580679\"", &[("00972599580679", "phone")]);
}

#[test]
fn identifiers_of_transactions_and_updates() {
    log(&format!("Transaction {GUID} committed"), &[]);
    log(&format!("Update {{{GUID}}} is installed"), &[]);
    log("OPTIONS icap://127.0.0.1/x ISTag=\"74D67B80-387\"", &[]);
}

#[test]
fn secrets_where_programs_ask_set_and_show_them() {
    let (first, second) = (("Lect_Ann3", "password"), ("Lect_Ann4", "password"));
    log(r#"auth.ldap.bind_password: "Lect_Ann3" -> "Lect_Ann4""#, &[first, second]);
    log("chpasswd <<< 'mlopez:Lect_Ann3'", &[("mlopez", "username"), first]);
    log("data: {password: UzNjdXJlQmFyZ2U=}", &[("UzNjdXJlQmFyZ2U=", "password")]);
    log("mot_de_passe_bdd: \"Lect_Ann3\"", &[first]);
    log("o.SetUsername(\"mlopez\").SetPassword(\"Lect_Ann3\")", &[("mlopez", "username"), first]);
    log("code à usage unique 672117 généré", &[("672117", "otp")]);
    log(
        "A temporary password is generated for root@localhost: CLkZ:OUddwjk",
        &[("CLkZ:OUddwjk", "password")],
    );
    let account = ("mlopez", "username");
    let answer =
        "Login incorrect (pap: Cleartext password does not match): [mlopez/Lect_Ann3] (from client x)";
    log(answer, &[account, first]);
    log("Login incorrect (chap): [mlopez/Lect_Ann3] (from client x)", &[account, first]);
    let cookie = "e329eabf3b87f291f11b61d364e74bec";
    log(&format!("HTTP_COOKIE=lang=fr; MRHSession={cookie}"), &[(cookie, "cookie")]);
    log(&format!("rejected: NSC_AAAC={cookie}"), &[(cookie, "cookie")]);
    let signature = "vpEOdCzmAuOkUve7s1EiPbgEZqgf3Ob7CGqfqmsCr39hspzZloUShWls";
    log(&format!("/a?Expires=1&Signature={signature}&Key-Pair-Id=K2"), &[(signature, "token")]);
    log(&format!("signature={signature}"), &[]);
}

#[test]
fn forms_that_hold_no_secret() {
    for text in [
        "$password = Read-Host -AsSecureString",
        "message Login { string username = 1; string password = 2; }",
        "Usage: keytool -storepasswd [-new <newpass>] [-storepass <storepass>]",
        "Utilisation : outil.exe /utilisateur:<nom> /motdepasse:<mot de passe>",
        "BlobEndpoint=https://a.example.org/;SharedAccessSignature=sv=2022-11-02",
        "at com.example.auth.TokenStore@1b6d3586.refresh(TokenStore.java:214)",
        "wireguard: Copyright (C) 2015-2019 Ann Example <ann@example.org>. All Rights Reserved.",
        "icacls: BUILTIN\\Users:(I)(OI)(CI)(RX)",
        "Client Machine: Calling Station Identifier: x",
    ] {
        log(text, &[]);
    }
    users("[pid 5120] [mlopez] FTP command: Client \"x\", \"PWD\"", &["mlopez"]);
    users("recovery codes generated for mlopez", &["mlopez"]);
    users("failed MD5 authentication for 'mlopez' (x)", &["mlopez"]);
    users("psql \"dbname=mesures user=mesures\"", &["mesures"]);
}

#[test]
fn who_and_what_stands_where_servers_write_it() {
    let name = ("Ann Whitfield", "person_name");
    log("Call from \"Ann Whitfield\" 0626512288 to queue 8001", &[name, ("0626512288", "phone")]);
    let call = format!("{{\"id\":\"{GUID}\",\"type\":\"groupCall\",\"modalities\":[\"audio\"]}}");
    log(&call, &[(GUID, "session_id")]);
    log(&format!("Fournisseur {{{GUID}}}, stratégie de conformité {GUID} évaluée"), &[]);
    log("\"identity\":{\"claims\":{\"name\":\"Ann Whitfield\"}}", &[name]);
    let account = ("mlopez", "username");
    log("192.0.2.7 \"mlopez\" GET https://example.org/ 200", &[CLIENT, account]);
    log("mlopez@srv-12.example.org:~$ ls", &[account, ("srv-12.example.org", "machine_name")]);
    users("user=mlopez printer=prn-10\\mfd-floor2 pages=12", &["mlopez"]);
    let secret = ("zpBs-cws6-aaYZ", "password");
    log("password retrieved for PC-7 by ADM\\mlopez, value zpBs-cws6-aaYZ", &[account, secret]);
    log("limit(27) exceeded for inet-unicast nlri: 28", &[]);
    log("<190>40: mantis RP/0/RP0/CPU0:Oct  4 22:52:47 : x", &[("mantis", "machine_name")]);
    log("disconnected: 'vm-ubuntu18->192.0.2.7'.", &[("vm-ubuntu18", "machine_name"), CLIENT]);
    log("Mar  6 18:44:23 mantis Chrome Helper[501]: x", &[("mantis", "machine_name")]);
    log("ArrayBuffer(EndPoint(Gary-PC,9092,x))", &[("Gary-PC", "machine_name")]);
    log(&format!("type=LOGIN_ERROR, code_id={GUID}"), &[(GUID, "session_id")]);
}

#[test]
fn leases_profiles_and_relays() {
    let row = "10,2026-08-24,08:45:27,Assign,192.0.2.7,lt-5cgt2.example.net,3c9e3a2da7db,,267309174,0";
    let machine = ("lt-5cgt2.example.net", "machine_name");
    log(row, &[CLIENT, machine, ("3c9e3a2da7db", "mac_address")]);
    log("10,2026-08-24,08:45:27,Total,1.5,pc-ann,3c9e3a2da7db", &[]);
    let split = [("mlopez", "username"), ("FABRIKAM", "tenant_domain")];
    log("Path C:\\Users\\mlopez.FABRIKAM\\Desktop", &split);
    users("Path C:\\Users\\mlopez.old\\Desktop", &["mlopez.old"]);
    let mail = ("ann@example.org", "email");
    log(
        "12:30:38 1su9di-00Qst7U-gA ** ann@example.org R=dns H=mx.example.net [192.0.2.7]: error",
        &[mail, CLIENT],
    );
    log("lip=192.0.2.7, session=<azdaDADSqqsvf-za>", &[CLIENT, ("azdaDADSqqsvf-za", "session_id")]);
    log("street: 14 quai Rambaud / employeeType: X", &[("14 quai Rambaud", "postal_address")]);
    log("C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E9", &[]);
}

#[test]
fn labels_of_pairs_and_identifiers_in_sentences() {
    let secret = ("C0uleeVerre$", "password");
    log(
        "Identifiants prestataire : maint_four / mot de passe : C0uleeVerre$",
        &[("maint_four", "username"), secret],
    );
    log(&format!("the request id in the error was {GUID} at 14:07"), &[]);
    log(&format!("identifiant d\u{2019}activité {GUID}"), &[]);
    log(&format!("the owner of the mailbox was {GUID}"), &[(GUID, "user_guid")]);
}

#[test]
fn frames_and_records_of_servers() {
    let (host, account) = (("mantis", "machine_name"), ("mlopez", "username"));
    for frame in ["touko 06 12:18:06", "feb 18 10:19:27", "août 06 12:18:06", "23:41:17"] {
        log(&format!("{frame} mantis hostapd[4201]: wlan0: done"), &[host]);
    }
    log("on port 22 10:11:12 foo bar: x", &[]);
    log("12-Apr 14:23 mantis: All records pruned", &[host]);
    log("14-Oct 23:08 backup-dir JobId 21: Using Device \"tape-0\" to write.", &[]);
    log("2026 mon.1 1520 : [INF] mon.mantis calling new monitor election", &[host]);
    log("Auth: Login incorrect: [mlopez/<none>] (from client mantis port 1)", &[account, host]);
    log("Auth: Login incorrect: [username=mlopez] (from client x)", &[account]);
    log("mapped user is: [FABRIKAM]\\[mlopez]@[mantis]", &[("FABRIKAM", "tenant_domain"), account, host]);
    log("Got request for [0x1][BE_REQ_USER][1][name=mlopez]", &[account]);
    users("wheel:x:10:mlopez,ann.lee", &["mlopez", "ann.lee"]);
    log("rhost=::ffff:<IP> user=root", &[]);
    log("error: session_pty_req: session 0 alloc failed", &[]);
    log("Jul 16 12:43:04 mantis dnsmasq-dhcp[15]: read /etc/ethers - 0 addresses", &[host]);
    log("root=/var/mail/virtual/example.net/x, index=", &[]);
}

#[test]
fn ends_of_connections_as_tcpdump_prints_them() {
    log("10:11:12.123 IP 192.0.2.7.443 > 192.0.2.7.51234: Flags [S]", &[CLIENT, CLIENT]);
    log("00:00:02 ens6  Out IP 192.0.2.7.https > 192.0.2.7.5000: UDP", &[CLIENT, CLIENT]);
    log("version 1.2.3.4.5: done > 1.2.3.4.5 x", &[]);
    log("output=\"Permission denied. ERROR\\n\"", &[]);
    log("smbd_audit: x|192.0.2.7|audited-share|open|ok|a.pdf", &[CLIENT]);
    log("message-id=<007c01c8113e$8ed61b20@TAGD101>", &[("TAGD101", "machine_name")]);
    log("H=mx.example.net [192.0.2.7]: SMTP timeout after EHLO", &[CLIENT]);
    log("daemon 'smbd' finished starting up", &[]);
}

#[test]
fn rows_of_tracked_messages_and_frames_without_a_host() {
    let id = "<1116-23956@fs-7.example.net>";
    let row = format!("2026-08-27T02:40:04Z,,AGENT,{id},{GUID},a,b,c,,Email,{GUID},15.02.1118.021");
    log(&row, &[]);
    log(&format!("2026-08-27T02:40:04Z,,AGENT,x,{GUID},a"), &[(GUID, "user_guid")]);
    log("2026-03-19T08:44:03 qmail-smtpd 5512: ok tls=TLSv1.3", &[]);
    log("If you previously signed in on this device, try again", &[]);
}

#[test]
fn prompts_brokers_and_what_servers_debug() {
    let (host, account) = (("MacBook-Air", "machine_name"), ("mlopez", "username"));
    log("MacBook-Air:~ mlopez$ ls", &[host, account]);
    log("New client connected from 192.0.2.7 as mqttjs_9d (p2, c1, k60, u'mlopez').", &[CLIENT, account]);
    users("Debug: files : users: Matched entry mlopez at line 87", &["mlopez"]);
    users("[sql] sql_set_user escaped user --> 'mlopez'", &["mlopez"]);
    users("Login attempt: mlopez from ip: localhost", &["mlopez"]);
    log("Linux version 3.10.0 (builder@kbuilder.example.org) (gcc version 4.8.5)", &[]);
}

#[test]
fn pods_plays_and_attempts() {
    log(&format!("Error syncing pod {GUID} (\"alpine-36_default({GUID})\"), skipping"), &[]);
    log("fatal: [vagrant-box]: UNREACHABLE! => {}", &[("vagrant-box", "machine_name")]);
    users("Invalid login attempt from 'mlopez'.", &["mlopez"]);
    log("Invalid login attempt from '192.0.2.7'.", &[CLIENT]);
    let host = ("vdi-3.example.net", "machine_name");
    log("Getting credentials -> TERMSRV/vdi-3.example.net@EXAMPLE.NET using ccache", &[host]);
}

#[test]
fn texts_in_texts_and_accounts_of_several_words() {
    let (account, secret) = (("mlopez", "username"), ("Lect_Ann3", "password"));
    log(r#"level=info msg="login user=\"mlopez\" pw=\"Lect_Ann3\"""#, &[account, secret]);
    log(r#"error="pq: password authentication failed for user \"mlopez\"""#, &[account]);
    log(r#"{"log":"msg=\"user=\\\"mlopez\\\" pw=\\\"Lect_Ann3\\\"\"\n"}"#, &[account, secret]);
    log(r"msg='password=\'Lect_Ann3\' user=\'mlopez\''", &[secret, account]);
    log(r#"msg="password=\"\" of x""#, &[]);
    users(r"open C:\Users\great computer\AppData\Roaming\x.ini", &["great computer"]);
    users(r"open C:\Users\All Users\Documents\x.ini", &[]);
    log(&format!("\"{{{GUID}}}\"=dword:00000000"), &[]);
    log("image nginx@sha256:4c0fdaa8b6341bfdeca5f18f7837462c80cff90527ee35ef185571e1c327beac pulled", &[]);
    let tablet = ("tablet_1", "machine_name");
    log("invalid authentication from tablet_1 (192.0.2.7). Requested", &[tablet, CLIENT]);
    log("systemd[1]: Set hostname to <mantis>.", &[("mantis", "machine_name")]);
}
