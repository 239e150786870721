//! Records of accounts that are sentences, or rows without a header (classification.md 4.7).

use crate::positions::account;

#[test]
fn organisations_by_legal_form_or_trade() {
    for name in [
        "Hollow Oak Cider Ltd",
        "Meunerie du Val SPRL",
        "Ostsee Werft GmbH",
        "Smit & Zonen BV",
        "Vale of Glass LLC",
    ] {
        account(&format!("reminder sent to {name} on 2026-02-01"), &[(name, "customer_name")]);
    }
    account(
        "quote accepted by Brackenrigg Veterinary Clinic",
        &[("Brackenrigg Veterinary Clinic", "customer_name")],
    );
    account("customer Aldersyde Chandlery | open", &[("Aldersyde Chandlery", "customer_name")]);
    account("INCLUDING BUT NOT LIMITED TO fees", &[]);
}

#[test]
fn people_behind_what_names_their_part() {
    account("order placed by Ludmila Farkas yesterday", &[("Ludmila Farkas", "contact_name")]);
    account("Ansprechpartner Wendelin Kröger", &[("Wendelin Kröger", "contact_name")]);
    account(
        "owner changed from Ludmila Farkas to Hrothgar Ellingboe",
        &[("Ludmila Farkas", "contact_name"), ("Hrothgar Ellingboe", "contact_name")],
    );
    account("ticket forwarded to Accounts Payable", &[]);
}

#[test]
fn sums_beside_a_currency() {
    for (text, sum) in [
        ("credited £1,204.50 today", "1,204.50"),
        ("solde de 12 480,75 € au bilan", "12 480,75"),
        ("balance CHF 1'250.00 open", "1'250.00"),
        ("fee of 40 EUR waived", "40"),
    ] {
        account(text, &[(sum, "amount")]);
    }
    account("acct=4471 state=closed", &[]);
    account("booked on 2026-03-01, period 04, 4520 lines", &[]);
}

#[test]
fn numbers_of_documents_in_many_languages() {
    account("Rechnung Nr. R-2026-118 storniert", &[("R-2026-118", "invoice_number")]);
    account("factura 2026/0417 pagada", &[("2026/0417", "invoice_number")]);
    account("Bestellung B-77120 eingegangen", &[("B-77120", "order_number")]);
    account("subscription sub_8Kq2mQ9xZ7vB4nL paused", &[("sub_8Kq2mQ9xZ7vB4nL", "subscription_id")]);
    account("confirmed PO-2026-0417 by fax", &[("PO-2026-0417", "order_number")]);
    account("invoice 2026-03-31 run finished", &[]);
}

#[test]
fn products_by_the_seat() {
    account("40 licences Power BI Pro", &[("40", "licence"), ("Power BI Pro", "licence")]);
    account(
        "seats of Microsoft 365 E3 reduced from 30 to 12",
        &[("Microsoft 365 E3", "licence"), ("30", "licence"), ("12", "licence")],
    );
    account(
        r#"{"event":"plan.changed","from":"Basic","to":"Premium"}"#,
        &[("Basic", "licence"), ("Premium", "licence")],
    );
}

#[test]
fn rows_without_a_type() {
    account(
        "C-9,\"Hollow Oak Cider Ltd\",\"Ludmila Farkas\",active",
        &[("Hollow Oak Cider Ltd", "customer_name"), ("Ludmila Farkas", "contact_name")],
    );
    account(
        "2026-01-15\tPMT\tORD-2026-7781\t99.00\tUSD\tdone",
        &[("ORD-2026-7781", "order_number"), ("99.00", "amount")],
    );
    account("tenant,product,seats\nx,Visio Plan 2,14", &[("Visio Plan 2", "licence"), ("14", "licence")]);
}

#[test]
fn numbers_behind_their_sign() {
    account("Facture n° 2026-0042 du 3 mars", &[("2026-0042", "invoice_number")]);
    account("Facture n°20260042 émise", &[("20260042", "invoice_number")]);
    account("Commande nº 88213 reçue", &[("88213", "order_number")]);
}

#[test]
fn organisations_behind_a_french_legal_form() {
    account("relance envoyée à SARL Aubert & Fils hier", &[("SARL Aubert & Fils", "customer_name")]);
    account("the SAS protocol", &[]);
}

#[test]
fn labels_between_bars() {
    account(
        "Customer: Hollow Oak Cider Ltd | VAT FR40303265045 | Contact: Ann Whitfield <ann@mail.example> | Tel. 06 34 40 86 13",
        &[
            ("Hollow Oak Cider Ltd", "customer_name"),
            ("FR40303265045", "vat_id"),
            ("Ann Whitfield", "contact_name"),
            ("ann@mail.example", "contact_email"),
            ("06 34 40 86 13", "contact_phone"),
        ],
    );
}

#[test]
fn products_that_no_list_has() {
    for text in ["3 licences Alpina Desk", "3 x Alpina Desk @ 14.00", "3 postes « Alpina Desk »"] {
        let sums: &[(&str, &str)] = if text.contains('@') { &[("14.00", "amount")] } else { &[] };
        account(text, &[&[("3", "licence"), ("Alpina Desk", "licence")], sums].concat());
    }
    account("devis : Alpina Desk x 3", &[("Alpina Desk", "licence"), ("3", "licence")]);
    account("site upgraded to Gletscher Premium", &[("Gletscher Premium", "licence")]);
    account("subscription on tier Growth, paid", &[("Growth", "licence")]);
    account("added SPE_E5 today", &[("SPE_E5", "licence")]);
    account("display 1920 x 1080, retried 3 x Failed", &[]);
}

#[test]
fn seats_before_and_after() {
    account("SeatsChanged before=20 after=35", &[("20", "licence"), ("35", "licence")]);
    account("seat count 20 -> 35", &[("20", "licence"), ("35", "licence")]);
    account("moved from=10 to=12", &[]);
}

#[test]
fn labels_in_one_line_of_prose() {
    account(
        "Client : Moulin Blanc - N° TVA : FR36498771204",
        &[("Moulin Blanc", "customer_name"), ("FR36498771204", "vat_id")],
    );
    account(
        "Interlocuteur : Ludmila Farkas (gérante) – tél. +33 2 98 44 10 20",
        &[("Ludmila Farkas", "contact_name"), ("+33 2 98 44 10 20", "contact_phone")],
    );
    account("Estimado cliente: su pedido ha salido", &[]);
    account("number of licenses: 12, valid for a year", &[("12", "licence")]);
}

#[test]
fn parties_in_brackets_and_with_apostrophes() {
    account(
        "declined (Hollow Oak Bakery), approved by Nuno D'Almeida",
        &[("Hollow Oak Bakery", "customer_name"), ("Nuno D'Almeida", "contact_name")],
    );
    account("for Port Hel Sp. z o.o., paid", &[("Port Hel Sp. z o.o.", "customer_name")]);
}

#[test]
fn sums_with_cents_need_no_currency() {
    account("PU HT 14,50 – amt 29.00", &[("14,50", "amount"), ("29.00", "amount")]);
    account("due on March 3, 2026 EUR 29.00", &[("29.00", "amount")]);
    account("rate EUR/USD 1.08, total 12.50 %", &[]);
}

#[test]
fn telephones_as_dialled_within_a_country() {
    account("on 01632 960 455 today", &[("01632 960 455", "contact_phone")]);
    account("batch 01632 960 of 0455", &[]);
}

#[test]
fn who_holds_a_card_or_a_firm() {
    account("cardholder L VIRTA, reason 4853", &[("L VIRTA", "contact_name")]);
    account("an Herrn Jonas Petersen", &[("Jonas Petersen", "contact_name")]);
    account("an die Firma Bäckerei Thiemann", &[("Bäckerei Thiemann", "customer_name")]);
}

#[test]
fn seats_of_all_that_there_are() {
    account("seats used: 41 of 55", &[("41", "licence"), ("55", "licence")]);
    account("batch 41 of 55", &[]);
}

#[test]
fn counts_of_products_that_no_list_has() {
    account("purchase of 12 x Gletscher CAD for us", &[("12", "licence"), ("Gletscher CAD", "licence")]);
}

#[test]
fn names_at_the_end_of_a_line() {
    account("seats=3 holder=Hollow Oak Ltd", &[("3", "licence"), ("Hollow Oak Ltd", "customer_name")]);
    account("booked 12,00 S Hollow Oak Ltd", &[("Hollow Oak Ltd", "customer_name")]);
}

#[test]
fn years_count_no_seats() {
    account("le 02/03/2026 poste 4", &[]);
}
