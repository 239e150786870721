//! Names of more than a word that the context lists (classification.md 4.2 `person_name` and `phone`, 4.4 `org_name`).

use crate::channel::Channel;
use crate::context::Phrase;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let account = line.channel == Channel::Account;
    let mut done = 0;
    for (index, word) in line.marked(Marks::PHRASE) {
        if word.start < done {
            continue;
        }
        let Some((range, phrase)) = line.context.phrase_at(line.view, line.words, index) else { continue };
        done = range.end;
        if goes_on(line, range.end) {
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
        push(line, found, range, entity);
    }
}

/// Whether a word goes on behind the phrase: `T-Cloud9` does not name T-Cloud.
fn goes_on(line: &Line<'_>, end: usize) -> bool {
    end.checked_sub(1).and_then(|last| line.word_at(last)).is_some_and(|word| word.end > end)
}
