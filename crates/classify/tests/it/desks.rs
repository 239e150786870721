//! Headers of entries, rows of sales and records as desks and their tools write them (classification.md 4.1, 4.3, 4.6, 4.7, 5).

use crate::positions::{FABRIKAM, account, found, log};
use classify::{Channel, classify_line};

/// An entry of this header, and of a text behind it.
fn header(front: &str, expected: &[(&str, &str)]) {
    const TEXT: &str = "the portal is slow";
    let mut all = expected.to_vec();
    all.push((TEXT, "customer_text"));
    found(Channel::Case, &format!("{front} {TEXT}"), &all);
}

const ANN: (&str, &str) = ("Ann Whitfield", "person_name");

#[test]
fn dashes_dates_and_verbs_beside_an_author() {
    for front in [
        "10:42 — Ann Whitfield :",
        "2026-03-04 10:42:11 – Ann Whitfield:",
        "2026-06-25T10:55:21Z Ann Whitfield replied via email:",
        "2026-06-25 10:55 Ann Whitfield a ajouté un commentaire :",
        "Ann Whitfield [2026-07-25 07:14]:",
        "Ann Whitfield [le 25/07/2026 à 07:14] :",
        "10:42 - Ann Whitfield - Case notes:",
    ] {
        header(front, &[ANN]);
    }
}

#[test]
fn parts_between_frames_or_bars() {
    header("=== Note by Ann Whitfield 2026-03-04 10:00 ===", &[ANN]);
    let number = ("2603965101628536", "case_number");
    header(
        "*** CALL 2026-07-18 20:55:45 Outbound *** Case 2603965101628536 *** Agent: Ann Whitfield ***",
        &[number, ANN],
    );
    let number = ("SR-161728", "case_number");
    header("From: Ann Whitfield | To: Service Desk | Ref SR-161728 |", &[ANN, number]);
    header("De : Ann Whitfield | À : Support | Ref SR-161728 |", &[ANN, number]);
}

#[test]
fn telephone_numbers_that_sent_a_text() {
    header("SMS from +44 131 496 0512 2026-02-14 13:47:09:", &[("+44 131 496 0512", "phone")]);
    header("SMS de 06.12.48.77.03 2026-09-22 17:40 :", &[("06.12.48.77.03", "phone")]);
    header("WhatsApp from (510) 555-0148 2026-02-14 13:47:", &[("(510) 555-0148", "phone")]);
}

#[test]
fn texts_and_authors_in_lists_of_objects() {
    let text = r#"{"rev":5,"comments":[{"author":"Ann Whitfield","text":"it fails"},{"by":"desk","note":"ok then"}]}"#;
    found(Channel::Case, text, &[ANN, ("it fails", "customer_text"), ("ok then", "customer_text")]);
    found(
        Channel::Case,
        r#"{"num":"SR-161728","message":"it fails"}"#,
        &[("SR-161728", "case_number"), ("it fails", "customer_text")],
    );
}

#[test]
fn a_number_of_a_case_is_no_card() {
    let spans = |text: &str| {
        let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
        spans.iter().any(|s| s.entity.name() == "payment_card")
    };
    assert!(!spans("the case 4111111111111111 was closed"));
    assert!(spans("case notes: the card 4111111111111111 was refused"));
}

#[test]
fn organisations_with_joints_in_their_names() {
    let name = ("Forges Navales de Lanvaux SARL", "customer_name");
    account("Please bill Forges Navales de Lanvaux SARL at once", &[name]);
    account("<Nm>Forges du Val de Loire SAS</Nm>", &[("Forges du Val de Loire SAS", "customer_name")]);
    account("Avoir de Lanvaux SARL", &[("Lanvaux SARL", "customer_name")]);
}

#[test]
fn rows_of_sales_are_numbered_in_front() {
    let (name, sum) = (("Acme Rigging Ltd", "customer_name"), ("1 200,50", "amount"));
    account(
        r#""G5218865";"01/03/2026";"Acme Rigging Ltd";"1 200,50";"EUR""#,
        &[("G5218865", "invoice_number"), name, sum],
    );
    account(r#""2026-03";"Acme Rigging Ltd";"1 200,50";"EUR""#, &[name, sum]);
    account(
        "| 4500077881 | 2026-01-17 | Power BI Pro | 15 | 131.71 | EUR | delivered |",
        &[
            ("4500077881", "order_number"),
            ("Power BI Pro", "licence"),
            ("15", "licence"),
            ("131.71", "amount"),
        ],
    );
    let id = "3f2c9d1e-1111-4c2d-817e-07fc10d0f906";
    account(
        &format!("2026-03,{id},Power BI Pro,20,Yearly,EUR,120.00,Active"),
        &[(id, "subscription_id"), ("Power BI Pro", "licence"), ("20", "licence"), ("120.00", "amount")],
    );
}

#[test]
fn members_of_flow_mappings_and_cards_on_one_line() {
    let (mail, phone) = (("ann@mail.example", "contact_email"), ("+33 6 71 20 93 44", "contact_phone"));
    let name = ("Ann Whitfield", "contact_name");
    account(
        "contact: {name: Ann Whitfield, mail: ann@mail.example, tel: +33 6 71 20 93 44, lang: fr}",
        &[name, mail, phone],
    );
    account(
        "BEGIN:VCARD VERSION:4.0 FN:Ann Whitfield TITLE:Buyer TEL:+33 6 71 20 93 44 END:VCARD",
        &[name, phone],
    );
}

#[test]
fn passwords_end_with_their_cell() {
    let mail = ("ann@mail.example", "contact_email");
    account(
        "NEW;ann@mail.example;temporary password: Kw7-moss!x;expires soon",
        &[mail, ("Kw7-moss!x", "password")],
    );
    let text = "identifiant awhitfield / mot de passe Kw7-moss!x";
    let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
    assert!(spans.iter().any(|s| &text[s.start..s.end] == "awhitfield" && s.entity.name() == "username"));
}

#[test]
fn remarks_commands_and_hosts_in_a_secrets_or_sessions_place() {
    log("  ~ admin_password = (sensitive value)", &[]);
    log("  + token = (known after apply)", &[]);
    log("$w.Credentials = New-Object Thing", &[]);
    log("secrets.DEPLOY_KEY => f8Zk39sLq0PwV7nB1xYt", &[("f8Zk39sLq0PwV7nB1xYt", "token")]);
    log(
        r#"PSCredential("awhitfield","Kw7-moss!x")"#,
        &[("awhitfield", "username"), ("Kw7-moss!x", "password")],
    );
}

#[test]
fn identifiers_of_products_and_devices() {
    let id = "3f2c9d1e-1111-4c2d-817e-07fc10d0f906";
    log(&format!("POWER_BI_PRO      {id}      12"), &[]);
    log(&format!("SusClientId : {id}"), &[(id, "device_guid")]);
    log(r#""NetworkAddress"="001A2B3C4D5E""#, &[("001A2B3C4D5E", "mac_address")]);
}

#[test]
fn numbers_of_taxpayers_and_documents_in_groups_and_lists() {
    account("VAT No. GB 123 4567 89", &[("GB 123 4567 89", "vat_id")]);
    account("Organisasjonsnummer: 987 654 321 MVA", &[("987 654 321 MVA", "vat_id")]);
    account("Invoice: 2026/00418 dated 2026-03-01", &[("2026/00418", "invoice_number")]);
    account(
        "Credit memo 4471 against invoice 2026/00418",
        &[("4471", "invoice_number"), ("2026/00418", "invoice_number")],
    );
    account("sku=Voice Standard|qty=140|state=active", &[("Voice Standard", "licence"), ("140", "licence")]);
    account("order=4471;sku=Desk Basic", &[("4471", "order_number"), ("Desk Basic", "licence")]);
    account(r#"{"plan":"ANNUAL","seats":12}"#, &[("12", "licence")]);
    account(r#"{"doc":{"no":"2026-0418","type":"invoice"}}"#, &[("2026-0418", "invoice_number")]);
}

#[test]
fn headers_that_name_address_and_verb_in_any_order() {
    let number = ("CVS-2291", "case_number");
    for front in [
        "2026/03/09 16:20 Ann Whitfield (agent) wrote >",
        "Le jeu. 2 avr. 2026 à 10:14, Ann Whitfield <ann@partner.example> a écrit : >",
        "Mis à jour par Ann Whitfield le 25/03/2026 à 09:10 :",
        "conv #71930 | customer | Ann Whitfield <ann@partner.example> | 2026-04-01T18:40Z |",
        "[10:03:27] visitor Ann Whitfield (192.0.2.7):",
    ] {
        let text = format!("{front} the portal is slow");
        let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
        let texts: Vec<_> = spans.iter().filter(|s| s.entity.name() == "customer_text").collect();
        assert_eq!(texts.len(), 1, "{text}");
        assert_eq!(&text[texts[0].start..], "the portal is slow", "{text}");
        assert!(spans.iter().any(|s| &text[s.start..s.end] == "Ann Whitfield"), "{text}");
    }
    header("CVS-2291 · Ann Whitfield added a comment · 20/Mar/26 9:14 AM ·", &[number, ANN]);
    header("Appel entrant 17/03/2026 11h20 - Mme Whitfield -", &[("Whitfield", "person_name")]);
}

#[test]
fn texts_behind_a_label_or_a_key() {
    header("Call log 18-Mar-2026 15:02 (7 min), caller Ann Whitfield, notes:", &[ANN]);
    let text = ("the portal is slow", "customer_text");
    for front in [
        "form=incident | name=Ann Whitfield | message=",
        "created=2026-03-26 10:02;createdby=Ann Whitfield;notetext=",
    ] {
        found(Channel::Case, &format!("{front}the portal is slow"), &[ANN, text]);
    }
    found(
        Channel::Case,
        r#"article from="Ann Whitfield" type=note created="2026-03-31 08:52:47 UTC" body="the portal is slow""#,
        &[ANN, text],
    );
}

#[test]
fn entries_in_rows_of_an_export() {
    let text = ("the portal is slow today, again", "customer_text");
    for (row, number) in [
        (
            r#""0031442";"note";"2026-03-16 09:05";"Ann Whitfield";"the portal is slow today, again";"new""#,
            "0031442",
        ),
        (r#"6214,closed,2026-04-07,"Ann Whitfield","the portal is slow today, again""#, "6214"),
        (r#"2026-11-16T10:56:56Z;CS0057294;Ann Whitfield;"the portal is slow today, again""#, "CS0057294"),
    ] {
        let mut expected = vec![(number, "case_number"), ANN, text];
        expected.sort_by_key(|(value, _)| row.find(value));
        found(Channel::Case, row, &expected);
    }
}

#[test]
fn forms_that_were_sent() {
    account(
        "first_name=No%C3%A9mie&last_name=Moreau&mc_gross=149.00&currency=EUR",
        &[("No%C3%A9mie", "contact_name"), ("Moreau", "contact_name"), ("149.00", "amount")],
    );
}

#[test]
fn accounts_of_an_initial_and_a_name() {
    let text = "the jobs of g.storrnes wait, e.g. now, in x.config";
    let spans = classify_line(text.as_bytes(), Channel::Case, &FABRIKAM);
    let accounts = spans.iter().filter(|s| s.entity.name() == "username").map(|s| &text[s.start..s.end]);
    assert_eq!(accounts.collect::<Vec<_>>(), ["g.storrnes"]);
}

#[test]
fn labels_between_separators() {
    let text = ("the portal is slow", "customer_text");
    for front in [
        "From: Ann Whitfield; To: Support; Text:",
        "Client: Ann Whitfield / Message:",
        "case: open, agent: Ann Whitfield, comment:",
        "Caller: Ann Whitfield  Priority: 2  Summary:",
        "De: Ann Whitfield - Envoyé: mercredi 4 mars 2026 10:11 -",
    ] {
        header(front, &[ANN]);
    }
    found(
        Channel::Case,
        "From: Ann Whitfield; Subject: Portal; Text: the portal is slow",
        &[ANN, ("Portal", "customer_text"), text],
    );
    found(Channel::Case, "name=Ann Whitfield;text=the portal is slow;status=open", &[ANN, text]);
}

#[test]
fn words_of_tools_and_parts_in_front_of_a_name() {
    for front in [
        "Zendesk comment #5 (public) from Ann Whitfield at 2026-03-04T10:11:00Z:",
        "04.03.2026 10:11 Uhr - Ann Whitfield (Kunde):",
        "2026-03-04 10:11 INFO comment added by Ann Whitfield:",
        "Note privée de Ann Whitfield, le 04/03/2026 à 10:11 -",
        "Ann Whitfield, 04.03.2026:",
        "2026-03-04 10:11\tAnn Whitfield\tcustomer\t",
    ] {
        found(
            Channel::Case,
            &format!("{front} the portal is slow"),
            &[ANN, ("the portal is slow", "customer_text")],
        );
    }
}

#[test]
fn labels_that_no_list_has_and_numbers_behind_labels() {
    let number = ("2026081410000372", "case_number");
    header(
        "Ticket#: 2026081410000372 | Queue: Exchange::N1 | From: Ann Whitfield | Article:",
        &[number, ANN],
    );
    header("REQUESTID: 40218, REQUESTER: Ann Whitfield, DESCRIPTION:", &[("40218", "case_number"), ANN]);
    header("Form « Help » -- Name: Ann Whitfield -- Message:", &[ANN]);
    header(
        "Bug 20177 Comment 4 from Ann Whitfield 2026-08-12 10:02:55 CEST:",
        &[("20177", "case_number"), ANN],
    );
    found(
        Channel::Case,
        r#""00001047","2026-08-10T13:22:09.000Z","Ann Whitfield","it says ""timeout"" since we moved""#,
        &[("00001047", "case_number"), ANN, (r#"it says ""timeout"" since we moved"#, "customer_text")],
    );
}
