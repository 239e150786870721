//! Headers of entries, people that no list has, and secrets in the sentences of cases (classification.md 4.1, 4.2, 4.6).

use crate::conversations::case;
use crate::positions::{FABRIKAM, found, log, users};
use classify::{Channel, classify_line};

fn all(text: &str, expected: &[(&str, &str)]) {
    found(Channel::Case, text, expected);
}

#[test]
fn headers_of_any_order() {
    let (ann, text) = (("Ann Whitfield", "person_name"), ("it is slow", "customer_text"));
    for header in [
        "2026-03-05 | INC-77120 | Ann Whitfield | ",
        "ticket INC-77120 | Ann Whitfield | ",
        "Call log 2026-03-05 09:42, agent Ann Whitfield: ",
        "Appel du 05/03/2026 à 9h40 (Ann Whitfield) : ",
        "05/03/2026 10:14 — Ann Whitfield — ",
        "Ann Whitfield  11:04 ",
        "Ann Whitfield (cliente), le 05/03/2026 à 09:12 : ",
        "le 05/03/2026 à 09:12, Ann Whitfield a écrit : ",
    ] {
        let line = format!("{header}it is slow");
        let number = header.contains("INC").then_some(("INC-77120", "case_number"));
        all(&line, &number.into_iter().chain([ann, text]).collect::<Vec<_>>());
    }
    all("2026-03-05 the printer: slow", &[("2026-03-05 the printer: slow", "customer_text")]);
}

#[test]
fn lines_of_a_mail_header() {
    all("Objet : écran noir", &[("écran noir", "customer_text")]);
    all(
        "Cc: Ann Whitfield <ann@mail.example>",
        &[("Ann Whitfield", "person_name"), ("ann@mail.example", "email")],
    );
}

#[test]
fn bodies_of_elements_and_pairs() {
    all(
        r#"<case id="INC0098123"><comments>it is slow</comments></case>"#,
        &[("INC0098123", "case_number"), ("it is slow", "customer_text")],
    );
    all(
        r#"ticket=TCK-20991 message="it is slow""#,
        &[("TCK-20991", "case_number"), ("it is slow", "customer_text")],
    );
}

#[test]
fn people_that_no_list_has() {
    for (text, name) in [
        ("we asked Hrothgar Ellingboe to look", "Hrothgar Ellingboe"),
        ("Hrothgar's laptop is broken", "Hrothgar"),
        ("my colleague Hrothgar has it too", "Hrothgar"),
        ("this is Hrothgar from sales", "Hrothgar"),
        ("sent to H. Ellingboe for approval", "H. Ellingboe"),
        ("le poste de Hrothgar redémarre", "Hrothgar"),
        ("Ludmila has no access", "Ludmila"),
        ("Merci Ludmila !", "Ludmila"),
    ] {
        case(text, &[(name, "person_name")]);
    }
    for text in [
        "the Dell Latitude docking station",
        "use Mozilla Firefox instead",
        "Das Passwort wurde geändert",
        "our German office is closed",
        "contact Symas Corp about it",
    ] {
        case(text, &[]);
    }
}

#[test]
fn secrets_beside_what_names_them() {
    for (text, secret) in [
        ("we reset it to Maple-River42 but the password fails", "Maple-River42"),
        ("credentials: joe / Maple_River42", "Maple_River42"),
        ("the guest wifi is called Foyer and its key is maple-guests-42", "maple-guests-42"),
        ("my password is Zwirbelholz.", "Zwirbelholz"),
        ("ran `net use S: \\\\nas\\s /user:joe Maple+River42` twice", "Maple+River42"),
    ] {
        let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
        let got: Vec<_> =
            spans.iter().filter(|s| s.entity.name() == "password").map(|s| &text[s.start..s.end]).collect();
        assert_eq!(got, [secret], "{text}");
    }
    case("she gave 118 402 from the authenticator", &[("118 402", "otp")]);
    case("sign in changed from password to certificate", &[]);
}

#[test]
fn references_and_hashes_are_no_passwords() {
    log("password = var.db_password", &[]);
    log("db_password: env.DB_PASSWORD", &[]);
    log("existingSecret: redis-auth", &[]);
    let hash = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    log(&format!("hashed_password: {hash}"), &[(hash, "password_hash")]);
    log("openssl enc -pass env:KEY -in a", &[]);
    log("openssl enc -pass pass:Maple+River42 -in a", &[("Maple+River42", "password")]);
    log("the flaw is patched in 4.7.2.1", &[]);
}

#[test]
fn accounts_and_machines_by_their_frames() {
    users("Le compte mlopez a été verrouillé", &["mlopez"]);
    users("Utilisateur mlopez : échec de connexion", &["mlopez"]);
    users("Unlock-ADAccount mlopez", &["mlopez"]);
    users("Add-ADGroupMember -Identity \"Print Admins\" -Members mlopez,jsmyth", &["mlopez", "jsmyth"]);
    users("2026-07-01 08:00:02 - GET /a.css 304 0 2 - Mozilla/5.0", &[]);
    log(
        "offered to a4:5e:60:c8:11:9f, client SCAN-GUN-4",
        &[("a4:5e:60:c8:11:9f", "mac_address"), ("SCAN-GUN-4", "machine_name")],
    );
    log(
        "Processing Ann Whitfield <210>->0475310866",
        &[("Ann Whitfield", "person_name"), ("210", "phone"), ("0475310866", "phone")],
    );
}

#[test]
fn streets_numbers_and_machines_in_sentences() {
    case(
        "wir sitzen Am Hohen Ufer 3, 30159 Hannover seit Mai",
        &[("Am Hohen Ufer 3, 30159 Hannover", "postal_address")],
    );
    case("mon fixe : 02/555.14.07", &[("02/555.14.07", "phone")]);
    case("the tablet called SHELF-SCAN-3 is dead", &[("SHELF-SCAN-3", "machine_name")]);
    case("the laptop shows error CVE-2026-1187", &[]);
    case("Hrothgar will test it", &[("Hrothgar", "person_name")]);
    case("I changed it from Larch&Elm4 and the password fails", &[("Larch&Elm4", "password")]);
    case("I was sent 604 118 as the verification code", &[("604 118", "otp")]);
}

#[test]
fn versions_keys_and_tags_in_records() {
    log("Return Value <12> of Exit Status <255>", &[]);
    log("upgraded openssl from 1.1.1.20 to 3.0.13.1", &[]);
    log("password: !vault |", &[]);
    log("PGPASSWORD=$SHOP_PASSWORD psql", &[]);
    log("Authorization: Digest username=\"mlopez\"", &[("mlopez", "username")]);
    let key = "9c1f0e4c55aa4c119b0e6a2f3c4d5e6f";
    log(&format!("dsn=https://{key}@o77.ingest.example.com/4"), &[(key, "token")]);
    let [lm, nt] = ["aad3b435b51404eeaad3b435b51404ee", "8846f7eaee8fb117ad06bdd830b7586c"];
    log(
        &format!("mlopez:1004:{lm}:{nt}:::"),
        &[("mlopez", "username"), (lm, "password_hash"), (nt, "password_hash")],
    );
    log("ssh-keygen -t ed25519 -N Maple+River42 -f id", &[("Maple+River42", "password")]);
}

#[test]
fn a_small_word_of_french_in_front_of_another_begins_no_name() {
    case("L\u{2019}ordonnanceur dit ce qui manque.", &[]);
    case("L'hyperviseur dit non.", &[]);
}
