//! Accounts, machines and secrets in the logs of clusters, databases, messaging and mail (classification.md 4.1, 4.2, 5.3).

use crate::positions::{log, users};

const CLIENT: (&str, &str) = ("192.0.2.9", "user_ipv4");

#[test]
fn hosts_of_clusters_and_their_ports() {
    log("LeaseRenewer:mlopez@dn-lab-41:9000", &[("mlopez", "username"), ("dn-lab-41", "machine_name")]);
    log("file system [hdfs://dn-lab-41:9000]", &[("dn-lab-41", "machine_name")]);
    log("[akka.tcp://executor@dn-lab-41:52918]", &[("dn-lab-41", "machine_name")]);
    log("on NM: [DN-LAB-39.corp.test:28345]", &[("DN-LAB-39.corp.test", "machine_name")]);
    log("{Voter ID:dnlab3 Address:192.0.2.9:8201}", &[("dnlab3", "machine_name"), CLIENT]);
    log("serf: EventMemberJoin: dnlab-c3 192.0.2.9", &[("dnlab-c3", "machine_name"), CLIENT]);
    log("block BP-1347369012-192.0.2.9-1444972147527:blk_12", &[CLIENT]);
    log("name (localhost, ID:d1c9f2ab7d0e-37033-1574867374550-0:1)", &[("d1c9f2ab7d0e", "machine_name")]);
    log("scan_for_terminated, job 4411.dnlab2 task 1", &[("dnlab2", "machine_name")]);
    log("command|root@ec9fa6d67dda|'install'", &[("ec9fa6d67dda", "machine_name")]);
    log("[2026-06-04T07:35:00,120][WARN ][i.s.s.query] [es-lab-03] took", &[("es-lab-03", "machine_name")]);
    log(
        "VAPI 1131566467 2005.11.09 bn407 Nov 9 12:01:07 bn407/bn407 kernel: up",
        &[("bn407", "machine_name"); 3],
    );
    log("job 12.5 of http://shop-1/ at port 8080, package-2:1", &[]);
}

#[test]
fn accounts_in_what_services_tell_of_deeds() {
    users("Apr 13 08:49:20 localhost doas: mlop ran command as annq: ls", &["mlop", "annq"]);
    users("INFO  | mlopez called org.example.QueueView.retry[] | qtp44-45", &["mlopez"]);
    users("INFO  [mlopez]: created user `kdahl`", &["mlopez", "kdahl"]);
    users("Setting authorizedID: mlopez", &["mlopez"]);
    log(
        "####<Jun 8, 2026 4:04:00 AM> <Notice> <Security> <labapp> <AdminServer> <x>",
        &[("labapp", "machine_name")],
    );
    users("presented certificate CN=mlopez,O=Kite", &["mlopez"]);
    log("subject: /C=CH/O=Kite/CN=Xanthe Quirrel/emailAddress=", &[("Xanthe Quirrel", "person_name")]);
    log("issuer CN=gateway,O=Kite", &[]);
    users("Anmeldung fehlgeschlagen für Benutzer 'mlopez'", &["mlopez"]);
    users("failed command for mlopez: ls", &["mlopez"]);
    users("set permissions for 'orders_rw' in virtual host '/'", &["orders_rw"]);
    users("authenticationID=svc-orders; authorizationID=svc-orders.", &["svc-orders", "svc-orders"]);
    users("clean message (0.1/5.0) for mlopez:1001 in 0.9 seconds", &["mlopez"]);
    users("authenticated as unix-user:mlopez to gain authorization", &["mlopez"]);
    users("523AK: to=mlopez, ctladdr=root (0/0), delay=00:00:02", &["mlopez"]);
    for text in ["INFO | scheduler called handler", "set user tags for the queue", "proxy for hosts:443 up"] {
        log(text, &[]);
    }
}

#[test]
fn pairs_in_brackets_and_members_of_objects() {
    log(
        "Process(9884.1) User(mlopez) Program(x.exe) Host(LAB-ELASTIC)",
        &[("mlopez", "username"), ("LAB-ELASTIC", "machine_name")],
    );
    log("CRTUSRPRF USER(MLOPEZ) PASSWORD(Kw7moss)", &[("MLOPEZ", "username"), ("Kw7moss", "password")]);
    log("check_user(name) of host(x)", &[]);
    log(
        "Contact { FirstName = Xanthe, LastName = de Wit, Score = 7 }",
        &[("Xanthe", "person_name"), ("de Wit", "person_name")],
    );
    log("Dto(id=11, street=Birkenweg 4, tier=GOLD)", &[("Birkenweg 4", "postal_address")]);
    log("Contact(first='Xanthe', last='Quirrel')", &[("Xanthe", "person_name"), ("Quirrel", "person_name")]);
    log(r#"LIMIT $2  [["login", "mlopez"], ["LIMIT", 1]]"#, &[("mlopez", "username")]);
}

#[test]
fn accounts_that_databases_name() {
    log("DETAIL: Key (username)=(mlopez) already exists.", &[("mlopez", "username")]);
    log("Duplicate entry 'mlopez' for key 'users.username'", &[("mlopez", "username")]);
    log("DETAIL: Key (order_no)=(4711) already exists.", &[]);
    log("SQL> connect mlopez/Kw7moss@SHOP", &[("mlopez", "username"), ("Kw7moss", "password")]);
    log("UPDATE users SET last_login=NOW() WHERE id=4", &[]);
    log(
        "# User@Host: appx[appx] @ labhost [192.0.2.9]  Id: 12",
        &[("appx", "username"), ("appx", "username"), ("labhost", "machine_name"), CLIENT],
    );
    log("rpcuser=mlopez rpcpassword=Kw7-moss", &[("mlopez", "username"), ("Kw7-moss", "password")]);
    log(
        "user-name=shop_rw,password=Kw7-moss,connection-url=\"jdbc:x\"",
        &[("shop_rw", "username"), ("Kw7-moss", "password")],
    );
}

#[test]
fn sessions_of_mail_and_file_transfer() {
    log("C: EHLO lappie-7", &[("lappie-7", "machine_name")]);
    log("C: AUTH PLAIN AGhmcmVlbWFuAEJyb2NrLXNldHQ5", &[("AGhmcmVlbWFuAEJyb2NrLXNldHQ5", "token")]);
    log("A2 LOGIN \"mlopez\" \"Kw7 moss\"", &[("mlopez", "username"), ("Kw7 moss", "password")]);
    log("APOP mlopez c4c9334bac560ecc979e58001b3e22fb", &[("mlopez", "username")]);
    log("a1 OK [CAPABILITY IMAP4rev1] Logged in", &[]);
    log(
        "Thu Jun  4 07:10:00 2026 1 192.0.2.9 20480 /srv/in/a.pdf b _ i r mlopez ftp 0 * c",
        &[CLIENT, ("mlopez", "username")],
    );
    log("FTP LOGIN FROM 192.0.2.9 [192.0.2.9], mlopez", &[CLIENT, CLIENT, ("mlopez", "username")]);
    log(
        "=> mlopez <mlopez@fabrikam.example> R=local",
        &[("mlopez", "username"), ("mlopez", "upn"), ("fabrikam.example", "tenant_domain")],
    );
    log(
        "passwd-file(mlopez,192.0.2.9,<mG1wWPxDZtptycjJ>): unknown",
        &[("mlopez", "username"), CLIENT, ("mG1wWPxDZtptycjJ", "session_id")],
    );
}

#[test]
fn accounts_and_clients_beside_addresses_by_what_they_do() {
    log("notice 192.0.2.9 mary GET /notes", &[CLIENT, ("mary", "username")]);
    log("badlogin: [192.0.2.9] plaintext mary SASL(-13)", &[CLIENT, ("mary", "username")]);
    log("[info] mlopez (192.0.2.9) downloaded 3", &[("mlopez", "username"), CLIENT]);
    log(
        "connected address=192.0.2.9 host=relay.kite.test",
        &[CLIENT, ("relay.kite.test", "client_hostname")],
    );
    log("session from host ix.kite.test [local]", &[("ix.kite.test", "client_hostname")]);
    log("client_name=mx.kite.test, size=4", &[("mx.kite.test", "client_hostname")]);
    log("Client Name = org.kite.music, User Name:", &[]);
    log("req: 1/1] 192.0.2.9 (mlopez) {38 vars in 696 bytes}", &[CLIENT, ("mlopez", "username")]);
    log("main[mlopez]:192.0.2.9:40113 up", &[("mlopez", "username"), CLIENT]);
    log("borg create ssh://mlopez@192.0.2.9/./repo", &[("mlopez", "username"), CLIENT]);
    log("(host=d7.kite.test [192.0.2.9])", &[("d7.kite.test", "client_hostname"), CLIENT]);
    log(
        "1773416922.391 104 192.0.2.9 58938 TCP_MISS/200 9 GET / 1.1 mary HIER_NONE/- -",
        &[CLIENT, ("mary", "username")],
    );
}

#[test]
fn machines_by_what_a_cluster_says_of_them() {
    log("WARN: node curlew: is dead", &[("curlew", "machine_name")]);
    log("notice: Node curlew state is now lost", &[("curlew", "machine_name")]);
    log("refused mount request from curlew for /srv (/srv)", &[("curlew", "machine_name")]);
    log("** Node rabbit@curlew not responding **", &[("curlew", "machine_name")]);
    for line in [
        "[cn-xlab-117:44112] *** died",
        "srun: error: cn-xlab-117: task 3",
        "JOB 4411 ON cn-xlab-117 CANCELLED",
    ] {
        log(line, &[("cn-xlab-117", "machine_name")]);
    }
    log("connected to 192.0.2.9 cn-xlab-117 <c0n17>", &[CLIENT, ("cn-xlab-117", "machine_name")]);
    log("error: sha-256: mismatch, utf-16 ON error-404", &[]);
    log("user=mlopez exec_host=dn117/0", &[("mlopez", "username"), ("dn117", "machine_name")]);
    for text in ["the node name is down", "this host not responding", "node: state is up", "host is up"] {
        log(text, &[]);
    }
}

#[test]
fn accounts_in_printed_objects_and_files_of_settings() {
    users("&{ID:7 Login:mlopez Active:true}", &["mlopez"]);
    users("Object ( [username] => mlopez [role] => editor )", &["mlopez"]);
    users("AllowUsers mlopez kdahl", &["mlopez", "kdahl"]);
    users("mlopez ALL=(ALL) NOPASSWD: /usr/bin/id", &["mlopez"]);
    for text in ["%wheel ALL=(ALL) ALL", "sudo: ALL=(ALL) NOPASSWD:ALL", "map[a:b c:{Level:3 Mode:auto}]"] {
        log(text, &[]);
    }
}

#[test]
fn accounts_and_hosts_of_shells() {
    let both = [("mlopez", "username"), ("curlew-7", "machine_name")];
    log("[mlopez@curlew-7 ~]$ ls", &both);
    log("mlopez@curlew-7: Permission denied (publickey).", &both);
    log("Subject: Cron <mlopez@curlew-7> report.sh", &both);
    log("Connection to curlew-7 closed.", &[("curlew-7", "machine_name")]);
    users("chown -R mlopez:staff /srv/data", &["mlopez"]);
    users("su - mlopez -c id", &["mlopez"]);
    users("getent passwd mlopez", &["mlopez"]);
    users("useradd -m -s /bin/bash mlopez", &["mlopez"]);
    users("crontab -u mlopez -l", &["mlopez"]);
    users("id: 'mlopez': no such user", &["mlopez"]);
    for text in
        ["chown failed for the file", "su - root", "Connection to database closed.", "getent group staff"]
    {
        log(text, &[]);
    }
}

#[test]
fn networks_and_files_that_hold_passwords() {
    log(r"WIFI:T:WPA;S:Lab net;P:Kw7\;moss;H:false;;", &[(r"Kw7\;moss", "password")]);
    log(r"*:5432:*:batchx:p\:q88", &[("batchx", "username"), (r"p\:q88", "password")]);
    log("##[command]curl -u mlopez:Kw7-moss -T a.tgz", &[("mlopez", "username"), ("Kw7-moss", "password")]);
    for text in [
        "%{User-Name} password = %{pw}",
        "Folder: /var/mail/$user",
        "(user=-, hasPassword=0)",
        "Credentials=[PROTECTED], Authenticated=false",
        "WIFI: up",
    ] {
        log(text, &[]);
    }
}

#[test]
fn paths_tags_and_names_that_are_no_persons() {
    users("cannot open /home/local/mlopez/.ssh/config", &["mlopez"]);
    users("cd: /global/homes/m/mlopez/run: not found", &["mlopez"]);
    users("cannot chdir to `/home2/mlopez/run': going to /tmp", &["mlopez"]);
    log("cannot stat '/home/shared/data.csv'", &[]);
    users("Folder: /var/mail/mlopez 1204", &["mlopez"]);
    log("name=Olgas-Pixel-7 up", &[("Olgas-Pixel-7", "machine_name")]);
    log("Jun  4 07:31:04 badger sssd[be[kite.test]]: online", &[("badger", "machine_name")]);
    users("telnet failed session 27 by mlopez as mlopez:staff", &["mlopez", "mlopez"]);
    log("connected to xlbox7:27017, took 10ms", &[("xlbox7", "machine_name")]);
    log("port=27017 64-bit host=sleipnjr", &[("sleipnjr", "machine_name")]);
    for text in [
        "has logged in using basic provider",
        r#"{"device":"\/dev\/disk1s4"}"#,
        "connected to redis1:6379 on version7:8080",
        r#"{"saved_object":{"id":"325b1500-3a40-11eb-a93c-7bbeae51ac96"}}"#,
        "pam_unix(login:auth): authentication failure; logname= uid=0",
        "uid=10113(u0_a113) Binder: identical 2 lines",
        "org.apache.v2.app.rm.RMContainerRequestor: nodeBlacklisting:true",
        "Unable to resolve host \"api.kite.test\": no address",
        "Authentication failed for 'https://git.kite.test/shop.git/'",
        "CLIENT TERMINAL:[5] 'pts/0'",
    ] {
        log(text, &[]);
    }
}

#[test]
fn requests_products_and_events_are_nobody() {
    for text in [
        "I, [2026-04-25T06:50:33.710882 #411]  INFO -- : [6adf7d34-d297-47fa-8a3a-5a4cfd8554e6] Started",
        r#""GET /a HTTP/2" 200 - 1 2 "okhttp/4" "a8bd5135-4aa6-4ca8-a3c9-e1ab393980e3" "-""#,
        "msiexec /x {7C4D5B90-3E1A-4B0F-A1C8-5D2E8F9B6A13} /qn",
        r#"{"id":"6166131e-9f47-4006-94ab-0e1ca6d29e94","type":"Event::Endpoint::Web","endpoint_type":"computer"}"#,
        "2026-03-17 12:30:41,118| tid:kQ29rUoLlXEPklLoFI3WUDPFEDZ| AUTHN_ATTEMPT| inprogress",
    ] {
        log(text, &[]);
    }
}

#[test]
fn codes_homes_and_access_points_by_their_place() {
    log("GET /verify?x=1&code=583114 HTTP/1.1", &[("583114", "otp")]);
    log("GET /list?code=583114 HTTP/1.1", &[]);
    log("GET /~jsmyth7/manual.pdf HTTP/1.1", &[("jsmyth7", "username")]);
    log("see https://people.example.net/~jsmyth7/bot.html", &[]);
    log("Called-Station-Id=70:db:98:4e:21:c0:LOBBY, NAS-Port=8", &[("70:db:98:4e:21:c0", "mac_address")]);
    log(r#"{"customerId":"C03a7x1qz"}"#, &[("C03a7x1qz", "tenant_id")]);
}

#[test]
fn accounts_of_machines_and_of_realms() {
    log(r#"{"ServiceName":"WKST-02$","Status":"0x0"}"#, &[("WKST-02", "machine_name")]);
    log(r#"{"client":"jsmyth7/CORP.LOCAL","service":"krbtgt/CORP.LOCAL"}"#, &[("jsmyth7", "username")]);
    log("Accepted publickey for #3# from #8# port 57362 ssh2", &[]);
}

#[test]
fn clients_monitors_and_processes_by_their_frames() {
    log(
        "New client connected from 192.0.2.17:49152 as meter_4f (p2, c1, k60, u'tavle2').",
        &[("192.0.2.17", "user_ipv4"), ("tavle2", "username")],
    );
    log("mon.trd-ceph01@0(leader) e5 handle_command", &[("trd-ceph01", "machine_name")]);
    log("<131>Apr  9 12:50:22 sua [902:1012]: REGISTER failed", &[]);
    log("Update 8B4E19C7-02D5-4F6A-B3E1-97CA0D56F284.200 RevisionNumber=200 is there", &[]);
    log("User g.storm not found in account hydro, JobId=881209 rejected", &[("g.storm", "username")]);
    log("mount.nfs: access denied while mounting nas-7:/export/a", &[("nas-7", "machine_name")]);
    log("user jsmyth7 (Smyth, Joanna) left", &[("jsmyth7", "username"), ("Smyth, Joanna", "person_name")]);
    log("page printed by anna.meyer, 3 pages", &[("anna.meyer", "username")]);
    log("backup of db-mars2 finished", &[("db-mars2", "machine_name")]);
}

#[test]
fn secrets_of_a_form_and_versions_of_a_tag() {
    log(
        "key = AQBx7thpqC1vNBAAk9mEPj0dZQxY4rUnW2gS5w==",
        &[("AQBx7thpqC1vNBAAk9mEPj0dZQxY4rUnW2gS5w==", "token")],
    );
    log("used dlx_live_8Hq2Vn0sZtR4yLw7Kc9eXb3M here", &[("dlx_live_8Hq2Vn0sZtR4yLw7Kc9eXb3M", "token")]);
    log("set image.tag=4.11.0-rc2 and replicas=3", &[]);
    let recovery = "344773-453057-280115-203566-110869-145189-635690-498784";
    log(&format!("Password: {recovery}"), &[(recovery, "otp")]);
    log(
        "192.0.2.7 - tvik@pve [11/04/2026:09:58:12 +0200] \"POST /api2 HTTP/1.1\" 200 81",
        &[("192.0.2.7", "user_ipv4"), ("tvik", "username")],
    );
    log("Install-Module -Name Graph -RequiredVersion 2.25.0.1 -Force", &[]);
    log(
        "xfreerdp /v:app-2 /u:tashworth /p:'Brighton Pier 61' /cert:ignore",
        &[("app-2", "machine_name"), ("tashworth", "username"), ("Brighton Pier 61", "password")],
    );
}
