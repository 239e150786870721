//! Values by the form of the file, table, object or address that they stand in (classification.md 2, 4.1 to 4.3, 4.5, 5).

use crate::positions::{log, users};

#[test]
fn files_that_were_written_on_one_line() {
    log(
        r"DB_HOST=db\nDB_USER=mlopez\nDB_PASS=Kw7-moss!x\nAPP_ENV=prod",
        &[("mlopez", "username"), ("Kw7-moss!x", "password")],
    );
    log(
        r"user: mlopez\nfull_name: Ann Whitfield\nmail: ann@mail.example",
        &[("mlopez", "username"), ("Ann Whitfield", "person_name"), ("ann@mail.example", "email")],
    );
    users(r"C:\temp\new C:\Users\mlopez\notes", &["mlopez"]);
}

#[test]
fn tables_with_a_header_in_one_record() {
    log(
        r"login,password\nmlopez,Kw7moss\nbpark,Lune.55",
        &[("mlopez", "username"), ("Kw7moss", "password"), ("bpark", "username"), ("Lune.55", "password")],
    );
    log(
        r#""Name","E-mail","Phone"\n"Ann Whitfield","ann@mail.example","0497/45.92.01""#,
        &[("Ann Whitfield", "person_name"), ("ann@mail.example", "email"), ("0497/45.92.01", "phone")],
    );
    log(r"Name;State\nPrint Spooler;Running", &[]);
}

#[test]
fn named_values_of_xml_and_property_lists() {
    let password = ("Kw7-moss!x", "password");
    log(r#"<param name="password">Kw7-moss!x</param>"#, &[password]);
    log(r#"<add key="SmtpPassword" value="Kw7-moss!x" />"#, &[password]);
    log("<key>WiFiPassword</key><string>Kw7-moss!x</string>", &[password]);
    log(
        r#"{"firstname":{"value":"Ann"},"lastname":{"value":"Whitfield"}}"#,
        &[("Ann", "person_name"), ("Whitfield", "person_name")],
    );
}

#[test]
fn statements_without_a_separator() {
    let (user, password) = (("mlopez", "username"), ("Kw7-moss!x", "password"));
    log("machine api.example login mlopez password Kw7-moss!x", &[user, password]);
    log("db.example:5432:erp:mlopez:Kw7-moss!x", &[user, password]);
    log("jdbc:oracle:thin:mlopez/Kw7-moss!x@//db.example:1521/x", &[user, password]);
    log("tacacs-server host fs-2 key Kw7-moss!x", &[("fs-2", "tenant_host"), password]);
    log("set psksecret Kw7-moss!x", &[password]);
    log(r#""CONFIG" "SET" "requirepass" "Kw7-moss!x""#, &[password]);
    log(r#"[0 lua] "HELLO" "3" "AUTH" "mlopez" "Kw7-moss!x""#, &[user, password]);
    log("nmcli dev wifi connect Home password Kw7-moss!x", &[password]);
    log("the key is in the drawer, set password policy first", &[]);
    log("mlopez:x:1012:1012:Ann Whitfield,,,:/bin/sh:x", &[user, ("Ann Whitfield", "person_name")]);
}

#[test]
fn arguments_by_place() {
    let (user, password) = (("mlopez", "username"), ("Kw7-moss!x", "password"));
    log("echo 'mlopez:Kw7-moss!x' | sudo chpasswd", &[user, password]);
    log(r#"rasdial "Head office" mlopez Kw7-moss!x"#, &[user, password]);
    log("rabbitmqctl add_user mlopez Kw7-moss!x", &[user, password]);
    log("mosquitto_passwd -b /etc/mosquitto/pw mlopez Kw7-moss!x", &[user, password]);
    log("rabbitmqctl list_queues name messages", &[]);
    log("dsquery user -samid mlopez", &[user]);
    log("mysqldump -umlopez -p'Kw7-moss!x' shop", &[user, password]);
}

#[test]
fn addresses_and_headers_that_open_something() {
    log(
        "POST https://hooks.slack.com/services/T01AB2CD3/B04EF5GH6/x9Y8z7W6v5U4 200",
        &[("x9Y8z7W6v5U4", "token")],
    );
    log("https://discord.com/api/webhooks/109876/aB1cD2eF3gH4iJ5kL6 ok", &[("aB1cD2eF3gH4iJ5kL6", "token")]);
    log("GET https://www.example.net/services/a/b/c 200", &[]);
    log("/team.ics?key=0f9e8d7c6b5a43210f9e8d7c6b5a4321", &[("0f9e8d7c6b5a43210f9e8d7c6b5a4321", "token")]);
    log("cache key=0f9e8d7c6b5a43210f9e8d7c6b5a4321 hit", &[]);
    log(
        r#"{"auths":{"r.example":{"auth":"ZGVwbG95OnN1cGVyLXNlY3JldC1wdw=="}}}"#,
        &[("ZGVwbG95OnN1cGVyLXNlY3JldC1wdw==", "token")],
    );
    log("Authorization: FancyAuth 7f3c9a1e5b2d4860", &[("7f3c9a1e5b2d4860", "token")]);
    log("Authorization: AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host", &[]);
    log(r#"{"set-cookie":["auth=fapnI1WLajvc; Path=/"]}"#, &[("fapnI1WLajvc", "cookie")]);
    log("Cookie%3A%20sessionid%3D7ciDqGWvXc3a", &[("7ciDqGWvXc3a", "cookie")]);
    log(r#"{"user_code":"WDJB-MJHT"}"#, &[("WDJB-MJHT", "otp")]);
    log("https://mlopez:P@ss1@git.example/r.git", &[("mlopez", "username"), ("P@ss1", "password")]);
}

#[test]
fn names_with_particles_and_family_name_first() {
    for (text, name) in [
        (r#"{"displayName":"Ignacio de la Torre"}"#, "Ignacio de la Torre"),
        (r#"{"lastName":"de la Torre"}"#, "de la Torre"),
        (r#"{"author":"Mokoena, Thandiwe"}"#, "Mokoena, Thandiwe"),
        ("user_display_name=Ann Whitfield; role=x", "Ann Whitfield"),
        ("ATTENDEE;CN=\"Ann Whitfield\";RSVP=TRUE:MAILTO:", "Ann Whitfield"),
        ("Request 7 approved by Ann Whitfield today", "Ann Whitfield"),
        (r"dn: x\ncn: Ann Whitfield\nobjectClass: person", "Ann Whitfield"),
    ] {
        log(text, &[(name, "person_name")]);
    }
    log(r#"{"modifiedProperties":[{"displayName":"Included Updated Properties"}]}"#, &[]);
}

#[test]
fn a_bare_name_or_id_beside_a_mail_address_is_a_persons() {
    let mail = ("ann@mail.example", "email");
    let id = "2d3e4f5a-6b7c-4d8e-9fa0-b1c2d3e4f5a6";
    log(r#"{"name":"Ann Whitfield","email":"ann@mail.example"}"#, &[("Ann Whitfield", "person_name"), mail]);
    log(
        r#"{"id":"2d3e4f5a-6b7c-4d8e-9fa0-b1c2d3e4f5a6","mail":"ann@mail.example"}"#,
        &[(id, "user_guid"), mail],
    );
    // The identifier of an event that somebody caused is the event's.
    log(
        r#"{"id":"2d3e4f5a-6b7c-4d8e-9fa0-b1c2d3e4f5a6","ipAddress":"-","userPrincipalName":"ann@mail.example"}"#,
        &[mail],
    );
    log("8:orgid:2d3e4f5a-6b7c-4d8e-9fa0-b1c2d3e4f5a6 joined", &[(id, "user_guid")]);
    log("app 00000002-0000-0ff1-ce00-000000000000 ok", &[]);
}

#[test]
fn sessions_and_devices_without_guids() {
    log(r#"{"session_id":"608830664198"}"#, &[("608830664198", "session_id")]);
    log(
        "session_state=ce6c8028-e058-4e16-96c9-526a11798853",
        &[("ce6c8028-e058-4e16-96c9-526a11798853", "session_id")],
    );
    log("HEAD -> main, tag: v18.8.18", &[]);
    log("Cmd=Sync&DeviceId=APPLF17ND0XXHG7F&x=1", &[("APPLF17ND0XXHG7F", "device_guid")]);
    log(r#"{"profileId":"105250123456789012345"}"#, &[("105250123456789012345", "user_number")]);
    log(r#"{"user_id":88}"#, &[]);
}

#[test]
fn telephone_numbers_in_records() {
    log(
        "call from=+13125552221 to=+819077500471 sec=18",
        &[("+13125552221", "phone"), ("+819077500471", "phone")],
    );
    log("mobile_phone=(819) 783-6798; x", &[("(819) 783-6798", "phone")]);
    log("/p?phone=%2B32475771390&x=1", &[("%2B32475771390", "phone")]);
    log("\"2107\" <sip:2107@192.0.2.9>", &[("2107", "phone"), ("2107", "phone"), ("192.0.2.9", "user_ipv4")]);
    log("checksum=+1 offset=+12", &[]);
}

#[test]
fn places() {
    let (lat, lon) = (("50.6331", "geo_coordinate"), ("5.5674", "geo_coordinate"));
    for text in [
        "gps=50.6331,5.5674 ok",
        r#"{"coordinates":[50.6331,5.5674]}"#,
        r#"{"location":"50.6331,5.5674"}"#,
        "geo:50.6331,5.5674;u=35",
        "Location[gps 50.6331,5.5674 hAcc=11]",
        "Latitude 50.6331 Longitude 5.5674",
    ] {
        log(text, &[lat, lon]);
    }
    log("position=12.5 coordinates unknown, progress 50.6331,5.5674", &[]);
}

#[test]
fn network_addresses_with_neighbours() {
    log("pool 192.0.2.2-192.0.2.15 full", &[("192.0.2.2", "user_ipv4"), ("192.0.2.15", "user_ipv4")]);
    log(
        "IP6 2001:db8:be40:d4cd:b96c:45d8:1f84:414f.55760 > ::1.443:",
        &[("2001:db8:be40:d4cd", "ipv6_prefix"), ("b96c:45d8:1f84:414f", "ipv6_iid")],
    );
    log("to node-41/192.0.2.9:8030.", &[("node-41", "machine_name"), ("192.0.2.9", "user_ipv4")]);
    log("Registered on node-07:40439 now", &[("node-07", "machine_name")]);
    log("[x]...192.0.2.9[mlopez]", &[("192.0.2.9", "user_ipv4"), ("mlopez", "username")]);
    log("Server: nginx/1.2.3.4, 2.5.29.17 subjectAltName, guest_id=v1%3A17", &[]);
    log("/hci0/dev_38_18_4C_AA_10_77/fd0", &[("38_18_4C_AA_10_77", "mac_address")]);
}

#[test]
fn accounts_behind_domains_paths_and_claims() {
    users(r"created by WORKGROUP\mlopez pid=3", &["mlopez"]);
    users(r"D:\Profiles\mlopez\Desktop", &["mlopez"]);
    users("mount /export/home/mlopez (/export)", &["mlopez"]);
    users("%2Fhome%2Fmlopez%2F.config", &["mlopez"]);
    users("uid=1004(mlopez) gid=1004(mlopez)", &["mlopez", "mlopez"]);
    users("arn:aws:iam::x:user/mlopez arn:aws:sts::x:assumed-role/Admin/mlopez", &["mlopez", "mlopez"]);
    users("user: 0#.w|mlopez", &["mlopez"]);
    users("Server=db;Uid=mlopez;Pwd=", &["mlopez"]);
    users("GRANT ALL ON x TO mlopez@'%'", &["mlopez"]);
    log(r"HKLM\software PCI\ven_8086 FS\n name", &[]);
    log("login: timed out after 6 s", &[]);
}

#[test]
fn machines_that_people_named_and_services_that_are_none() {
    log(r#"{"deviceName":"iPad de Sofie"}"#, &[("iPad de Sofie", "machine_name")]);
    log("at MacBook-Air-de-Josee.local. now", &[("MacBook-Air-de-Josee", "machine_name")]);
    log("Computer name is 'PC-0033'", &[("PC-0033", "machine_name")]);
    for text in [
        r#"{"client_name":"Patient portal"}"#,
        "Endpoint=sb://evt-874.servicebus.windows.net/;HostName=hub-1.azure-devices.net;x",
        "Device: Intel(R) Ethernet",
        "hostname=www.example.net x",
    ] {
        log(text, &[]);
    }
}

#[test]
fn full_names_in_records() {
    let ann = ("Ann Whitfield", "person_name");
    for text in [
        "Welcome, Ann Whitfield",
        "user Ann Whitfield logged in",
        "user=Ann Whitfield action=login",
        "commit by Ann Whitfield on 2026-11-28",
        "C=BE, O=Acme, CN=Ann Whitfield",
        "ann (Ann Whitfield)",
    ] {
        log(text, &[ann]);
    }
    log("name=Ann+Whitfield&mail=x", &[("Ann+Whitfield", "person_name")]);
    log(r#"{"patientName":"Whitfield^Ann"}"#, &[("Whitfield^Ann", "person_name")]);
    log(r"CN=Simon\, Nadia,OU=Users,DC=x", &[(r"Simon\, Nadia", "person_name")]);
    for text in ["(c) Adam Belay", "Max Connections reached", "Victoria Metrics up", "CN=GlobalSign Root CA"]
    {
        log(text, &[]);
    }
}

#[test]
fn subscribers_behind_words_on_calls() {
    log("missed call from 0475550119", &[("0475550119", "phone")]);
    log("exten 2107 answered", &[("2107", "phone")]);
    log(
        "reach 06 80 27 79 69 or 04.30.25.75.10",
        &[("06 80 27 79 69", "phone"), ("04.30.25.75.10", "phone")],
    );
    log("phone 12 of 34 updated, call from 7 hosts", &[]);
}

#[test]
fn calls_devices_and_directories() {
    log("Call-ID: a84b4c76e66710@pc33.atlanta.example", &[("a84b4c76e66710", "session_id")]);
    log("login session 5F3C1188AABBCCDD started", &[("5F3C1188AABBCCDD", "session_id")]);
    log("/app;jsessionid=5F3C1188AABBCCDD?x=1", &[("5F3C1188AABBCCDD", "cookie")]);
    log("udid 00008110-000A1C2E3F44801E", &[("00008110-000A1C2E3F44801E", "device_guid")]);
    log(
        "PUID:10032001266C162C@7f1c2d3e-4b5a-4697-8879-6a5b4c3d2e1f",
        &[("10032001266C162C", "puid"), ("7f1c2d3e-4b5a-4697-8879-6a5b4c3d2e1f", "tenant_id")],
    );
    log("Logon ID: (0x0,0x1C8E77)", &[("0x1C8E77", "session_id")]);
}

#[test]
fn accounts_in_sentences_of_other_systems() {
    users("L'utilisateur mlopez s'est connecté", &["mlopez"]);
    users("Compte mlopez verrouillé, le compte client est bloqué", &["mlopez"]);
    log("NTLM: mlopez@FABRIKAM failed", &[("mlopez", "username"), ("FABRIKAM", "tenant_domain")]);
    log(r"\\fs-3\profiles\mlopez\x", &[("fs-3", "tenant_host"), ("mlopez", "username")]);
    log(
        "New Account: Security ID: S-1-5-21-1-2-3-1105 Account Name: mlopez",
        &[("S-1-5-21-1-2-3-1105", "user_sid"), ("mlopez", "username")],
    );
    log("2026-11-28 09:00:00 W3SVC1 WEB01 GET / - 80 -", &[("WEB01", "machine_name")]);
}

#[test]
fn data_of_windows_events_in_a_string() {
    log(
        r#"{"EventData":"\u003cData Name=\"SubjectLogonId\"\u003e0x1ef7e8e\u003c/Data\u003e\u003cData Name=\"TargetUserName\"\u003emlopez\u003c/Data\u003e"}"#,
        &[("0x1ef7e8e", "session_id"), ("mlopez", "username")],
    );
    log(
        r"Kontoname:\t\tmlopez\r\n\tAnmelde-ID:\t\t0x4A1C2\r\n\tArbeitsstationsname:\tBUERO-07",
        &[("mlopez", "username"), ("0x4A1C2", "session_id"), ("BUERO-07", "machine_name")],
    );
    log("01/13/2020 05:41:56 PM LogName=Security EventCode=4672", &[]);
    log(r#"{"UserId":"NT AUTHORITY\\SYSTEM (Acme.Exchange.ServiceHost)"}"#, &[]);
    log(r#"{"OriginatingServer":"fs-12 (15.20.207.17)"}"#, &[("fs-12", "tenant_host")]);
    log(r#"{"RemoteName":"https://www.example.org/a.exe"}"#, &[]);
    log("2018-01-01 09:10:11 W3SVC1 GET / - 80 - 127.0.0.1 Mozilla/5.0", &[]);
}

#[test]
fn accounts_and_machines_that_windows_tells_of() {
    log(
        r#"{"Computer":"frontdesk","UserName":"FRONTDESK\\mlopez"}"#,
        &[("frontdesk", "machine_name"), ("FRONTDESK", "machine_name"), ("mlopez", "username")],
    );
    log(
        r"desktop-7h2k9qp\mlopez S-1-5-21-3020182735-1102938475-2918273645-1001",
        &[
            ("desktop-7h2k9qp", "machine_name"),
            ("mlopez", "username"),
            ("S-1-5-21-3020182735-1102938475-2918273645-1001", "user_sid"),
        ],
    );
    users("User name                    Ludmila", &["Ludmila"]);
    users(r"file:C:\Users\nlopez\x User: HQ\nlopez ThreatID: 12", &["nlopez", "nlopez"]);
    log("a Card with network address 0x5CE0C58A7013 was", &[("5CE0C58A7013", "mac_address")]);
    log(r#"{"QueryName":"_ldap._tcp.fabrikam.example"}"#, &[("fabrikam.example", "tenant_domain")]);
    users("Get-ADUser -Identity m.lopez -Properties Mail", &["m.lopez"]);
}

#[test]
fn commands_in_quotes_and_values_of_the_registry() {
    log(
        r#"{"CommandLine":"\"C:\\cmd.exe\" /c \"schtasks /create /ru ACME\\svc_job /rp Kw7-mossx /tr x\""}"#,
        &[("svc_job", "username"), ("Kw7-mossx", "password")],
    );
    log(
        r#"{"CommandLine":"reg add \"HKLM\\A B\" /v DefaultPassword /t REG_SZ /d Kw7!mossx /f"}"#,
        &[("Kw7!mossx", "password")],
    );
    log(
        "Invoke-Command -ComputerName SRVAPP4,SRVAPP5 -ScriptBlock {}",
        &[("SRVAPP4", "machine_name"), ("SRVAPP5", "machine_name")],
    );
    log(
        r"VHDLocations: \\fs-12\profiles\mlopez_S-1-5-21-1912345611-2087712304-391846270-1187\x",
        &[
            ("fs-12", "tenant_host"),
            ("mlopez", "username"),
            ("S-1-5-21-1912345611-2087712304-391846270-1187", "user_sid"),
        ],
    );
    log(r"TokenEndpoint: https://login.example.org/common", &[]);
}

#[test]
fn names_of_services_and_of_entries() {
    log(
        "an error from the server srvfile3$. The target name used was cifs/srvfile3.acme.intern. This",
        &[("srvfile3", "machine_name"), ("srvfile3.acme.intern", "machine_name")],
    );
    log("3-part SPN ldap/DC9.acme.intern/acme.intern@ACME.INTERN", &[("DC9.acme.intern", "machine_name")]);
    log("GET host/app1/config HTTP/1.1", &[]);
    log(
        "Caller : fabrikam.example/Admins/m.lopez",
        &[("fabrikam.example", "tenant_domain"), ("m.lopez", "username")],
    );
    log("caused by the user changing the password from this computer", &[]);
    log("new=+44 113 496 0199", &[("+44 113 496 0199", "phone")]);
}

#[test]
fn people_and_devices_of_sign_ins() {
    log(
        r#"{"identity":"April Oniel","properties":{"userDisplayName":"April Oniel"}}"#,
        &[("April Oniel", "person_name"), ("April Oniel", "person_name")],
    );
    log(r#"{"userDisplayName":"Mr Oniel"}"#, &[("Oniel", "person_name")]);
    log(
        r#"{"displayName":"LAPTOP-12","id":"5a4de8b5-095c-47d0-a96f-a75130c61d56","type":"Device"}"#,
        &[("LAPTOP-12", "machine_name"), ("5a4de8b5-095c-47d0-a96f-a75130c61d56", "device_guid")],
    );
    log(r#"{"failureReason":"due to 'Keep me signed in' interrupt","LogonType":"Login:resume"}"#, &[]);
    log("The mailbox for Xanthe Quirrel has exceeded", &[("Xanthe Quirrel", "person_name")]);
}

#[test]
fn domains_that_are_the_machine_and_paths_behind_options() {
    log(
        r#"{"Computer":"frontdesk","SubjectDomainName":"FRONTDESK","TargetDomainName":"3B"}"#,
        &[("frontdesk", "machine_name"), ("FRONTDESK", "machine_name")],
    );
    log(r#"{"ProcessCommandLine":"\"InstallUtil.exe\" /u \"C:\\A B (x86)\\S.exe\""}"#, &[]);
}

#[test]
fn accounts_of_services() {
    log(r#"{"user":{"name":"MSSQLSERVER","domain":"NT SERVICE"}}"#, &[]);
}
