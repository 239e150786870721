//! What of a case's line is its frame, and what somebody wrote (classification.md 4.6).

use crate::positions::found;
use classify::Channel;

fn case(text: &str, expected: &[(&str, &str)]) {
    found(Channel::Case, text, expected);
}

const ANN: (&str, &str) = ("Ann Whitfield", "person_name");
const SLOW: (&str, &str) = ("the portal is slow", "customer_text");

#[test]
fn lines_in_which_nobody_wrote_anything() {
    for text in [
        "Content-Type: multipart/alternative; boundary=\"000c4a1f\"",
        "X-Spam-Score: 2.1",
        "-----Original Message-----",
        "--- Fin de la conversation (durée 00:09:52, 18 messages) ---",
        "##- Please type your reply above this line -##",
        "Impact: 3 - Low | Urgency: 2 - Medium | Made SLA: true",
        "Langue : français ; fuseau : Europe/Paris ; système : Windows 11",
        "Ticket ID,Subject,Status,Priority,Requester name,Created at,First reply time in minutes",
        "\"00:09:44\",\"14\",\"8\",\"good\",\"Windows 11\"",
        "* Statut changé de Nouveau à En cours",
        "<case-meta status=\"solved\" exported=\"2026-03-03\"/>",
        "Attachments (2): screen.png (214 kB), trace.log (1.2 MB)",
        "Monday, March 2nd",
    ] {
        case(text, &[]);
    }
    case("Demandeurs : Ann Whitfield", &[ANN]);
    case("Le mar. 3 mars 2026 à 11:47, Ann Whitfield a écrit :", &[ANN]);
    case("#5127 assigned to Ann Whitfield on Mar 3, 2026 @ 04:10 pm", &[("5127", "case_number"), ANN]);
    case("*** Ann Whitfield joined the chat ***", &[ANN]);
    case("Ticket <URL: https://rt.example.org/Ticket/Display.html?id=7719 >", &[("7719", "case_number")]);
}

#[test]
fn short_texts_beside_labels_and_cells_are_texts() {
    let number = ("INC-77120", "case_number");
    case("From: Ann Whitfield | Problem: the portal is slow", &[ANN, SLOW]);
    case("2026-03-05 | INC-77120 | Ann Whitfield | the portal is slow", &[number, ANN, SLOW]);
    case("| INC-77120 | Pending | P2 | 2026-03-02 | the portal is slow |", &[number, SLOW]);
}

#[test]
fn headers_of_any_words_in_front_of_a_time() {
    case("Solution proposée par Ann Whitfield le 03-03-2026 18:02 : the portal is slow", &[ANN, SLOW]);
    case("Zu Protokoll gegeben: Ann Whitfield, 3.3.2026 18:02 - the portal is slow", &[ANN, SLOW]);
    case(
        "Ann Whitfield kommentierte ITSD-3319 · 3 March 2026 at 10:05 GMT: the portal is slow",
        &[ANN, ("ITSD-3319", "case_number"), SLOW],
    );
    // A sentence is no header, nor is what names nobody.
    let since = "since 03/03/2026 10:00: error 5";
    case(&format!("It fails {since}"), &[(&format!("It fails {since}"), "customer_text")]);
}

#[test]
fn texts_right_behind_a_name_and_a_time() {
    case("Ann Whitfield 4:25 PM the portal is slow", &[ANN, SLOW]);
    case("Ann Whitfield mercredi 10:22 the portal is slow", &[ANN, SLOW]);
    case("Ann Whitfield Feb 12, 2026 6:12:09 pm the portal is slow", &[ANN, SLOW]);
    case("(02:22:41 PM) Ann Whitfield: the portal is slow", &[ANN, SLOW]);
    case("l.farahani 11:20 AM the portal is slow", &[("l.farahani", "username"), SLOW]);
    case("[2026-03-03 13:40] #helpdesk <omwangi> the portal is slow", &[("omwangi", "username"), SLOW]);
}

#[test]
fn signatures_behind_a_text() {
    case("the portal is slow (Ann Whitfield, 03/03/2026 18:18)", &[SLOW, ANN]);
    case("Visitor: the portal is slow (15:21)", &[SLOW]);
    case("the portal is slow (at 10:30)", &[("the portal is slow (at 10:30", "customer_text")]);
}

#[test]
fn sentences_of_objects_whose_keys_say_nothing() {
    case(r#"{"note":{"description":"the portal is slow","by":{"name":"Ann Whitfield"}}}"#, &[SLOW, ANN]);
    case(r#"{"x":{"hs_email_text":"the portal is slow","hs_status":"SENT"}}"#, &[SLOW]);
}

#[test]
fn texts_of_elements_rows_and_pairs() {
    case(
        "<entry case=\"116413\"><by>Ann Whitfield</by><note><![CDATA[the portal is slow]]></note></entry>",
        &[("116413", "case_number"), ANN, SLOW],
    );
    case(
        "WORKLOG|738477|20260324T212754Z|Ann Whitfield|public|the portal is slow",
        &[("738477", "case_number"), ANN, SLOW],
    );
    case("19/05/2026;01:11;appelant=Ann Whitfield;canal=tel;texte=the portal is slow", &[ANN, SLOW]);
    case("event=chat_transfer from_queue=printing to_queue=network wait=42s", &[]);
}

#[test]
fn separators_and_times_of_many_kinds() {
    case(
        "Case 80575752 // Ann Whitfield wrote on Thursday 26 February // the portal is slow",
        &[("80575752", "case_number"), ANN, SLOW],
    );
    case("\"the portal is slow\" — Ann Whitfield, 24 May 2026 15:47", &[SLOW, ANN]);
    case("NOTE (20Jun26 10:41, Ann Whitfield): the portal is slow", &[ANN, SLOW]);
    case("1787094783 HD791911 Ann Whitfield: the portal is slow", &[("HD791911", "case_number"), ANN, SLOW]);
    case("00:09:15.480 --> 00:11:07.120 <v Ann Whitfield>the portal is slow</v>", &[ANN, SLOW]);
    let text = ("the number is", "customer_text");
    case("10:15 Ann Whitfield: the number is (0161) 496-0126", &[ANN, text, ("(0161) 496-0126", "phone")]);
}

#[test]
fn labels_of_a_mail_that_nothing_parts() {
    case(
        "From: Ann Whitfield (+353 1 496 0077) Sent: 2026-03-02 15:01 the portal is slow",
        &[ANN, ("+353 1 496 0077", "phone"), SLOW],
    );
    case("From: Ann Whitfield Sent: 02 March 2026 12:02 To: Helpdesk the portal is slow", &[ANN, SLOW]);
    case("Subject: the portal is slow", &[SLOW]);
    case("From: Ann Whitfield <a.w@mail.example>", &[ANN, ("a.w@mail.example", "email")]);
}

#[test]
fn authors_in_quotes_and_in_other_orders() {
    case(
        "Article #3 from \"Ann Whitfield\" created 2026-03-02 12:40 (email-external): the portal is slow",
        &[ANN, SLOW],
    );
    case(
        "Followup - 2026-03-02 13:01 - Whitfield, Ann - the portal is slow",
        &[("Whitfield, Ann", "person_name"), SLOW],
    );
    case("by DepotDave » Mon Mar 02, 2026 4:05 pm the portal is slow", &[("DepotDave", "username"), SLOW]);
    case(
        "N° 317725 | 04.03.26 10h22 | Ann Whitfield | the portal is slow",
        &[("317725", "case_number"), ANN, SLOW],
    );
    case("Question de Ann Whitfield posée le 05/03/2026 à 10h37 the portal is slow", &[ANN, SLOW]);
    case("[2026-03-03 09:10] Status changed from \"Open\" to \"Waiting\"", &[]);
    case("[bot] intent=reset_password confidence=0.87 handover=true", &[]);
    let code = ("le code reçu c'est", "customer_text");
    case("08:58 Ann Whitfield: le code reçu c'est 40 77 15", &[ANN, code, ("40 77 15", "otp")]);
}
