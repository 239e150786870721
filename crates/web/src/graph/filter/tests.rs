use super::*;

fn check(text: &str) -> Result<Filter, String> {
    Filter::parse(text)
}

#[test]
fn filters_of_every_form_are_read() {
    for text in [
        "",
        "category eq 'Policy'",
        "activityDisplayName eq 'O''Brien'",
        "activityDateTime ge 2026-01-15T09:30:00Z and activityDateTime le 2026-01-16T09:30:00.1234567Z",
        "activityDateTime gt 2026-01-15T09:30:00 00:00 and result eq 'success'",
        "(activityDateTime gt 2026-01-15T09:30:00 01:00) or not (category eq 'x')",
        "startswith(initiatedBy/user/userPrincipalName,'ada')",
        "startswith( activityDisplayName , 'Add' ) and not startswith(category,'P')",
        "targetResources/any(t: t/id eq 'x' or startswith(t/displayName, 'y'))",
        "targetResources/any(t:t/id eq 'x') and targetResources/any(r:r/type eq 'User')",
    ] {
        check(text).unwrap_or_else(|why| panic!("{text}: {why}"));
    }
}

#[test]
fn what_is_wrong_is_named() {
    for (text, words) in [
        ("catgory eq 'x'", "no property `catgory`"),
        ("category", "an operator is wanted"),
        ("category eq", "single quotes"),
        ("category eq x", "single quotes"),
        ("category ge 'x'", "cannot be asked with `ge`"),
        ("category eq 'x", "does not end"),
        ("category eq 'x' and", "it ends where a property"),
        ("category eq 'x' 'y'", "too much"),
        ("(category eq 'x'", "`)` is wanted"),
        ("activityDateTime ge '2026-01-15T09:30:00Z'", "without quotes"),
        ("activityDateTime ge 2026-01-35T09:30:00Z", "is no date-time"),
        ("activityDateTime has 2026-01-15", "cannot be asked"),
        ("t/id eq 'x'", "no property `t/id`"),
        ("targetResources/any(t: id eq 'x')", "no property"),
        ("targetResources/any(t: targetResources/any(u: u/id eq 'x'))", "operator"),
        ("startswith(category)", "`,` is wanted"),
        ("category eq 'x' ; id eq 'y'", "`;` cannot stand here"),
    ] {
        let why = check(text).unwrap_err();
        assert!(why.contains(words), "{text}: {why}");
    }
    assert!(check(&"(".repeat(4_000)).unwrap_err().contains("brackets"));
    assert!(check(&"not ".repeat(1_500)).unwrap_err().contains("brackets"));
    assert!(check(&"x".repeat(BYTES_MAX + 1)).unwrap_err().contains("the most"));
}

#[test]
fn a_client_that_escapes_no_plus_asks_for_the_same_instant() {
    let plus = check("activityDateTime ge 2026-01-15T10:30:00+01:00").unwrap();
    assert_eq!(check("activityDateTime ge 2026-01-15T10:30:00 01:00").unwrap(), plus);
    assert_eq!(check("activityDateTime ge 2026-01-15T09:30:00Z").unwrap(), plus);
}

#[test]
fn only_what_every_entry_has_to_meet_spares_looking() {
    let bounds = |text: &str| check(text).unwrap().bounds();
    let at = |text: &str| Some(text.parse::<domain::Moment>().unwrap());
    let and = bounds(
        "activityDateTime ge 2026-01-15T09:30:00Z and (activityDateTime lt 2026-01-16T00:00:00.0000001Z and result eq 'x')",
    );
    assert_eq!((and.since, and.until), (at("2026-01-15T09:30:00Z"), at("2026-01-16T00:00:00Z")));
    let narrowest = bounds("activityDateTime ge 2026-01-01 and activityDateTime gt 2026-01-02");
    assert_eq!(narrowest.since, at("2026-01-02T00:00:00Z"));
    assert_eq!(bounds("activityDateTime ge 2026-01-15 or result eq 'x'"), AuditBounds::default());
    assert_eq!(bounds("not (activityDateTime ge 2026-01-15)"), AuditBounds::default());
    let case = "/subscriptions/s/providers/Microsoft.Support/supportTickets/c123";
    let of_case = bounds(&format!("targetResources/any(t: t/id eq '{case}')"));
    assert_eq!(of_case.case.unwrap().as_str(), "c123");
    assert_eq!(bounds("id eq 'Glasscase_7_0'").place.unwrap().sequence, 7);
}

proptest::proptest! {
    /// Whatever is sent, it is read or refused.
    #[test]
    fn no_text_is_too_much_for_the_reader(text in ".{0,200}") {
        let _ = Filter::parse(&text).map(|filter| filter.bounds());
    }

    /// The same of texts that are nearly filters.
    #[test]
    fn nothing_that_is_nearly_a_filter_is(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..30)) {
        for join in ["", " "] {
            let _ = Filter::parse(&words.join(join)).map(|filter| filter.bounds());
        }
    }
}

const WORDS: &[&str] = &[
    "(",
    ")",
    ",",
    ":",
    "'",
    "''",
    "'x'",
    "and",
    "or",
    "not",
    "eq",
    "ne",
    "ge",
    "lt",
    "startswith",
    "startswith(",
    "targetResources/any",
    "targetResources/any(t:",
    "t",
    "t/id",
    "id",
    "category",
    "activityDateTime",
    "correlationId",
    "2026-01-15",
    "2026-01-15T09:30:00Z",
    "2026-01-15T09:30:00",
    " 00:00",
    "+01:00",
    "é",
    "\0",
    "/",
];
