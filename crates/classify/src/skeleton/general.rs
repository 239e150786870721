//! Which spans of one line all lines of its skeleton have.

use super::{codes, ipv6, token};
use crate::entity::Entity;
use crate::span::Span;

/// The spans as offsets in the skeleton, where `place` finds those of an example.
pub(super) fn general_spans(
    key: &[u8],
    example: &[u8],
    spans: &[Span],
    place: impl Fn(usize) -> Option<usize>,
) -> Option<Vec<Span>> {
    let has_groups = key.contains(&codes::HEXTET);
    let generalise = |span: &Span| {
        let (start, end) = (place(span.start)?, place(span.end)?);
        let value = example.get(span.start..span.end).unwrap_or_default();
        let covered = key.get(start..end).unwrap_or_default();
        let is_coded = covered.iter().any(|byte| codes::is_code(*byte));
        let may_stand_again =
            is_coded || token::may_be_coded(value) || has_groups && ipv6::may_be_group(value);
        let is_identified = covered.iter().any(|byte| codes::is_identifier(*byte));
        let is_alike = is_cut_between(key, start)
            && is_cut_between(key, end)
            && !covered.iter().any(|byte| codes::is_number(*byte))
            && !(is_looked_for_again(span.entity) && may_stand_again)
            && !(is_told_by_pattern(span.entity) && is_identified);
        is_alike.then(|| Span::new(start, end, span.entity))
    };
    spans.iter().map(generalise).collect()
}

/// Whether `at` is not in the middle of what is covered whole or not at all.
fn is_cut_between(key: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| key.get(before));
    !before.is_some_and(|code| codes::is_whole(*code) && key.get(at) == Some(code))
}

/// The entities whose names `detect::echo` and `case` look for again in their line; the ids among them stand once in a
/// skeleton.
fn is_looked_for_again(entity: Entity) -> bool {
    matches!(
        entity,
        Entity::Username | Entity::Upn | Entity::MachineName | Entity::ClientHostname | Entity::CaseNumber
    )
}

/// The entities that a context's patterns tell from others.
fn is_told_by_pattern(entity: Entity) -> bool {
    matches!(entity, Entity::TenantHost | Entity::VendorHost)
}
