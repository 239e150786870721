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
