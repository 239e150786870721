//! Names of more than a word that the context lists (classification.md 4.2 `person_name` and `phone`, 4.4 `org_name`).

use crate::channel::Channel;
use crate::context::Phrase;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let account = line.channel == Channel::Account;
    for (start, end, phrase) in line.context.phrases(line.view) {
        if is_inside_word(line, start, end) {
            continue;
        }
        let entity = match phrase {
            Phrase::Person if account => Entity::ContactName,
            Phrase::Organisation if account => Entity::CustomerName,
            Phrase::Phone if account => Entity::ContactPhone,
            Phrase::Person => Entity::PersonName,
            Phrase::Organisation => Entity::OrgName,
            Phrase::Phone => Entity::Phone,
            Phrase::Machine => Entity::MachineName,
        };
        push(line, found, start..end, entity);
    }
}

/// Whether a word goes on in front of or behind the phrase: `tcloud-pg0` does not name T-Cloud.
fn is_inside_word(line: &Line<'_>, start: usize, end: usize) -> bool {
    let front = line.word_at(start).is_some_and(|word| word.start < start);
    let back = end.checked_sub(1).and_then(|last| line.word_at(last)).is_some_and(|word| word.end > end);
    front || back
}
