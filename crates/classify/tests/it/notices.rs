//! Lines with which desks tell what happened to a case, forms of labels, and what people write about people and secrets in the
//! rest (classification.md 4.1, 4.2, 4.6).

use crate::positions::found;
use classify::Channel;

fn case(text: &str, expected: &[(&str, &str)]) {
    found(Channel::Case, text, expected);
}

/// The spans of a text of a case that are no customer's text.
fn spans(text: &str, expected: &[(&str, &str)]) {
    crate::conversations::case(text, expected);
}

const ANN: (&str, &str) = ("Ann Whitfield", "person_name");
const SLOW: (&str, &str) = ("the portal is slow", "customer_text");

#[test]
fn notices_of_desks_have_no_text() {
    for text in [
        "SLA clock stopped: pending customer. Elapsed 02:10:09 of 04:00:00",
        "Conversation transferred to department Billing after 120 s",
        "Status changed from Open to Waiting on customer (timer paused, 40 min left)",
        "Attachment removed by virus scan: invoice.zip (2 MB)",
        "Category: Software > Mail (was: Hardware > Mouse)",
        "10:02:44 *** The visitor opened the page « Prices » ***",
        "Chat ended. Duration: 00:03:10. Rating: negative",
        "Changement de priorité : moyenne → haute",
        "Échéance repoussée du 02/03/2026 au 04/03/2026 (heures ouvrées)",
        "Rappel automatique envoyé au demandeur (2/3)",
        "\"2026-03-10 09:21\";\"Statut\";\"Changement de Nouveau à En attente\"",
        "2026-03-10 10:20 | Statut | nouveau => confirmé",
        "Statistiques du 02/03/2026 : 41 appels, 38 décrochés, attente moyenne 00:42",
        "--_000_AB1C02MB7102_--",
        "This message was deleted",
        r#"{"errors":[{"code":"Invalid","message":"Ticket is closed and cannot be updated"}]}"#,
        "Nom : Prénom : Téléphone : Message :",
        r#"{"type":"Change","via":{"source":{"from":{"title":"Escalate the tickets of directors"}}}}"#,
    ] {
        case(text, &[]);
    }
    case(
        "Ticket OPS-20931 was closed automatically after 3 days without a reply.",
        &[("OPS-20931", "case_number")],
    );
    case("Chat started by Ann Whitfield on page \"Prices\", served by department Billing", &[ANN]);
}

#[test]
fn what_people_write_of_the_same_things_is_a_text() {
    for text in [
        "New laptop not delivered",
        "Email not received since Monday",
        "Session expired every five minutes on the portal",
        "The chat ended before I could answer",
        "Is the ticket closed",
        "Aucun accès au partage depuis la mise à jour",
        "Message reçu, le dossier est clos",
    ] {
        case(text, &[(text, "customer_text")]);
    }
    let text = ("Ticket reassigned automatically, no owner was set", "customer_text");
    case("Ann Whitfield 2026-03-10 10:02: Ticket reassigned automatically, no owner was set", &[ANN, text]);
    case("2026-03-10 10:02 - System (Work notes) Ticket reassigned automatically, no owner was set", &[text]);
    case(
        "Case 20931 | Ann Whitfield | 2026-03-10 10:02 | Ticket reassigned automatically, no owner was set",
        &[("20931", "case_number"), ANN, text],
    );
}

#[test]
fn forms_of_labels_whatever_parts_them() {
    let number = ("D2610417", "case_number");
    case(
        "Demande D2610417 - Appelant : Ann Whitfield - Canal : portail - Libellé : the portal is slow",
        &[number, ANN, SLOW],
    );
    case("D2610417 / Description : the portal is slow / Type de demande : Panne", &[number, SLOW]);
    case(
        "[Contact form] Nom: Whitfield Prénom: Ann Courriel: - Message: the portal is slow",
        &[("Whitfield", "person_name"), ("Ann", "person_name"), SLOW],
    );
    case(
        "Report ; Technicien : WHITFIELD Ann ; Durée : 00:12:05 ; Commentaire : the portal is slow",
        &[("WHITFIELD Ann", "person_name"), SLOW],
    );
    case(
        "From: Ann Whitfield Objet: mon badge Hello, the portal is slow",
        &[ANN, ("mon badge", "customer_text"), ("Hello, the portal is slow", "customer_text")],
    );
    case("Rating – note : 4/5 – commentaire : the portal is slow", &[SLOW]);
}

#[test]
fn headers_right_in_front_of_a_sentence() {
    let text = ("Please check the queue", "customer_text");
    for header in [
        "[12/1 10:05 AM] Ann Whitfield",
        "Note created on 6/19/2026 8:58 AM by Ann Whitfield",
        "Updated by Ann Whitfield 3 days ago",
        "Mis à jour par Ann Whitfield il y a environ 2 heures",
        "Ann Whitfield Mon Mar 02 2026 17:21:36 GMT+0000",
        "Ann Whitfield  11 h 04",
        "Logged call by Ann Whitfield:",
        "Ann Whitfield - Mon Mar 02 12:52:30 2026 - Correspondence added",
    ] {
        case(&format!("{header} Please check the queue"), &[ANN, text]);
    }
    case("2026-04-14 18:02:11 <- +33639980017 Please check the queue", &[("+33639980017", "phone"), text]);
    case("[15-Mar-26 03:12 PM] jdoe_88 Please check the queue", &[("jdoe_88", "username"), text]);
    case(
        "[OPS-DESK-204] Ann Whitfield wrote (17.04.2026 11:02): Please check the queue",
        &[("OPS-DESK-204", "case_number"), ANN, text],
    );
}

#[test]
fn numbers_and_people_of_records() {
    let slow = r#""body":"the portal is slow""#;
    for (key, number) in [
        ("ticket_id", "#HD00471"),
        ("display_id", "66120"),
        ("tracker_id", "7Q2-KXB-91ZP"),
        ("number", "TD 2603 1184"),
    ] {
        case(
            &format!(r#"{{"{key}":"{number}",{slow}}}"#),
            &[(number.trim_start_matches('#'), "case_number"), SLOW],
        );
    }
    case(&format!(r#"{{"author_id":40978312047,{slow}}}"#), &[("40978312047", "user_number"), SLOW]);
    case(&format!(r#"{{"incidentid":"c9a9b1d0-1f2e-4e11-bdf4-6045bd9c0c11",{slow}}}"#), &[SLOW]);
    case(
        "OP-2026-0761;WHITFIELD Ann;24/03/2026;the portal is slow",
        &[("OP-2026-0761", "case_number"), ("WHITFIELD Ann", "person_name"), SLOW],
    );
}

#[test]
fn people_of_one_word_and_in_large_letters() {
    spans("I have a call with Gwendolys at ten", &[("Gwendolys", "person_name")]);
    spans("@Grace can you check the rule", &[("Grace", "person_name")]);
    spans("I give up, can Grace have a look", &[("Grace", "person_name")]);
    spans("le nouveau est PELLERIN Anaïs, il arrive", &[("PELLERIN Anaïs", "person_name")]);
    spans(r#"{"text":"Merci,\nJ.-B. Quillivic"}"#, &[("J.-B. Quillivic", "person_name")]);
    spans("the team of Fabrikam SAS", &[("Fabrikam SAS", "org_name")]);
    spans("la compta, poste 5140, sonne", &[("5140", "phone")]);
}

#[test]
fn machines_in_capitals() {
    for name in ["YARD-OFFICE-PC", "PRET-ACME-3", "TABLET-RX-7", "ZT-TC52-19"] {
        spans(&format!("the icon is gone on {name} since Monday"), &[(name, "machine_name")]);
    }
    spans("see CVE-2024-21412, invoice KM-2026-0418 and the cable RJ-45", &[]);
}

#[test]
fn secrets_and_accounts_in_sentences() {
    spans("her password, which is plum jam on bread 5. Told her", &[("plum jam on bread 5", "password")]);
    spans(
        "le mot de passe a changé, l'ancien c'était brioche dorée 2024 et",
        &[("brioche dorée 2024", "password")],
    );
    spans("j'ai mis le mot de passe de la maison, Brehat2258.", &[("Brehat2258", "password")]);
    spans("the password is the same for 2 accounts", &[]);
    spans("password is valid until 2026", &[]);
    spans("the verification code is refused, I typed 40518 twice", &[("40518", "otp")]);
    spans("my one time pass is wrong, I typed 771 902 twice", &[("771 902", "otp")]);
    spans("please disable tbrandvold", &[("tbrandvold", "username")]);
    spans("hi, can u reset me, gbrandt2, thanks", &[("gbrandt2", "username")]);
    spans("since win11 and office16 the dock on usb3 fails", &[]);
    spans("supprimer signature et recréer le profil", &[]);
}

#[test]
fn machines_people_and_secrets_that_sentences_name() {
    let machine = ("ASUS-WHARTON", "machine_name");
    spans("on my private laptop ASUS-WHARTON all is fine", &[machine]);
    spans("the laptop HR-POLICY is strict", &[]);
    spans("voir avec Mme Le Bihan demain", &[("Le Bihan", "person_name")]);
    spans("if it asks for a code use 83914207, valid ten minutes", &[("83914207", "otp")]);
    spans("Call-ID 9b2e77d0c4f34a1b if that helps", &[("9b2e77d0c4f34a1b", "session_id")]);
    spans("I used the same password, Blessing2019, on another site", &[("Blessing2019", "password")]);
    spans("il a noté son mot de passe : Vercors/1924, sans succès", &[("Vercors/1924", "password")]);
    spans("compte rendu : remplacement du disque", &[]);
    spans("I ran whoami /user as you asked", &[]);
    spans("see Ticket#2026030410000539: your password has expired", &[]);
    case(
        r#"{"ticket_id":"20117","requester":"<redacted>","comment":"<redacted>"}"#,
        &[("20117", "case_number")],
    );
}
