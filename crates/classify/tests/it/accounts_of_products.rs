//! Records of billing systems, banks and shops (classification.md 4.7).

use crate::positions::account;

#[test]
fn numbers_of_taxpayers_by_their_form() {
    for vat in ["FR36498771204", "DE812526315", "GB318442907", "NL123456789B01", "ESX1234567X", "PT508224461"]
    {
        account(&format!("charged to {vat} today"), &[(vat, "vat_id")]);
    }
    account("charged to FR3649877120, DE81252631, US123456789 today", &[]);
}

#[test]
fn statements_of_banks() {
    account(
        r":20:STARTUMSE\r\n:25:FR7630006000011234567890189\r\n:60F:C260401EUR18204,37\r\n",
        &[("FR7630006000011234567890189", "iban"), ("18204,37", "amount")],
    );
    account(":61:2611281128C1299,00NTRFNONREF//2633200874412", &[("1299,00", "amount")]);
}

#[test]
fn numbers_of_documents_by_their_letters() {
    account("MOTIF FA2611-0482 recu", &[("FA2611-0482", "invoice_number")]);
    account("posted FAC/2026/11/0097 again", &[("FAC/2026/11/0097", "invoice_number")]);
    account("L’abonnement SOLV-S-0044187 prend fin", &[("SOLV-S-0044187", "subscription_id")]);
    account("E1EDK02 QUALF=001 BELNR=4500091273 DATUM=20261103", &[("4500091273", "order_number")]);
    account("E1EDK02 QUALF=009 BELNR=0090031877 DATUM=20260418", &[("0090031877", "invoice_number")]);
}

#[test]
fn values_up_to_what_ends_them() {
    account("creating tenant (plan=Desk Pro, seats=140) now", &[("Desk Pro", "licence"), ("140", "licence")]);
    account("montant=358.80EUR&reference=1", &[("358.80", "amount")]);
    account("Card: 4111 1111 1111 1111 exp 11/28", &[("4111 1111 1111 1111", "payment_card")]);
    account("Madame Marchetti, rien ne presse", &[("Marchetti", "contact_name")]);
    account(r#"{"client":"1","fournisseur":"0","postal_code":"12400"}"#, &[("12400", "billing_address")]);
}

#[test]
fn labels_in_one_line_and_sums_with_blanks_that_do_not_break() {
    account(
        "Technical contact: Kwame Boateng; phone +44 1632 960 214; language: English",
        &[("Kwame Boateng", "contact_name"), ("+44 1632 960 214", "contact_phone")],
    );
    account("Montant à payer : 12\u{a0}480,00 EUR", &[("12\u{a0}480,00", "amount")]);
    account("use code 418 207 to confirm the change", &[("418 207", "otp")]);
    account("feature=x ttl=86400", &[]);
}

#[test]
fn elements_by_those_around_them() {
    account(
        "<cac:OrderReference><cbc:ID>KB-7714</cbc:ID></cac:OrderReference><cac:Country><cbc:ID>DE</cbc:ID></cac:Country>",
        &[("KB-7714", "order_number")],
    );
    account(
        "<IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>09123450011</IdCodice></IdFiscaleIVA><CAP>20121</CAP>",
        &[("09123450011", "vat_id"), ("20121", "billing_address")],
    );
    account(r#"<amount value="77000" currencyCode="EUR" exponent="2"/>"#, &[("77000", "amount")]);
    account(
        "<STMTTRN><TRNTYPE>DEBIT<TRNAMT>-77.20<NAME>OSTSEE WERFT GMBH</STMTTRN>",
        &[("-77.20", "amount"), ("OSTSEE WERFT GMBH", "customer_name")],
    );
    account(
        "<cbc:ID>UB-44018</cbc:ID><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>",
        &[("UB-44018", "invoice_number")],
    );
}

#[test]
fn records_that_stand_in_events() {
    account(
        r#"{"id":"WH-77","event_type":"BILLING.SUBSCRIPTION.CREATED","resource":{"id":"I-K7D02Q"}}"#,
        &[("I-K7D02Q", "subscription_id")],
    );
    account(r#"{"doctype":"Sales Invoice","name":"HB-2026-7"}"#, &[("HB-2026-7", "invoice_number")]);
    account("invoice.voided attempt=2 number=K-7F31-19", &[("K-7F31-19", "invoice_number")]);
}

#[test]
fn files_and_logs_of_licence_servers() {
    account(
        "INCREMENT alpina_cad alpinad 2026.0 01-jan-2027 12 ISSUED=x",
        &[("alpina_cad", "licence"), ("12", "licence")],
    );
    account("LICENSE alpinad alpina_cad 4.1 permanent uncounted", &[("alpina_cad", "licence")]);
    account("SERVER lic-7 00219BC0FFEE 27000", &[("lic-7", "machine_name"), ("00219BC0FFEE", "mac_address")]);
    account(
        "10:14:02 (alpinad) DENIED: \"ALPINA_CAD\" mlopez@pc-417 (Licensed number of users already reached)",
        &[("ALPINA_CAD", "licence"), ("mlopez", "username"), ("pc-417", "machine_name")],
    );
    account(
        "01/03 10:14 (alpina) OUT: acad v4.1 by mlopez@pc-417",
        &[("acad", "licence"), ("mlopez", "username"), ("pc-417", "machine_name")],
    );
    account(
        "Users of alpina_cad:  (Total of 4 licenses issued)",
        &[("alpina_cad", "licence"), ("4", "licence")],
    );
}

#[test]
fn identifiers_that_say_nothing_of_a_product() {
    account(r#"{"product":"prod_Kx81mQzT07","plan":"7hq2k0z9m4x1c8v3"}"#, &[]);
    account(r#"{"planName":"ANNUAL_MONTHLY_PAY","taxRate":{"name":"19% (VAT)"}}"#, &[]);
    account("nom=<masqué> courriel=<masqué>", &[]);
    // How the vendor numbers the tenant, which the context lists.
    account(
        "customer=5d1c2b7a90e84f63a2b1c0d9e8f70612",
        &[("5d1c2b7a90e84f63a2b1c0d9e8f70612", "tenant_id")],
    );
}

#[test]
fn statements_tell_who_paid_what() {
    account(
        ":86:166?00X?20SVWZ+RE 77120?31DE89370400440532013000?32LUDMILA FARKAS",
        &[
            ("77120", "invoice_number"),
            ("DE89370400440532013000", "iban"),
            ("LUDMILA FARKAS", "contact_name"),
        ],
    );
    account(
        "16,195,88100,Z,0318,0518,HOLLOW OAK LTD ACH INV-US-77120/",
        &[("88100", "amount"), ("HOLLOW OAK LTD", "customer_name"), ("INV-US-77120", "invoice_number")],
    );
}

#[test]
fn numbers_by_the_system_that_gives_them() {
    for number in ["0090077120", "G077120441", "INVFR77120", "F20260318-014", "ACC-SINV-2026-00077"] {
        account(&format!("posted {number} again"), &[(number, "invoice_number")]);
    }
    account("posted 0040077120, G07712, INVOICE77120, F2019", &[]);
    account("order GPA.1234-5678-9012-34567 shipped", &[("GPA.1234-5678-9012-34567", "order_number")]);
    account("commande QXKDTVHBN payée", &[("QXKDTVHBN", "order_number")]);
    account("commande CONFIRMEE hier", &[]);
    account("GSTIN of the buyer 27AAPFU0939F1ZV", &[("27AAPFU0939F1ZV", "vat_id")]);
}

#[test]
fn leases_have_a_feature_and_a_count() {
    account("lease feature=ALPINA_CAD count=5 ttl=9", &[("ALPINA_CAD", "licence"), ("5", "licence")]);
    account("feature alpina_sim, expires in 5 days", &[]);
}

#[test]
fn words_that_are_no_account() {
    account("Job 'Account: Post draft entries' done", &[]);
    account("user licence assigned", &[]);
    account(r#"{"customers":{"id":"CU0004EBZ4HTQ4"}}"#, &[]);
}

#[test]
fn fields_that_a_house_has_added() {
    account(
        r#"{"Seats__c":30,"Contract_Number__c":"00001042"}"#,
        &[("30", "licence"), ("00001042", "subscription_id")],
    );
}

#[test]
fn addressees_in_front_of_their_address() {
    account(
        "Sold-to: Hollow Oak Ltd, Quay House, 27 Wharf Street, Swansea SA1 1AA. PO number: 45-00018120",
        &[
            ("Hollow Oak Ltd", "customer_name"),
            ("Quay House, 27 Wharf Street, Swansea SA1 1AA", "billing_address"),
            ("45-00018120", "order_number"),
        ],
    );
}

#[test]
fn accounts_of_ledgers_and_taxpayers() {
    account(r#"{"InvoiceAccount":"US-001"}"#, &[]);
    account(r#"{"nip":"5862314409","kwota":"12,00"}"#, &[("5862314409", "vat_id"), ("12,00", "amount")]);
}

#[test]
fn machines_that_a_licence_is_for() {
    account(
        "FEATURE alpina_sim alpinad 4.0 permanent 5 HOSTID=00219bc0ffee",
        &[("alpina_sim", "licence"), ("5", "licence"), ("00219bc0ffee", "mac_address")],
    );
}

#[test]
fn who_has_a_licence() {
    account(
        "    mlopez pc-417 /dev/tty (v4.1) (fs-7/27000 1203), start Tue 3/2 10:22",
        &[("mlopez", "username"), ("pc-417", "machine_name"), ("fs-7", "tenant_host")],
    );
    account(r#"{"compte_technique":"tech-quai"}"#, &[("tech-quai", "username")]);
}
