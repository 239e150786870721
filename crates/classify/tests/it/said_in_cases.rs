//! What sentences of cases tell: names and accounts, machines and places, codes and passwords (classification.md 4.1 to 4.6).

use crate::conversations::case;
use crate::positions::found;
use classify::{Channel, CompiledContext, TenantContext, classify_line};

fn all(text: &str, expected: &[(&str, &str)]) {
    found(Channel::Case, text, expected);
}

#[test]
fn what_was_done_to_somebody_is_no_part_of_the_name() {
    let name = ("Maël Guérin", "person_name");
    for front in ["Rappelé", "Dépannée", "Bonjour à tous, Appelé"] {
        case(&format!("{front} Maël Guérin hier"), &[name]);
    }
    case("Appelez Gaëtan au bureau", &[("Gaëtan", "person_name")]);
    case("Vu avec Aimé Jean Kossi hier", &[("Aimé Jean Kossi", "person_name")]);
}

#[test]
fn names_that_are_other_words_where_only_people_are() {
    case("Bob says no, and Bob's badge is lost", &[("Bob", "person_name"), ("Bob", "person_name")]);
    case("a bob of yarn, Will needed", &[]);
}

#[test]
fn names_behind_small_words_that_lost_their_vowel() {
    case("celui d’Hugues est mort", &[("Hugues", "person_name")]);
    case("le poste d’Hugues Martin", &[("Hugues Martin", "person_name")]);
    case("vu avec M. d’Aubigny (compta)", &[("d’Aubigny", "person_name")]);
    case("la clé d’Orange et l’Europe d’accord", &[]);
}

#[test]
fn titles_and_greetings_are_nobody() {
    all("Bonjour Madame, merci bien", &[("Bonjour Madame, merci bien", "customer_text")]);
    case(
        "Thanks, Ann Whitfield | Dispatch Manager | T 0113 496 0152 | M 07700 900318",
        &[("Ann Whitfield", "person_name"), ("0113 496 0152", "phone"), ("07700 900318", "phone")],
    );
    case("could you look? Cheers, Jo", &[("Jo", "person_name")]);
    case("could you look? Cheers, Team", &[]);
    case("it was Ann Whitfield Q: what is wrong?", &[("Ann Whitfield", "person_name")]);
    case("Van: Ann Whitfield Verzonden: woensdag Onderwerp: dock", &[("Ann Whitfield", "person_name")]);
}

#[test]
fn given_names_of_the_directory() {
    let json =
        br#"{"tenant": {"users": [{"display_name": "Xaqulin Brandt"}, {"display_name": "Dock, Ann"}]}}"#;
    let context = CompiledContext::new(&TenantContext::from_json(json).unwrap()).unwrap();
    let text = "the tablet of Xaqulin is at the Dock again";
    let spans = classify_line(text.as_bytes(), Channel::Case, &context);
    let names: Vec<_> = spans.iter().filter(|s| s.entity.name() == "person_name").collect();
    assert_eq!(names.iter().map(|s| &text[s.start..s.end]).collect::<Vec<_>>(), ["Xaqulin"]);
}

#[test]
fn machines_that_are_called_so() {
    case("le poste nommé ORYX-ACCUEIL retarde", &[("ORYX-ACCUEIL", "machine_name")]);
    case("PC name ORYX-RECEPTION, third floor", &[("ORYX-RECEPTION", "machine_name")]);
    case("it bounced, from oryx-mx1 again", &[("oryx-mx1", "machine_name")]);
    case(
        "jobs from ORYXW10919 on ORYXL20118",
        &[("ORYXW10919", "machine_name"), ("ORYXL20118", "machine_name")],
    );
    case(
        "my laptop ORYXL20118, see RITM0010442 and KB5051553 on RITM0010442",
        &[("ORYXL20118", "machine_name")],
    );
    case("moved from us-east-1 to step-2 on python-3", &[]);
}

#[test]
fn accounts_behind_what_names_them() {
    for front in ["account name", "compte de service", "nom d’utilisateur", "the service account"] {
        case(&format!("locked: {front} svc_etiq today"), &[("svc_etiq", "username")]);
    }
    case("the account name mismatch and the user name field", &[]);
    case(
        "Identifiants SFTP : gpao_depot / Ortolan_41, merci",
        &[("gpao_depot", "username"), ("Ortolan_41", "password")],
    );
}

#[test]
fn places_told_in_degrees() {
    case(
        "the van is at 53.79648, -1.54785 since noon",
        &[("53.79648", "geo_coordinate"), ("-1.54785", "geo_coordinate")],
    );
    case("it took 1.2345, 2.3456 s, at 9.5, 3.2 and at 153.79648, 2.54785", &[]);
}

#[test]
fn lists_of_codes_and_codes_for_a_while() {
    case("Backup codes for my account: 8841-2207, 5519-0032.", &[("8841-2207", "otp"), ("5519-0032", "otp")]);
    case("le code d’accès temporaire 7Kx2-MqLp expire", &[("7Kx2-MqLp", "otp")]);
}

#[test]
fn secrets_of_servers_networks_and_domains() {
    case("le secret RADIUS de la borne est Mouette#55.", &[("Mouette#55", "password")]);
    case("SSID ORYX-GUEST, key Lapwing-Gate-4", &[("Lapwing-Gate-4", "password")]);
    case("transfer it, auth code Tern!5580 please", &[("Tern!5580", "password")]);
    case(
        "port 22 user oryxdrop password Sandpiper_41.",
        &[("oryxdrop", "username"), ("Sandpiper_41", "password")],
    );
    case(
        "mon ancien mot de passe était Ortolan_41, le nouveau Sittelle_42, rien",
        &[("Ortolan_41", "password"), ("Sittelle_42", "password")],
    );
    case("mon mot de passe était Ortolan_41, le nouveau PC est lent", &[("Ortolan_41", "password")]);
}

#[test]
fn sessions_of_windows_in_sentences() {
    case("Logon ID 0x3e9f21a is gone", &[("0x3e9f21a", "session_id")]);
    case("Logon ID 0x3e7 is the system's", &[]);
}

#[test]
fn zones_of_trade() {
    case(
        "à livrer ZA de la Prade, 81100 Castres, merci",
        &[("ZA de la Prade, 81100 Castres", "postal_address")],
    );
    case("en ZA de la Prade comme hier", &[]);
}

#[test]
fn headers_of_mails_that_are_answered() {
    let ann = [("Ann Whitfield", "person_name"), ("ann@mail.example", "email")];
    for header in [
        "El mié, 11 mar 2026 a las 9:12, Ann Whitfield (<ann@mail.example>) escribió:",
        "Op wo 11 mrt 2026 om 09:12 schreef Ann Whitfield <ann@mail.example>:",
        "Il giorno mer 11 mar 2026 alle ore 09:12 Ann Whitfield <ann@mail.example> ha scritto:",
        "Em qua., 11 de mar. de 2026 às 09:12, Ann Whitfield <ann@mail.example> escreveu:",
    ] {
        all(&format!("{header} it fell"), &[ann[0], ann[1], ("it fell", "customer_text")]);
    }
    let text = "On the label somebody wrote: it fell";
    all(text, &[(text, "customer_text")]);
}

#[test]
fn numbers_of_cases_behind_their_sign_and_in_subjects() {
    all(
        "Ticket n°48213 - Demandeur : Ann Whitfield - Description : il est tombé",
        &[("48213", "case_number"), ("Ann Whitfield", "person_name"), ("il est tombé", "customer_text")],
    );
    all(
        r#"{"title":"RE: badge [#410223]","body":"It fell."}"#,
        &[("RE: badge", "customer_text"), ("410223", "case_number"), ("It fell", "customer_text")],
    );
}

#[test]
fn texts_under_keys_of_desks() {
    all(
        r#"{"Summary":"Dock dead","Detailed Decription":"It fell at noon."}"#,
        &[("Dock dead", "customer_text"), ("It fell at noon", "customer_text")],
    );
    all(
        r#"{"briefDescription":"Dock dead","request":"It fell at noon."}"#,
        &[("Dock dead", "customer_text"), ("It fell at noon", "customer_text")],
    );
}

#[test]
fn lines_of_a_signature_on_one_line() {
    case(
        r"Ann Whitfield\nDispatch Manager\nHarbour Foods\nwww.fabrikam.example",
        &[("Ann Whitfield", "person_name"), ("www.fabrikam.example", "tenant_domain")],
    );
    case(
        r"FABRIKAM\nadia and FABRIKAM\nelson",
        &[
            ("FABRIKAM", "tenant_domain"),
            ("nadia", "username"),
            ("FABRIKAM", "tenant_domain"),
            ("nelson", "username"),
        ],
    );
}

#[test]
fn passports_and_keys_that_are_called_so() {
    case("PUID affiché dans le portail : 1003CAA809CF274B, merci", &[("1003CAA809CF274B", "puid")]);
    case(
        "remove ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 mkant@ORYXPC from it",
        &[("mkant", "username"), ("ORYXPC", "machine_name")],
    );
}

#[test]
fn comments_that_jira_exports() {
    all(
        "04/Mar/26 4:47 PM;lmarchetti;the dock fell",
        &[("lmarchetti", "username"), ("the dock fell", "customer_text")],
    );
}

#[test]
fn passwords_in_tags_and_behind_what_they_are_for() {
    case(r#"{"comment":"<p>done, new password <code>Puffin-88x</code></p>"}"#, &[("Puffin-88x", "password")]);
    case("scan, mot de passe SMTP Fauvette.22.", &[("Fauvette.22", "password")]);
    case("the password SMTP Fauvette.22 is dead, the password VPN uses too", &[("Fauvette.22", "password")]);
}

#[test]
fn accounts_that_are_made_of_a_name() {
    case(
        "Solène Kervella part, désactiver skervella et kervella.solene",
        &[("Solène Kervella", "person_name"), ("skervella", "username"), ("kervella.solene", "username")],
    );
    case("Ann Whitfield has a bwhitfield and the whitfield", &[("Ann Whitfield", "person_name")]);
}
