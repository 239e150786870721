//! Audit and activity events of platforms: whose an identifier is, by its key, its object and the change that it stands in
//! (classification.md 4.2, 4.3, 5.2, 5.4).

use crate::positions::{FABRIKAM, log, users};
use classify::{Channel, classify_line};

#[test]
fn identifiers_that_are_no_guids_by_a_users_key() {
    log(r#"{"user_id":"00u7klm2xQpRsT9uv0w1"}"#, &[("00u7klm2xQpRsT9uv0w1", "user_guid")]);
    log(r#"{"actor":{"uuid":"GLF6WUEKS5CSND"}}"#, &[("GLF6WUEKS5CSND", "user_guid")]);
    log(r#"{"createdById":"0055j0000q9s7AAA"}"#, &[("0055j0000q9s7AAA", "user_guid")]);
    // The service's own name is no part of it.
    log(r#"{"userId":"oauth2|618200f34f4dd006"}"#, &[("618200f34f4dd006", "user_guid")]);
    users(r#"{"user_id":"mlopez77"}"#, &["mlopez77"]);
    log(r#"{"local-member-id":"cd94fc93678c5916"}"#, &[]);
    log(r#"{"item_uuid":"bvwmm7xis4uca7wbe9r","txid":"0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44"}"#, &[]);
}

#[test]
fn bare_identifiers_by_the_kind_of_their_object() {
    log(r#"{"target":[{"id":"00u7klm2xQpRsT","type":"User"}]}"#, &[("00u7klm2xQpRsT", "user_guid")]);
    log(r#"{"target":[{"id":"00g9abcdEfGhIj2","type":"UserGroup","displayName":"Sandra Hollis"}]}"#, &[]);
    log(r#"{"owned_by":{"type":"user","id":"28013337"}}"#, &[("28013337", "user_number")]);
    log(r#"{"entry":{"id":28013338,"type":"user"}}"#, &[("28013338", "user_number")]);
    log(r#"{"entry":{"id":28013338,"type":"file"}}"#, &[]);
    log(r#"{"ActorEmail":"","ID":"0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44"}"#, &[]);
    log(r#"{"data":{"object":{"id":"cus_2ec66fb4c3","email":""}}}"#, &[]);
    let id = "0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44";
    log(&format!(r#"{{"Actor":[{{"ID":"User_{id}","Type":2}}]}}"#), &[(id, "user_guid")]);
    log(&format!(r#"{{"Name":"Role.ObjectID","NewValue":"{id}","OldValue":""}}"#), &[]);
    // The digest by which a container is called.
    let digest = "7d12f09ac34be85610fd92ab7c3e41d85f60b92e7a18c4d3f5e6071829abcdef";
    log(&format!(r#"{{"Type":"container","Actor":{{"ID":"{digest}"}}}}"#), &[]);
}

#[test]
fn an_organisation_of_the_context_is_no_person_by_the_key_of_an_account() {
    log(r#"{"accountName":"Fabrikam SAS","owner":"Fabrikam SAS"}"#, &[("Fabrikam SAS", "org_name"); 2]);
}

#[test]
fn what_stands_behind_a_cmdlet_in_the_next_line_is_no_account() {
    log(r#"{"Message":"Command Name = Get-ADUser\r\n        Command Type = Cmdlet\r\n"}"#, &[]);
    users("PS C:\\> Get-ADUser mlopez77", &["mlopez77"]);
    users("The policies of the user were applied; database_user=dbo", &[]);
}

#[test]
fn identifiers_of_devices_sessions_and_organisations() {
    log(r#"{"device_uuid":"lc5fqgbrcm4plajd8mw"}"#, &[("lc5fqgbrcm4plajd8mw", "device_guid")]);
    log(r#"{"session":{"uuid":"A5K6COGVRVEJXJ"}}"#, &[("A5K6COGVRVEJXJ", "session_id")]);
    log(r#"{"organization":"5f9a1c2b3d4e5f60718293a4"}"#, &[("5f9a1c2b3d4e5f60718293a4", "tenant_id")]);
    log(r#"{"machine_id":"i-0a1b2c3d4e5f60718"}"#, &[]);
}

#[test]
fn the_sides_of_a_change_have_the_key_of_its_field() {
    log(
        r#"{"changes":[{"field":"displayName","from":"","to":"Ann Whitfield"}]}"#,
        &[("Ann Whitfield", "person_name")],
    );
    log(r#"{"Key":"user","ValueString":"mlopez"}"#, &[("mlopez", "username")]);
    log(r#"{"changes":[{"field":"timeout","from":"mlopez","to":"bpark"}]}"#, &[]);
}

#[test]
fn values_that_name_nobody() {
    for text in [
        r#"{"lastLogin":"2026-06-24T17:39:19.000Z"}"#,
        r#"{"mapping":{"user":"caller_id"}}"#,
        r#"{"client_name":"N/A"}"#,
        r#"{"endpoint":"https://hooks.siem.example/in"}"#,
        r#"{"useragent":{"device":"Mac"}}"#,
        r#"{"hostname":"dev-yoj8axza.au.auth0.com"}"#,
        r#"{"accountName":"Harbour Foods"}"#,
    ] {
        log(text, &[]);
    }
}

#[test]
fn numbers_by_the_key_of_a_person() {
    log(r#"{"user_id":44871}"#, &[("44871", "user_number")]);
    log(r#"{"auth_device":{"name":"My iPad (614-555-0177)"}}"#, &[("614-555-0177", "phone")]);
    log(
        r#"{"caller_id":{"display_value":"Ann Whitfield","value":"5137153cc611227c000bbd1bd8cd2005"}}"#,
        &[("Ann Whitfield", "person_name"), ("5137153cc611227c000bbd1bd8cd2005", "user_guid")],
    );
}

#[test]
fn unquoted_values_of_account_records_go_on_to_the_next_key() {
    let record = "plan=Business Premium quantity=85 amount=49.00 EUR status=active";
    let spans = classify_line(record.as_bytes(), Channel::Account, &FABRIKAM);
    let got: Vec<_> = spans.iter().map(|span| &record[span.start..span.end]).collect();
    assert_eq!(got, ["Business Premium", "85", "49.00"]);
    let record = r#"{"object":"invoice","number":"FAB-2026-0412"}"#;
    let spans = classify_line(record.as_bytes(), Channel::Account, &FABRIKAM);
    assert_eq!(spans.first().map(|span| span.entity.name()), Some("invoice_number"));
}

#[test]
fn keys_that_no_list_has_by_what_they_are_composed_of() {
    const ID: &str = "0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44";
    log(&format!(r#"{{"learnerRef":"{ID}"}}"#), &[(ID, "user_guid")]);
    log(&format!(r#"{{"kioskGuid":"{ID}"}}"#), &[(ID, "device_guid")]);
    log(&format!(r#"{{"tenantRef":"{ID}"}}"#), &[(ID, "tenant_id")]);
    log(&format!(r#"{{"ledgerRef":"{ID}","replica_uid":"{ID}","rackid":"{ID}"}}"#), &[]);
    users(r#"{"archivedBy":"mlopez"}"#, &["mlopez"]);
    users(r"vaultTrustee=mlopez outcome=ok", &["mlopez"]);
    users(r#"{"archivedBy":"retention"}"#, &[]);
    log(r#"{"Logon Workstations":"RECEPTION-44"}"#, &[("RECEPTION-44", "machine_name")]);
    log("Failed to load account with identifier 0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44", &[(ID, "user_guid")]);
}

#[test]
fn entries_of_devices() {
    log(r#"{"name":"RECEPTION-44","resourceType":"ManagedDevice"}"#, &[("RECEPTION-44", "machine_name")]);
    log(r#"{"device_name":"ACME\\RECEPTION-44"}"#, &[("RECEPTION-44", "machine_name")]);
    log(r#"{"client_name":"libpqxx"}"#, &[]);
    log(r#"{"fromStation":"RECEPTION-44"}"#, &[("RECEPTION-44", "machine_name")]);
}

#[test]
fn words_run_together_are_no_names() {
    log(r#"{"displayName":"Wipe ManagedDevice"}"#, &[]);
    log(r#"{"displayName":"Nadia McAllister"}"#, &[("Nadia McAllister", "person_name")]);
}

#[test]
fn full_names_that_are_whole_values_under_keys_that_say_nothing() {
    log(r#"{"detail":"Sandra Hollis"}"#, &[("Sandra Hollis", "person_name")]);
    log(r#"{"detail":"Sandra Hollis","type":"PolicyRule"}"#, &[]);
    log(r#"{"detail":"see Sandra Hollis"}"#, &[]);
}

#[test]
fn plurals_in_brackets_are_no_values() {
    users("The name(s) of the user(s) named in the request could not be found", &[]);
}

#[test]
fn the_label_of_a_custom_column_is_its_key() {
    const FRONT: &str = "CEF:0|Acme|Gate|1|7|Denied|3|";
    users(&format!("{FRONT}cs3=mlopez cs3Label=Account Name act=deny"), &["mlopez"]);
    log(
        &format!("{FRONT}cs1Label=latitude cs1=48.85341 cs2Label=ratio cs2=48.85341"),
        &[("48.85341", "geo_coordinate")],
    );
}

#[test]
fn which_identifier_stands_between_noun_and_identifier() {
    const ID: &str = "0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44";
    log(&format!(r#"{{"memberExternalRef":"{ID}"}}"#), &[(ID, "user_guid")]);
    log(&format!(r#"{{"tablet_global_id":"{ID}"}}"#), &[(ID, "device_guid")]);
    log(&format!(r#"{{"rule_internal_id":"{ID}"}}"#), &[]);
    log(r#"{"session_id":"websid:4470116023"}"#, &[("websid:4470116023", "session_id")]);
}

#[test]
fn french_columns_without_a_particle() {
    log(r#"{"nom_titulaire":"Hervé Kowalczyk"}"#, &[("Hervé Kowalczyk", "person_name")]);
    log(r#"{"nom_fichier":"Annexe Finale"}"#, &[]);
    log(r#"{"soignant":"Dr Sandra Hollis"}"#, &[("Sandra Hollis", "person_name")]);
}

#[test]
fn full_names_behind_the_sign_of_a_pair_or_a_cell() {
    log("evt=swipe who2=Sandra Hollis gate=4", &[("Sandra Hollis", "person_name")]);
    log("4711|swipe|Sandra Hollis|gate 4", &[("Sandra Hollis", "person_name")]);
    log("swipe at gate 4 [Sandra Hollis]", &[("Sandra Hollis", "person_name")]);
    log("evt=swipe door=North Gate level=High Alert", &[]);
}

#[test]
fn numbers_and_titles_under_keys_that_have_another_form() {
    log(r#"{"user":{"id_str":"81426007"}}"#, &[("81426007", "user_number")]);
    log(r#"{"sub":"814260071234"}"#, &[("814260071234", "user_number")]);
    log(r#"{"sub":"1234"}"#, &[]);
    log(r#"{"accountId":"210987654321"}"#, &[("210987654321", "tenant_id")]);
    log(r#"{"device":{"name":"Mantis tablet"}}"#, &[("Mantis tablet", "machine_name")]);
}

#[test]
fn objects_in_a_list_are_what_the_list_is_of() {
    log(
        r#"{"accessPolicies":[{"displayName":"Block Barton"}],"userDisplayName":"Ann Whitfield"}"#,
        &[("Ann Whitfield", "person_name")],
    );
    let id = "0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44";
    log(
        &format!(
            r#"{{"user":{{"username":"system:serviceaccount:ops:cleaner","uid":"{id}"}},"kind":"kube"}}"#
        ),
        &[],
    );
    log(
        &format!(r#"{{"user":{{"username":"mlopez77","uid":"{id}"}},"kind":"kube"}}"#),
        &[("mlopez77", "username"), (id, "user_guid")],
    );
}

#[test]
fn logons_in_decimals_and_listed_identifiers_anywhere() {
    log(r#"{"LogonId":3871479,"LogonType":3}"#, &[("3871479", "session_id")]);
    log("LogonId=999 TargetLogonId=1000", &[]);
    let id = "5d1c2b7a90e84f63a2b1c0d9e8f70612";
    log(&format!("out=run.{id}.20f76b9c4141183fef1387071de80fc2 done"), &[(id, "tenant_id")]);
    log(&format!(r#"{{"customerId":"{id}"}}"#), &[(id, "tenant_id")]);
    log(
        "MailboxId=0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44@fabrikam.example;",
        &[("0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44", "user_guid"), ("fabrikam.example", "tenant_domain")],
    );
}

#[test]
fn what_is_left_of_a_token_opens_nothing() {
    log(r#"{"hashed_token":"GhRltHkZG69v4RAMYAhH82CcIUltc6G4"}"#, &[]);
    log(r#"{"client_token":"hmac-sha256:f41cba5901b2ce11ae9fb81a3fd99beb5eac4394711e05a3"}"#, &[]);
    log(
        r#"{"client_token":"GhRltHkZG69v4RAMYAhH82CcIUltc6G4"}"#,
        &[("GhRltHkZG69v4RAMYAhH82CcIUltc6G4", "token")],
    );
}

#[test]
fn cookies_in_a_column_and_passwords_made_secure() {
    log(
        "GET /a - JSESSIONID=7F3A9C2E55AA00;+lang=fr;+.AspNet.ApplicationCookie=B4li0ZZ4QBlORpSs 302",
        &[("7F3A9C2E55AA00", "cookie"), ("B4li0ZZ4QBlORpSs", "cookie")],
    );
    for command in [
        "New-Object PSCredential 'mlopez77',(ConvertTo-SecureString 'Zebra77Lamp' -AsPlainText -Force)",
        "New-Object PSCredential 'mlopez77', (ConvertTo-SecureString -AsPlainText -Force 'Zebra77Lamp')",
    ] {
        log(command, &[("mlopez77", "username"), ("Zebra77Lamp", "password")]);
    }
}

#[test]
fn full_names_of_hosts_are_hosts_wherever_they_stand() {
    let host = [("pc-19", "machine_name"), ("fabrikam.example", "tenant_domain")];
    log("alias=pc-19.fabrikam.example;", &host);
    log("pool=web member=pc-19.fabrikam.example state=up", &host);
    log("https://api.fabrikam.example/v1", &[("api", "machine_name"), ("fabrikam.example", "tenant_domain")]);
    log("https://login.fabrikam.example/v1", &[("login.fabrikam.example", "tenant_domain")]);
    log(
        "Error: mlopez@fabrikam.example-The password is wrong",
        &[("mlopez", "upn"), ("fabrikam.example", "tenant_domain")],
    );
}

#[test]
fn what_stands_in_an_accounts_place_and_is_none() {
    log(r#"started for user "NT AUTHORITY\SYSTEM"."#, &[]);
    log("Get-MgUser : [Request_ResourceNotFound] : no such thing", &[]);
    log(r#"WWW-Authenticate: Bearer realm="registry", error="invalid_token""#, &[]);
    log("dmarc=pass (p=REJECT sp=REJECT dis=NONE)", &[]);
    log("DB_PASSWORD=${DB_PASSWORD:?required}", &[]);
    users(r#"{"display_name":"ldap-mlopez77"}"#, &["mlopez77"]);
    log("Uniqueid: 1771277361.2045", &[("1771277361.2045", "session_id")]);
}
