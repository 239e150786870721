//! Ids of the context in any spelling: what counts are their hexadecimal digits, whatever stands between them.

use classify::{Channel, CompiledContext, Entity, TenantContext, User, classify_line};
use proptest::prelude::*;

/// How an id may be written.
#[derive(Clone, Copy, Debug)]
enum Spelling {
    Dashed,
    Plain,
    Braces,
    Capitals,
    Mixed,
}

const SPELLINGS: [Spelling; 5] =
    [Spelling::Dashed, Spelling::Plain, Spelling::Braces, Spelling::Capitals, Spelling::Mixed];

fn written(id: u128, spelling: Spelling) -> String {
    let plain = format!("{id:032x}");
    let dashed = [&plain[..8], &plain[8..12], &plain[12..16], &plain[16..20], &plain[20..]].join("-");
    match spelling {
        Spelling::Dashed => dashed,
        Spelling::Plain => plain,
        Spelling::Braces => format!("{{{dashed}}}"),
        Spelling::Capitals => dashed.to_uppercase(),
        Spelling::Mixed => {
            let swap = |(n, c): (usize, char)| if n % 2 == 0 { c.to_ascii_uppercase() } else { c };
            dashed.chars().enumerate().map(swap).collect()
        }
    }
}

/// The digits of an id.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase()
}

fn naive(text: &str, people: &[String], tenants: &[String]) -> Option<Entity> {
    let is_among = |ids: &[String]| ids.iter().any(|id| digits(id) == digits(text));
    // A person outranks the tenant.
    if is_among(people) {
        Some(Entity::UserGuid)
    } else if is_among(tenants) {
        Some(Entity::TenantId)
    } else {
        None
    }
}

/// Ids that differ in their last digits only, of a version that GUIDs have.
fn id() -> impl Strategy<Value = u128> {
    (0_u128..12).prop_map(|n| 0x8b1f_2f5e_3f6a_4a53_9f57_0d5e_5b6f_7c00 + n)
}

fn spelling() -> impl Strategy<Value = Spelling> {
    prop::sample::select(SPELLINGS.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn an_id_is_known_in_any_spelling(
        people in prop::collection::vec((id(), spelling()), 0..5),
        tenants in prop::collection::vec((id(), spelling()), 0..5),
        looked_for in (id(), spelling()),
    ) {
        let spell = |ids: Vec<(u128, Spelling)>| ids.into_iter().map(|(id, s)| written(id, s)).collect::<Vec<_>>();
        let (people, tenants) = (spell(people), spell(tenants));
        let mut context = TenantContext::default();
        context.tenant.ids.clone_from(&tenants);
        context.tenant.users =
            people.iter().map(|id| User { object_id: id.clone(), ..User::default() }).collect();
        let context = CompiledContext::new(&context).unwrap();
        let value = written(looked_for.0, looked_for.1);
        let text = format!("saw {value} there");
        let spans = classify_line(text.as_bytes(), Channel::Log, &context);
        let found: Vec<_> = spans.iter().map(|span| (digits(&text[span.start..span.end]), span.entity)).collect();
        match naive(&value, &people, &tenants) {
            Some(entity) => prop_assert_eq!(found, [(digits(&value), entity)], "{}: {:?} {:?}", text, people, tenants),
            // An id that nobody knows is taken for a person's or for nothing, never for the tenant's.
            None => prop_assert!(found.iter().all(|(_, entity)| *entity == Entity::UserGuid), "{}: {:?}", text, found),
        }
    }
}
