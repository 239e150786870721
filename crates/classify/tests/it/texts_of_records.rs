//! Texts of desks as their records write them: letters and keys that are escaped or decorated, commands and machines in
//! sentences, names in headers (classification.md 2, 4.1, 4.2, 4.6, 5.1, 5.4).

use crate::conversations::case;
use crate::positions::{FABRIKAM, found, log};
use classify::{Channel, CompiledContext, Explainer, TenantContext, classify_line};

fn all(text: &str, expected: &[(&str, &str)]) {
    found(Channel::Case, text, expected);
}

const NOE: (&str, &str) = ("Noé d’Hauteville", "person_name");

#[test]
fn letters_that_are_escapes_are_read_as_letters() {
    let text = r#"{"body":"Rappel\u00e9 Ma\u00ebl Gu\u00e9rin hier \u00e0 9 h"}"#;
    all(
        text,
        &[
            (r"Rappel\u00e9", "customer_text"),
            (r"Ma\u00ebl Gu\u00e9rin", "person_name"),
            (r"hier \u00e0 9 h", "customer_text"),
        ],
    );
    let reasons = Explainer::new().explain(text.as_bytes(), Channel::Case, &FABRIKAM);
    let spans: Vec<_> = reasons.iter().map(|reason| reason.span).collect();
    assert_eq!(spans, classify_line(text.as_bytes(), Channel::Case, &FABRIKAM));
    assert_eq!(reasons[0].key.clone().map(|key| &text[key]), Some("body"));
    // The key in front of a number, and the price behind a sign.
    log(r#"{"m":"num\u00e9ro de corr\u00e9lation 5c1f7f2e-1d2a-4b6c-9e0f-2a3b4c5d6e7f"}"#, &[]);
    found(Channel::Account, r#"{"montant_factur\u00e9":"7\u202f706,17"}"#, &[(r"7\u202f706,17", "amount")]);
}

#[test]
fn keys_that_say_more_of_keys_are_no_addresses() {
    for key in [
        "_ownerid_value@OData.Community.Display.V1.FormattedValue",
        "_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname",
        "manager@odata.bind",
        "total@Contoso.Display.FormattedValue",
    ] {
        log(&format!(r#"{{"{key}":"x","n":3}}"#), &[]);
        log(&format!(r#"{{"m":"{{\"{key}\" : 4}}"}}"#), &[]);
    }
    let mail = ("ann.lee@mail.example", "email");
    log(r#"{"ann.lee@mail.example":{"role":"reader"},"to":"ann.lee@mail.example"}"#, &[mail, mail]);
}

#[test]
fn subjects_inside_what_holds_the_properties() {
    for holder in ["properties", "custom_fields", "source"] {
        all(
            &format!(r#"{{"{holder}":{{"subject":"Badge lost","content":"It fell into the dock."}}}}"#),
            &[("Badge lost", "customer_text"), ("It fell into the dock", "customer_text")],
        );
    }
}

#[test]
fn machines_in_capitals_where_something_happens() {
    for name in ["FIELDBOOK-KR3", "ORYXDEPOT-SCANNER", "FLEX-7310-LT"] {
        case(&format!("the screen is blue on {name} each morning"), &[(name, "machine_name")]);
        case(&format!("l'écran est bleu sur {name} depuis hier"), &[(name, "machine_name")]);
    }
    case("it sits behind switch ORYXSW03, port 4", &[("ORYXSW03", "machine_name")]);
    case("nothing on ZONE-B4, on VPN-SSL or on USB-C3, nor on switch SG350", &[]);
}

#[test]
fn servers_that_are_called_by_a_bare_word() {
    let json = br#"{"tenant": {"server_patterns": ["saturne|zorglub", "proxy"]}}"#;
    let context = CompiledContext::new(&TenantContext::from_json(json).unwrap()).unwrap();
    let text = "Zorglub est lent, saturne aussi, le proxy non";
    let spans = classify_line(text.as_bytes(), Channel::Case, &context);
    let hosts: Vec<_> = spans.iter().filter(|s| s.entity.name() == "tenant_host").collect();
    let names: Vec<_> = hosts.iter().map(|s| &text[s.start..s.end]).collect();
    assert_eq!(names, ["Zorglub", "saturne"]);
}

#[test]
fn commands_inside_quoted_texts() {
    case(
        r#"{"subject":"dump","notetext":"Bonjour,\nLe script lance mysql -h fs-4 -u gpao_sauve -pdpp1j8dI gpao et s'arrête."}"#,
        &[("fs-4", "tenant_host"), ("gpao_sauve", "username"), ("dpp1j8dI", "password")],
    );
    case(r#"{"notetext":"see the mysql page, it says -h is the host"}"#, &[]);
    log(r#"tool -p "my mysql -u x" end"#, &[]);
}

#[test]
fn codes_of_failures_sign_nobody_in() {
    for text in [
        "Sign-in fails with AADSTS53003, then code 53003 in the log.",
        "refusé pour le locataire, code 53003.",
        "The portal says error code 500121 after MFA.",
        "sort code 204417 of our bank",
    ] {
        case(text, &[]);
    }
    case("it was rejected, code 739104 by sms", &[("739104", "otp")]);
    case("it failed and my code is 739104", &[("739104", "otp")]);
    case("my MFA code is 500121", &[("500121", "otp")]);
}

#[test]
fn secrets_stated_of_now_and_of_programs() {
    case("J’ai changé le mot de passe, c’est maintenant Erable#2291.", &[("Erable#2291", "password")]);
    let secret = "8Q~vK2mLp0xT4nR7sW1zY5bC9dF3gH6jKqM";
    case(&format!("client_secret is {secret}, until May"), &[(secret, "token")]);
    case("the password is in Ticket#20441", &[]);
}

#[test]
fn names_with_a_particle_that_lost_its_vowel() {
    all("Noé d’Hauteville  12:43  merci bien", &[NOE, ("merci bien", "customer_text")]);
    all(
        "Le ven. 2 janv. 2026 à 19:25, Noé d’Hauteville <noe@poste.example> a écrit : merci bien",
        &[NOE, ("noe@poste.example", "email"), ("merci bien", "customer_text")],
    );
    case("merci d'appeler Noé d'Hauteville demain", &[("Noé d'Hauteville", "person_name")]);
    case("Noé d'abord, puis nous", &[("Noé", "person_name")]);
}

#[test]
fn headers_of_german_mails() {
    all(
        "Am Fr., 2. Okt. 2026 um 14:12 Uhr schrieb Ann Whitfield <ann@mail.example>: alles klar",
        &[("Ann Whitfield", "person_name"), ("ann@mail.example", "email"), ("alles klar", "customer_text")],
    );
}

#[test]
fn numbers_in_brackets_in_front_of_texts() {
    let number = ("CS0099215", "case_number");
    all(
        "[CS0099215] Work note added by Ann Whitfield: all good",
        &[number, ("Ann Whitfield", "person_name"), ("all good", "customer_text")],
    );
    all(
        "Subject: [CS0099215] badge lost | From: Ann Whitfield | Body: it fell",
        &[
            number,
            ("badge lost", "customer_text"),
            ("Ann Whitfield", "person_name"),
            ("it fell", "customer_text"),
        ],
    );
}

#[test]
fn whom_messages_of_chats_address() {
    case("<@U05XY7ZQ1> can you look", &[("U05XY7ZQ1", "username")]);
    case("<@!80351110224678912> can you look", &[("80351110224678912", "user_number")]);
    case("a <@b> c and <@UTILITY> d", &[]);
}

#[test]
fn rows_routes_and_verbs_name_nobody() {
    log(r#"{"users_id_recipient":14,"users_id_tech":1204}"#, &[]);
    case("route print shows 0.0.0.0/0 via 192.0.2.1 here", &[("192.0.2.1", "user_ipv4")]);
    case("User called about the dock and the lamp", &[]);
    case("user mlopez7 called about the dock", &[("mlopez7", "username")]);
}

#[test]
fn prefixes_of_namespaces_are_no_keys() {
    log(r#"<user:card xmlns="urn:x"><user:addr>x</user:addr><login:page/></user:card>"#, &[]);
    log("<user:mlopez> joined", &[("mlopez", "username")]);
}

#[test]
fn versions_behind_products_in_small_letters() {
    for product in ["wkhtmltopdf/0.12.6.1", "renderer=printpdf/0.12.6.1", "mailer=qsend-lib/1.2.3.4"] {
        log(&format!("done {product} in 3 s"), &[]);
    }
    log("accepted zone=inside/192.0.2.7 today", &[("192.0.2.7", "user_ipv4")]);
}
