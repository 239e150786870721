//! What people write to a support desk, and account records (classification.md 4.1, 4.2, 4.6, 4.7).

use crate::positions::{FABRIKAM, account};
use classify::{Channel, classify_line};

/// The spans of a case that are no customer's text.
pub(crate) fn case(text: &str, expected: &[(&str, &str)]) {
    let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
    let named = spans.iter().map(|s| (&text[s.start..s.end], s.entity.name()));
    let got: Vec<_> = named.filter(|(_, entity)| *entity != "customer_text").collect();
    assert_eq!(got, expected, "{text}");
}

#[test]
fn streets_whose_number_stands_behind() {
    for address in [
        "Lindenstraße 14, 10969 Berlin",
        "Bahnhofstr. 5a, 80335 München",
        "Kerkstraat 112 bus 4, 9000 Gent",
        "Nieuwe Gracht 61, 3512 LG Utrecht",
        "avenue des Tilleuls 8, B-5100 Jambes",
    ] {
        case(&format!("ship it to {address}, please"), &[(address, "postal_address")]);
    }
    case("we had a meeting 14 days ago, rue barrée", &[]);
}

#[test]
fn streets_with_parts_of_a_building() {
    for address in [
        "Flat 3, 88 Deansgate, Manchester M3 2ER",
        "1425, boulevard Lévesque Ouest, bureau 700, Montréal (Québec) H3G 1T7",
        "25 avenue de l'Opéra 75001 Paris Cedex 01",
    ] {
        case(&format!("ship it to {address}"), &[(address, "postal_address")]);
    }
}

#[test]
fn people_in_letters() {
    let ann = ("Ann Whitfield", "person_name");
    case("10:15 Ann Whitfield: it fails. Thanks, Ann Whitfield", &[ann, ann]);
    case("28/11/2026 09:42 - Ann Whitfield : slow", &[ann]);
    case("2026-03-05 10:15 [engineer] Lee, Ann: it is slow", &[("Lee, Ann", "person_name")]);
    case("2026-03-05T10:15:00Z Ann Whitfield (customer): slow", &[ann]);
    case("Thanks Ludmila, that works", &[("Ludmila", "person_name")]);
    case("for Mme Fatoumata Diallo", &[("Fatoumata Diallo", "person_name")]);
    case(r"it fails.\nRegards,\nAnn Whitfield", &[ann]);
    case("Ann Whitfield (awhitf) is locked", &[ann, ("awhitf", "username")]);
    case("ask our IT Manager, Fabrikam Group", &[]);
}

#[test]
fn messages_and_numbers_under_general_keys() {
    let text = r#"{"number":"CS0181807","message":"my badge fails"}"#;
    let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
    let got: Vec<_> = spans.iter().map(|s| (&text[s.start..s.end], s.entity.name())).collect();
    assert_eq!(got, [("CS0181807", "case_number"), ("my badge fails", "customer_text")]);
}

#[test]
fn keys_and_tokens_in_prose() {
    case("The wifi key on the router is maple42syrup", &[("maple42syrup", "password")]);
    case("API key we use: ak_live_8f3K2mQ9xZ7vB4nL", &[("ak_live_8f3K2mQ9xZ7vB4nL", "token")]);
    case("our licence key is ABCDE-12345-FGHIJ-67890-KLMNO", &[]);
}

#[test]
fn fields_of_account_records() {
    account(
        r#"{"type":"facture","numéro":"F-88","acheteur":"Ann Whitfield","quantité":3}"#,
        &[("F-88", "invoice_number"), ("Ann Whitfield", "contact_name"), ("3", "licence")],
    );
    account(
        r#"product="Desk Pro" qty=12 net=419.88"#,
        &[("Desk Pro", "licence"), ("12", "licence"), ("419.88", "amount")],
    );
    account(
        r"invoice_number;customer;amount\nINV-1190;Acme AG;980.00",
        &[("INV-1190", "invoice_number"), ("Acme AG", "customer_name"), ("980.00", "amount")],
    );
    account(
        "<Invoice><cbc:ID>2026-77</cbc:ID><PayableAmount>9.50</PayableAmount></Invoice>",
        &[("2026-77", "invoice_number"), ("9.50", "amount")],
    );
    account(
        "Invoice INV-2026-0044, amount due: 88.20 EUR, contact: Ann Whitfield",
        &[("INV-2026-0044", "invoice_number"), ("88.20", "amount"), ("Ann Whitfield", "contact_name")],
    );
    account(
        "IBAN: BE68 5390 0754 7034 Holder: Acme BV",
        &[("BE68 5390 0754 7034", "iban"), ("Acme BV", "customer_name")],
    );
    account(
        "order SO-2026-118 placed by Ann Whitfield",
        &[("SO-2026-118", "order_number"), ("Ann Whitfield", "contact_name")],
    );
    account("type=job name=dunning status=done", &[]);
}

#[test]
fn messages_and_authors_inside_a_list() {
    let messages = r#"[{"from":"Torunn Brandvold","text":"It works."},{"from":"agent","text":"Thanks."}]"#;
    let text = format!(r#"{{"caseId":"2603040042","messages":{messages}}}"#);
    case(&text, &[("2603040042", "case_number"), ("Torunn Brandvold", "person_name")]);
    let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
    let texts: Vec<_> = spans.iter().map(|s| &text[s.start..s.end]).collect();
    assert!(texts.contains(&"It works") && texts.contains(&"Thanks"), "{texts:?}");
}

#[test]
fn the_author_of_a_note_in_brackets() {
    let author = ("Xanthe Quirrel", "person_name");
    case("2026-03-04 09:14 Internal note (Xanthe Quirrel): still broken", &[author]);
}

#[test]
fn secrets_stated_in_other_languages() {
    case("Das Passwort lautet Kw7mossx, danke", &[("Kw7mossx", "password")]);
    case("Mijn wachtwoord is Kw7mossx maar het werkt niet", &[("Kw7mossx", "password")]);
    case("Mi contraseña es Kw7_mossx", &[("Kw7_mossx", "password")]);
    case("Il codice è 553127 ma scaduto", &[("553127", "otp")]);
    case("il codice errore è 553127", &[]);
    case("le code reçu est le 771 204", &[("771 204", "otp")]);
    case("votre identifiant est-il bien awhitf ?", &[("awhitf", "username")]);
}

#[test]
fn streets_that_only_their_towns_or_words_in_front_give_away() {
    for address in [
        "2207 Broadway, Suite 31, Oakland, CA 94612",
        "350 Bay St, Suite 70, Toronto, ON M5H 2S6",
        "Goetheplatz 7, 60313 Frankfurt am Main",
    ] {
        case(&format!("ship it to {address}, please"), &[(address, "postal_address")]);
    }
    case("Ons adres: Meir 50, 2000 Antwerpen.", &[("Meir 50, 2000 Antwerpen", "postal_address")]);
    case("we sold 12 Seats, Level 3, in CA and more", &[]);
}

#[test]
fn first_names_under_a_letter() {
    case(
        r#"{"case":"C-4711","body":"It fails.\nThanks,\nXanthe"}"#,
        &[("C-4711", "case_number"), ("Xanthe", "person_name")],
    );
    case("Thanks, It works", &[]);
}

#[test]
fn rows_and_segments_without_keys() {
    account(
        "invoice;F-2026-118;2026-03-01;Acme AG;DE136695976;1540.00;EUR;paid",
        &[
            ("F-2026-118", "invoice_number"),
            ("Acme AG", "customer_name"),
            ("DE136695976", "vat_id"),
            ("1540.00", "amount"),
        ],
    );
    account(
        "2026-03-02,order,SO-558,Acme AG,Desk Pro,30,142.50,EUR",
        &[
            ("SO-558", "order_number"),
            ("Acme AG", "customer_name"),
            ("Desk Pro", "licence"),
            ("30", "licence"),
            ("142.50", "amount"),
        ],
    );
    account("BGM+380+INV-77+9'MOA+77:83.20'", &[("INV-77", "invoice_number"), ("83.20", "amount")]);
    account(
        "N1*BT*Acme Bakery*92*18~N3*14 Mill Lane~",
        &[("Acme Bakery", "customer_name"), ("14 Mill Lane", "billing_address")],
    );
    account("montant_ttc=1 248,00 devise=EUR", &[("1 248,00", "amount")]);
    account("batch;2026-03-01;done;412;rows", &[]);
    let key = "whsec_9aQ2mX7rLbZc41TtQz80Kf5Y";
    account(&format!("type=webhook secret={key}"), &[(key, "token")]);
}

#[test]
fn secrets_beside_accounts_and_in_place_of_others() {
    case("my login: m.lopez / Kw7_mossx", &[("m.lopez", "username"), ("Kw7_mossx", "password")]);
    case("j'ai remplacé l'ancien mot de passe par Kw7_mossx mais", &[("Kw7_mossx", "password")]);
    case("the password was changed by bob77", &[("bob77", "username")]);
    case(
        "the recovery key is 482713-109923-550128-338019-471823-220914-605517-118734",
        &[("482713-109923-550128-338019-471823-220914-605517-118734", "otp")],
    );
    case("Mein Mobil 0151 5550 2281.", &[("0151 5550 2281", "phone")]);
    case("office is 1 (415) 555-0100.", &[("1 (415) 555-0100", "phone")]);
    case("sur mon téléphone (06.12.48.77.30) hier", &[("06.12.48.77.30", "phone")]);
    case("Rua das Flores 21, 4050-262 Porto", &[("Rua das Flores 21, 4050-262 Porto", "postal_address")]);
}

#[test]
fn amounts_contacts_and_numbers_of_invoices() {
    account("Montant TTC : 1 452,60 €", &[("1 452,60", "amount")]);
    account(
        "Contact : Ann Lee, +44 113 496 0199, ann@mail.example",
        &[
            ("Ann Lee", "contact_name"),
            ("+44 113 496 0199", "contact_phone"),
            ("ann@mail.example", "contact_email"),
        ],
    );
    account("Invoice #: 88-20417", &[("88-20417", "invoice_number")]);
    account("Bill To: Hillcrest Dental LLC", &[("Hillcrest Dental LLC", "customer_name")]);
}

#[test]
fn system_lines_inside_messages() {
    case(
        "it says Mar 12 08:01:02 mail7 sshd[912]: Failed password for rmenon from 45.9.12.77 port 51122 ssh2",
        &[("mail7", "machine_name"), ("rmenon", "username"), ("45.9.12.77", "user_ipv4")],
    );
    case("Mein Benutzername ist jkeller", &[("jkeller", "username")]);
}

#[test]
fn passwords_that_only_their_form_gives_away() {
    let password = ("Pine!Cone77", "password");
    case("I set it to Pine!Cone77 but it fails", &[password]);
    case("Done. New one: Pine!Cone77 (expires tonight)", &[password]);
    case("I set it to Windows-1252 and UTF-8", &[]);
    case("ou sur le fixe 02 555 12 34", &[("02 555 12 34", "phone")]);
}

#[test]
fn titles_of_other_languages_stand_in_front_of_names() {
    case("Bitte rufen Sie Frau Wiesengrund zurück", &[("Wiesengrund", "person_name")]);
    case("Herr Quastenberg kommt nicht hinein", &[("Quastenberg", "person_name")]);
}

#[test]
fn codes_that_a_screen_says() {
    case("The code on my screen reads 518 226 now", &[("518 226", "otp")]);
    case("Le code affiché indique 518226", &[("518226", "otp")]);
    case("the error code reads 518226", &[]);
}

#[test]
fn passwords_by_their_form_alone() {
    case("I gave them Moor!Lamp6 this morning", &[("Moor!Lamp6", "password")]);
    case("essayez plutôt Dune?Pluie31", &[("Dune?Pluie31", "password")]);
    case("the new one is Forêt_Noire88 and it fails", &[("Forêt_Noire88", "password")]);
    for text in [
        "Ticket#44718 is a copy of Case#A12",
        "see Feuille1!B12 of the workbook",
        "it stops in kernel32!BaseThreadInitThunk again",
        "is it Windows11? Yes",
    ] {
        let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
        assert!(spans.iter().all(|s| s.entity.name() != "password"), "{text}");
    }
}

#[test]
fn first_names_behind_a_farewell_on_the_same_line() {
    case("It works again. Regards, Oluwaseyi", &[("Oluwaseyi", "person_name")]);
    case("It works again. Regards, Support", &[]);
}

#[test]
fn german_numbers_of_twelve_digits() {
    case("Erreichbar unter 0711 2185 5510 ab neun", &[("0711 2185 5510", "phone")]);
}

#[test]
fn keys_of_exports_that_number_documents() {
    account(
        "KX-30417;Hollow Oak Cider Ltd;NET30;1842.60;EUR",
        &[("KX-30417", "invoice_number"), ("Hollow Oak Cider Ltd", "customer_name"), ("1842.60", "amount")],
    );
    account("<vatRegNumber>FR83404833048</vatRegNumber>", &[("FR83404833048", "vat_id")]);
}

#[test]
fn machines_that_are_said_to_be_called_something() {
    for text in [
        "the laptop called heron is slow",
        "we replaced a workstation named heron.",
        "Le poste nommé heron est lent",
        "Der Rechner namens heron ist langsam",
    ] {
        case(text, &[("heron", "machine_name")]);
    }
    for text in ["the server called back twice", "the machine called for help", "a computer named after him"]
    {
        case(text, &[]);
    }
}

#[test]
fn extensions_that_are_stated() {
    case("my extension is 4471", &[("4471", "phone")]);
    case("mon poste est le 4471", &[("4471", "phone")]);
    case("Sie erreichen mich unter Durchwahl 4471", &[("4471", "phone")]);
}
