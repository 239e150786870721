//! Rows of ledgers, exports and reconciliations without their header: what the cells beside a cell say of it (classification.md
//! 4.7).

use crate::positions::account;

#[test]
fn commas_of_sums_separate_no_cells() {
    account(
        r#"880,00;"S";"EUR";"";10418;"RE-2026-0077";"Ostsee Werft GmbH""#,
        &[("880,00", "amount"), ("RE-2026-0077", "invoice_number"), ("Ostsee Werft GmbH", "customer_name")],
    );
}

#[test]
fn numbers_in_front_of_a_currency() {
    account(
        "Ostsee Werft GmbH,G077120441,qX7hR2mVtL1c,Microsoft 365 E3,34.2,120,4104,NOK",
        &[
            ("Ostsee Werft GmbH", "customer_name"),
            ("G077120441", "invoice_number"),
            ("qX7hR2mVtL1c", "order_number"),
            ("Microsoft 365 E3", "licence"),
            ("34.2", "amount"),
            ("120", "amount"),
            ("4104", "amount"),
        ],
    );
}

#[test]
fn quantities_stand_in_front_of_prices() {
    account(
        "Hollow Oak Bakery,RE-2026-0077,2026-03-02,38,7.04,267.52",
        &[
            ("Hollow Oak Bakery", "customer_name"),
            ("RE-2026-0077", "invoice_number"),
            ("38", "licence"),
            ("7.04", "amount"),
            ("267.52", "amount"),
        ],
    );
}

#[test]
fn the_number_with_telling_letters_is_the_documents() {
    account(
        r#""20418","INVFR77120","Hollow Oak Ltd","Net 14","88.00""#,
        &[("INVFR77120", "invoice_number"), ("Hollow Oak Ltd", "customer_name"), ("88.00", "amount")],
    );
    account(
        "R03 | HOLLOW OAK LTD | HO-B-7712 | 88.00 | 2026-11-20",
        &[("HOLLOW OAK LTD", "customer_name"), ("HO-B-7712", "invoice_number"), ("88.00", "amount")],
    );
}

#[test]
fn towns_and_codes_stand_behind_streets() {
    account(
        "Hollow Oak Ltd,27 Wharf Street,Tauranga,3110,88.00",
        &[
            ("Hollow Oak Ltd", "customer_name"),
            ("27 Wharf Street", "billing_address"),
            ("3110", "billing_address"),
            ("88.00", "amount"),
        ],
    );
    account(
        "X|Hollow Oak Ltd|9 MONTEE DU PORT 69005 LYON|0472196035",
        &[
            ("Hollow Oak Ltd", "customer_name"),
            ("9 MONTEE DU PORT 69005 LYON", "billing_address"),
            ("0472196035", "contact_phone"),
        ],
    );
}

#[test]
fn names_beside_their_address_of_mail() {
    account(
        "Nomvula Dlamini|Clerk|nomvula.dlamini@mail.example|N",
        &[("Nomvula Dlamini", "contact_name"), ("nomvula.dlamini@mail.example", "contact_email")],
    );
    account(
        "Ludmila,Farkas,x@mail.example,active",
        &[("Ludmila", "contact_name"), ("Farkas", "contact_name"), ("x@mail.example", "contact_email")],
    );
}

#[test]
fn products_by_their_plan() {
    account(
        "Hollow Oak Ltd;Gletscher GED Pro;25;HO-S-0077120;31/12/2026",
        &[
            ("Hollow Oak Ltd", "customer_name"),
            ("Gletscher GED Pro", "licence"),
            ("25", "licence"),
            ("HO-S-0077120", "subscription_id"),
        ],
    );
}

#[test]
fn rows_of_a_ledgers_journals() {
    account(
        "VE|Journal des ventes|24967|20260418|411000|Clients|4115769|Ostsee Werft GmbH|RE-2026-0077|20260418|Facture RE-2026-0077|2712,90|D||||20260418||EUR",
        &[
            ("Ostsee Werft GmbH", "customer_name"),
            ("RE-2026-0077", "invoice_number"),
            ("RE-2026-0077", "invoice_number"),
            ("2712,90", "amount"),
        ],
    );
    account(
        "SJ;Sales journal;5520;2026-04-30;1100;Debtors;1240.50;0.00",
        &[("1240.50", "amount"), ("0.00", "amount")],
    );
    // No account of a ledger stands behind the date.
    account("AB;Desk Standard;55;2026-04-30;Debtors", &[("Desk Standard", "licence"), ("55", "licence")]);
}

#[test]
fn sums_that_are_owed_and_sums_of_taxes() {
    account(
        "relance;montant_du=7 706,17;tva=208,10;devise=EUR",
        &[("7 706,17", "amount"), ("208,10", "amount")],
    );
    account("tva=FR40303265045;devise=EUR", &[("FR40303265045", "vat_id")]);
}

#[test]
fn parties_in_front_of_labels_and_programs_in_their_place() {
    account(
        "ACCOUNT NAME: OSTSEE WERFT GMBH SORT CODE: 20-00-00 AMOUNT: 1240.50",
        &[("OSTSEE WERFT GMBH", "customer_name"), ("1240.50", "amount")],
    );
    account("client=ledger-node/14.21.0", &[]);
    account(
        "Billing admin: Whitfield, Ann; ann@mail.example",
        &[("Whitfield, Ann", "contact_name"), ("ann@mail.example", "contact_email")],
    );
    account(r#"{"StageName":"Closed Won","SubscriptionName":"Oryx Production"}"#, &[]);
}

#[test]
fn elements_of_registries_of_domains() {
    account(
        "<contact:addr><contact:street>4 Dock Road</contact:street><contact:pc>HU1 1AA</contact:pc></contact:addr><contact:authInfo><contact:pw>Rook-77f</contact:pw></contact:authInfo>",
        &[("4 Dock Road", "billing_address"), ("HU1 1AA", "billing_address"), ("Rook-77f", "password")],
    );
}

#[test]
fn counts_rates_and_numbers_of_a_ledgers_accounts() {
    account(r#"{"data":[],"meta":{"total":118}}"#, &[]);
    account(r#"{"object":"tax_rate","display_name":"Duty"}"#, &[]);
    account(r#"{"object":"coupon","name":"Spring offer"}"#, &[]);
    account(r#"{"taux":"20.00","compte":"445710"}"#, &[]);
    account(r#"{"ItemRef":{"value":"36","name":"Oryx Plan"}}"#, &[("Oryx Plan", "licence")]);
    account("ht=2 260,75;ttc=2 712,90;mode=PRLV", &[("2 260,75", "amount"), ("2 712,90", "amount")]);
}

#[test]
fn what_is_no_sum_no_account_and_no_word_of_a_name() {
    account(r#"{"charge":"ch_3QkLm2","amount":12405}"#, &[("12405", "amount")]);
    account("Customer: Ostsee Werft GmbH; Acct: CW0417", &[("Ostsee Werft GmbH", "customer_name")]);
    account(":50K:/20418774 OSTSEE WERFT GMBH", &[("OSTSEE WERFT GMBH", "customer_name")]);
    account(
        "cust_zip=81200&cust_address=12+quai+Riquet&cust_country=FR",
        &[("81200", "billing_address"), ("12+quai+Riquet", "billing_address")],
    );
}

#[test]
fn codes_of_payments_and_lists_sign_nobody_in() {
    account("card payment approved, auth code 061284, batch 412", &[]);
    account("card payment approved, auth code KC0KZN, batch 412", &[]);
    account("Declined by issuer (code 10417), merchant code 88213", &[]);
    account(r#"{"code":"706000","identifiant":"evt_9f8e7d6c"}"#, &[]);
    account("your verification code is 482913", &[("482913", "otp")]);
}

#[test]
fn members_templates_tasks_and_accounts_behind_a_plus() {
    account("FII+OR+FR7630006000011234567890189'", &[("FR7630006000011234567890189", "iban")]);
    account("OrderPlaced[x=1, total=79.00, currency=USD]", &[("79.00", "amount")]);
    account("modele=relance destinataire={email_client}", &[]);
    account(r#"{"model":"ir.cron","name":"Send overdue reminders","active":true}"#, &[]);
    account("PDF renderer wkhtmltopdf 0.12.6.1 exited", &[]);
    let licence = ("Windows 365 Business", "licence");
    account("licence: product=\"Windows 365 Business\" quantity=7", &[licence, ("7", "licence")]);
    account("<cXML payloadID=\"1775556120.4471@punchout.example.org\">", &[]);
}
