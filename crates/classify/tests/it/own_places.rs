//! Machines, accounts and addresses where a program writes them and nothing else says what they are, what people type at a
//! prompt, and what stands in such places and is nobody's (classification.md 4.2, 5.2, 5.4).

use crate::positions::{found, log};
use classify::Channel;

const CLIENT: (&str, &str) = ("192.0.2.7", "user_ipv4");
const JOE: (&str, &str) = ("jmrsky", "username");

fn clean(lines: &[&str]) {
    for line in lines {
        log(line, &[]);
    }
}

#[test]
fn nodes_in_front_of_what_they_write() {
    let node = ("Mantis-R1-srv", "machine_name");
    log("[2026-05-26T22:40:47,747][WARN ][o.e.b.BootstrapChecks    ] [Mantis-R1-srv] too few", &[node]);
    clean(&[
        "[2026-05-26T22:40:47,747][INFO ][o.e.n.Node               ] [node-1] started",
        "[2026-05-26T22:40:47,747][INFO ][main] [re-index] started",
    ]);
}

#[test]
fn whoever_holds_a_lock_or_asks_for_something() {
    let lock = "repository is already locked by PID 38397 on vla010000191063 by jmrsky (UID 1000, GID 1000)";
    log(lock, &[("vla010000191063", "machine_name"), JOE]);
    log("2026/10/07 10:46:00 INFO: jmrsky 192.0.2.7 \"GET /agents\" done", &[JOE, CLIENT]);
    log("2026/10/07 10:46:00 INFO: request 192.0.2.7 \"GET /agents\" done", &[CLIENT]);
    log("<W>2026-11-29 16:38:01.818 1 => <4:jmrsky(-1)> Rejected connection", &[JOE]);
    log("(000004) 3/13/2026 1:29:52 AM - jmrsky (192.0.2.7)> 550 Permission denied", &[JOE, CLIENT]);
    log("(000010) 3/13/2026 5:09:45 AM - (not logged in) (192.0.2.7)> 530 no", &[CLIENT]);
    log("05/06/2026 15:50:41 [LOGIN_ERROR] jmrsky (example.org) from 192.0.2.7: no", &[JOE, CLIENT]);
    log("[jmrsky] connected to ZNC from 192.0.2.7", &[JOE, CLIENT]);
    log("Aug 31 08:23:20 2026 : jmrsky : HOST=x1 : command not allowed ; TTY=pts/0", &[JOE]);
    log("failed, reason: file owner jmrsky does not match", &[JOE]);
    log("access denied for jmrsky/192.0.2.7", &[JOE, CLIENT]);
}

#[test]
fn machines_beside_what_names_them() {
    log("lookup \"ann-arm-lab\" => \"192.0.2.7\"", &[("ann-arm-lab", "machine_name"), CLIENT]);
    log("sav07: NetScreen device_id=sav07  [Root]x", &[("sav07", "machine_name"), ("sav07", "machine_name")]);
    let helo = ("hydra", "machine_name");
    log("dovecot_login authenticator failed for (hydra) [192.0.2.7]:35686: 535", &[helo, CLIENT]);
    log("neighbor 192.0.2.7(j3chysr01stg06) Down", &[CLIENT, ("j3chysr01stg06", "machine_name")]);
    log("{name: \"NPIACF4E6.local\", port: 53}", &[("NPIACF4E6", "machine_name")]);
    log("SW-HANGAR: %AUTHMGR-5-START: Starting 'dot1x'", &[("SW-HANGAR", "machine_name")]);
    let relayed = "<174>151: BGP-HANGAR: 293: Jun 26 16:44:58.802 CEST: %FMANFP-6-X: denied";
    log(relayed, &[("BGP-HANGAR", "machine_name")]);
    log("06/08/2026:16:03:12 GMT dmz1 : ACL ACL_PKT_LOG 67868", &[("dmz1", "machine_name")]);
    log("02/14/2026:14:32:35 GMT CUA30070 PPE-1 : UI CMD 427", &[("CUA30070", "machine_name")]);
}

#[test]
fn clients_that_a_mail_server_refuses() {
    let host = ("int0.client.azadnet.example", "client_hostname");
    let line = "ruleset=check_rcpt, relay=int0.client.azadnet.example [192.0.2.7], reject=550";
    log(line, &[host, CLIENT]);
}

#[test]
fn stations_that_sign_in() {
    let line = "Login OK: [jmrsky/<via Auth-Type = MSCHAP>] (from client ap-7 port 0 cli 88299c2ded45)";
    log(line, &[JOE, ("ap-7", "machine_name"), ("88299c2ded45", "mac_address")]);
}

#[test]
fn what_people_type_at_a_prompt_for_a_name() {
    log("Login failed for user 'bob smith'. Reason", &[("bob smith", "username")]);
    log("Login failed for user '===)jf02hüas9ä##22f'.", &[("===)jf02hüas9ä##22f", "username")]);
    let typed = ("p@ss w0rd!", "username");
    log("Failed password for invalid user p@ss w0rd! from 192.0.2.7 port 22 ssh2", &[typed, CLIENT]);
    clean(&["Login failed for user '': no name"]);
}

#[test]
fn addresses_behind_a_key_for_versions() {
    log("(l):IPVer=4,Protocol=tcp,SourceIP=192.0.2.7,Port=1", &[CLIENT]);
    log("fw[v=2,src=192.0.2.7]", &[CLIENT]);
    log("SYSTEM,,,(IP)-192.0.2.7,x", &[CLIENT]);
    clean(&["version=192.0.2.7"]);
}

#[test]
fn names_of_calls_at_an_address() {
    log("Registration from 'sip:jmrsky@192.0.2.7' failed", &[("jmrsky@192.0.2.7", "sip_uri")]);
    log("contact <sip:4021@192.0.2.7:5060>", &[("4021", "phone"), CLIENT]);
}

#[test]
fn streets_with_their_towns_in_any_line() {
    let address = ("14 rue Garibaldi, 69006 Lyon", "postal_address");
    log("Livraison du switch : 14 rue Garibaldi, 69006 Lyon, quai 4.", &[address]);
    clean(&["14 rue Garibaldi", "route 14 via 69006"]);
}

#[test]
fn what_programs_compute() {
    clean(&[
        "user = get_user(id)",
        "let user = find_user(&name)?;",
        "const user = await findUser(id);",
        "my $user = shift;",
        "String username = request.getParameter(\"u\");",
        "password = getpass()",
        "std::bad_alloc in cafe::Arena::grow, dead::beef intact",
        "erlang: =CRASH REPORT==== 12-Mar-2026::04:11:02 ===",
        "Get-MgUser : Resource not found",
    ]);
    log("user=jmrsky(192.0.2.7) logged in", &[JOE, CLIENT]);
}

#[test]
fn what_stands_in_the_place_of_a_name() {
    clean(&[
        "%SW_MATM-4-MACFLAP_NOTIF: Host ffff.ffff.ffff in vlan 20 is flapping",
        "GC(0) User=0,07s Sys=0,00s Real=0,01s",
        "Sec-Fetch-User: ?1",
        "TenantId={tenantId} prompt=none",
        "npm ERR! peer react@\"^17.0.2\" from lib",
        "pull access denied for internal/app, may require 'docker login': denied: requested access",
        "530 Login or password incorrect!",
        "helm upgrade tides ./chart --set image.tag=sha-aaeff92",
        "[conn334] Failed to authenticate with mechanism X",
        "NetScreen device_id=0275112227993284  [Root]system",
        "device_id=FE100C3909600504 log_id=0100000924 type=virus",
        "sys=\"System\" sub=\"eplog\" name=\"Problem\"",
        "Jul 01 22:22:48 c2s9aceb68\tdebug\tTLS started",
        "118,,,mss;nop;wscale;sackOK;nop;nop;TS",
        "Charles Proxy was not trusted, Siri Suggestions rebuilt, Victoria Metrics started",
        "2026-04-09T14:04:00.667Z: Failed Login: no",
        "haproxy: [06/Feb/2026:12:14:14.655] http-in static/srv1 10/0/30/69/109 200",
    ]);
}

#[test]
fn whose_event_and_whose_connection_it_is() {
    log("Event [11] [1-1] [2026-04-14T14:20:53Z] [vim.event.EventEx] [info] [jmrsky] [] [11] [x]", &[JOE]);
    log("ICMP connection for gaddr 192.0.2.7/0 laddr 192.0.2.7/0 (jmrsky)", &[CLIENT, CLIENT, JOE]);
    log("su: (to postgres) jmrsky on pts/1", &[JOE]);
    log("1530826289: New client connected from 192.0.2.7 as feed (c1, k5, u'jmrsky').", &[CLIENT, JOE]);
    log("<uzuf42> ESTABLISH SSH CONNECTION FOR USER: jmrsky", &[("uzuf42", "machine_name"), JOE]);
    log("pr-infu-01 sudo - - -  jmrsky : PWD=/ ; USER=root ; COMMAND=/bin/x", &[JOE]);
    log("[jmrsky]: Login_Allowed - - to=AdminConnector", &[JOE]);
    log("127.0.0.1 - jmrsky [9/Feb/2026:10:34:12 -0700] \"GET / HTTP/2\" 200 1479", &[JOE]);
    log("2026-07-17 13:02:29.198 CST [5f3b] jmrsky@sales 34614: LOG:  AUDIT", &[JOE]);
}

#[test]
fn who_is_refused_and_who_has_a_lease() {
    let refused = "smtp: postmaster [192.0.2.7] authentication failure using internet password";
    log(refused, &[("postmaster", "username"), CLIENT]);
    let mac = ("52:54:00:0d:cb:72", "mac_address");
    let machine = ("nomad-task-be67", "machine_name");
    log("52:54:00:0d:cb:72   ipv4       192.0.2.7/24   nomad-task-be67   -", &[mac, CLIENT, machine]);
    log("<authc=\"jmrsky\"> DEBUG: x", &[JOE]);
    clean(&["clientIF::54::vds::(wrapper) ready", "../auth/auth.c:348(auth_check) x"]);
    log("Protect::(wrapper) [192.0.2.7]", &[CLIENT]);
}

#[test]
fn who_has_an_address_and_whose_session_it_is() {
    let machine = ("Macbook-Ann.home", "machine_name");
    log("dnsmasq: 49 127.0.0.1/45951 DHCP 192.0.2.7 is Macbook-Ann.home", &[CLIENT, machine]);
    let address = [("2001:db8:1:2", "ipv6_prefix"), ("8c2:11ff:fe3a:9", "ipv6_iid")];
    let confirmed = "SLAAC-CONFIRM(eth0) 2001:db8:1:2:8c2:11ff:fe3a:9 Phone_7_Ann";
    log(confirmed, &[address[0], address[1], ("Phone_7_Ann", "machine_name")]);
    let session = ("5Ff/7Htd6QCpAM+Y", "session_id");
    log(
        "auth: Info:(jmrsky@fabrikam.example,192.0.2.7,<5Ff/7Htd6QCpAM+Y>): invalid",
        &[("jmrsky", "upn"), ("fabrikam.example", "tenant_domain"), CLIENT, session],
    );
    log("Contact jmrsky/sip:jmrsky@192.0.2.7:64249 is gone", &[JOE, ("jmrsky@192.0.2.7", "sip_uri")]);
    let guid = "0e8c5d73-a1f6-4b29-9d40-c7e2b81f36a5";
    log(&format!("a=1 oid={guid} amr=pwd"), &[(guid, "user_guid")]);
    log("endpoint=2001:db8:1:2:8c2:11ff:fe3a:9 rx=1", &address);
    let moebius = ("moebius", "machine_name");
    log("mail_1    | Dec 21 22:16:16 moebius sshd[1]: closed", &[moebius]);
    log("2026-05-19 10:32:31 | May 19 14:32:31 moebius sshd[13766]: closed", &[moebius]);
    log("mongodb://jmrsky:x4Gq-77@db.example.org:27017/jmrsky?a=1", &[JOE, ("x4Gq-77", "password")]);
    let sent = "\"x\",\"58315\",\"<ae7bc6fc7cc4b745@mail-out.orange.example>\"";
    log(sent, &[]);
    clean(&[
        "2026-09-12T06:47:28.376Z blk_5279669385_102912 replica under-replicated: expected 3",
        "2026-04-05T17:33:26.059351+02:00 osd.7 pg_epoch: 59020 active",
        "[main-SendThread(127.0.0.1:2181)] WARN x",
        "10600 2026-02-28 15:28:53.225 debug2: userauth_pubkey: authenticated 0",
        "Mise à jour 8.4.1.220 bloquée à 63 %",
    ]);
}

#[test]
fn headers_that_somebody_pasted() {
    let moebius = ("moebius", "machine_name");
    for front in ["   ", "> ", "\t", "/var/log/auth.log.1:", "auth.log:", "/var/log/messages-2026:17:"] {
        log(&format!("{front}May  8 08:58:40 moebius sshd[1710]: Server listening"), &[moebius]);
    }
    log("1月 17 16:02:34 ceph-bj-10-72 dnsmasq-dhcp[2774]: started", &[("ceph-bj-10-72", "machine_name")]);
    clean(&["   Sep 01 17:27:05 Started something else", "auth.log:Sep  6 13:53:12 Started again"]);
}

#[test]
fn clients_of_tunnels_and_relays() {
    log("ovpn-x[4818]: jmrsky/192.0.2.7:55738 MULTI_sva: pool returned", &[JOE, CLIENT]);
    let secret = ("0akum-Caulk7", "password");
    log("sasl_maps: [smtp.mailjet.example]:587 jmrsky:0akum-Caulk7", &[JOE, secret]);
    let userdb = "auth: Error: userdb(jmrsky,192.0.2.7,<NwVA2dowmQDAqAA0>): no";
    log(userdb, &[JOE, CLIENT, ("NwVA2dowmQDAqAA0", "session_id")]);
    log("pam_unix(sudo:auth): auth could not identify password for [jmrsky]", &[JOE]);
    let machine = ("WKSTN-KQW-01", "machine_name");
    log("{\"R\":\"Unknown user name or bad password\",\"WorkstationName\":\"WKSTN-KQW-01\"}", &[machine]);
    let mac = ("bc:24:11:1a:96:c4", "mac_address");
    log("dnsmasq-dhcp[37304]: DHCPDISCOVER(vnet0) bc:24:11:1a:96:c4 no address available", &[mac]);
}

#[test]
fn what_a_screen_shows_is_no_code() {
    let text = ("le code 53003 s\u{2019}affiche", "customer_text");
    found(Channel::Case, "{\"texte\":\"le code 53003 s\u{2019}affiche.\"}", &[text]);
}

#[test]
fn what_a_monitor_is_told() {
    let machine = ("sputnik", "machine_name");
    let downtime = "[1334609999] EXTERNAL COMMAND: SCHEDULE_HOST_DOWNTIME;sputnik;1;2;1;0;120;jmrsky;test";
    log(downtime, &[machine, JOE]);
    let service = "[1334609999] EXTERNAL COMMAND: ACKNOWLEDGE_SVC_PROBLEM;sputnik;disk;1;1;1;jmrsky;test";
    log(service, &[machine, JOE]);
    clean(&["[1334609999] EXTERNAL COMMAND: SAVE_STATE_INFORMATION;x"]);
}

#[test]
fn secrets_behind_options_and_in_statements() {
    let secret = ("x4Gq-77", "password");
    log("amqp-tool -v --port 32781 -u jmrsky -p x4Gq-77 -q test", &[JOE, secret]);
    log("tool -u jmrsky -p 8080", &[]);
    log("SQL> conn jmrsky/x4Gq-77;", &[JOE, secret]);
    let shared = ("6uxIH8jAn8dwKa99mvM1oA==", "password");
    log("        secret \"6uxIH8jAn8dwKa99mvM1oA==\";", &[shared]);
    log("enrolment ok; scratch codes: 34668629 47347218", &[("34668629", "otp"), ("47347218", "otp")]);
    clean(&["api_key: <YOUR_API_KEY>", "let password = std::env::var(\"DB_PASSWORD\")?;"]);
    clean(&["Args=[TYPE=passwd,IS_KNOWN_DEVICE=no]"]);
}

#[test]
fn sessions_of_a_gateway_and_of_calls() {
    let line = "Context jmrsky@192.0.2.7 - SessionId: 1286 - User jmrsky";
    log(line, &[JOE, CLIENT, ("1286", "session_id"), JOE]);
    log("(callid: 156578329@192.0.2.7) - No", &[("156578329", "session_id"), CLIENT]);
    clean(&["could not start session: kAMDInvalidHostIDError", "SessionId: 1286, x"]);
}

#[test]
fn what_only_looks_like_a_machine_or_an_account() {
    clean(&[
        "** (nm-applet:5714): DEBUG: foo_client_state_changed_cb",
        "load metadata for docker.io/library/node:20-alpine",
        "dhcpd: failover peer dhcp-failover: I move to startup",
        "Process = aaa_shim_thread, PC = abb111cc, Call stack = 0x000000aaab89d6a0",
        "06/08/2026:16:03:12 GMT ADC 0-PPE-1 : default AAATM Message 1 0",
        "Received client info - Hostname:  Type: IE Version: 8",
        "cmdlet Get-MailboxStatistics by rule",
        "JOIN logins l ON l.user_id = u.id WHERE 1",
        "Extension \"uBlock Origin\" 1.55.0 requested permission",
        "Hugo Static Site Generator v0.121.2",
        "With only the Command Line Tools installed",
        "CEF:0|Fortinet|Fortigate|v6|1|x|7|deviceExternalId=FGVM2V0000171868 cat=x",
    ]);
    log("for outside:192.0.2.7/63677 to Pika:192.0.2.7/443 %ASA-6 from Pika", &[CLIENT, CLIENT]);
    log("host \"fe80::1%lo0\", refused", &[("1", "ipv6_iid")]);
    log("Printer ipp://KMBT5E92C6.local:631/ipp", &[("KMBT5E92C6", "machine_name")]);
    log("Mar 8 22:35:42 linux kernel: IN=ppp0", &[("linux", "machine_name")]);
    let message = "RECEIVE;SMTP;<a1c9@fabrikam.example>;x";
    log(message, &[("fabrikam.example", "tenant_domain")]);
}
