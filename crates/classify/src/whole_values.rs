//! Values that are one span each, as those of records of cases and accounts: what was found inside them gives way.

use crate::span::Span;

/// Such spans, in the order of the text and apart.
#[derive(Debug, Default)]
pub(crate) struct WholeValues(Vec<Span>);

impl WholeValues {
    /// Adds one that begins no earlier than those before it; a value that it overlaps gives way.
    pub(crate) fn add(&mut self, value: Span) {
        while self.0.last().is_some_and(|last| last.end > value.start) {
            self.0.pop();
        }
        self.0.push(value);
    }

    /// Puts them in the place of the candidates that they overlap, those that stay apart.
    pub(crate) fn replace(self, found: &mut Vec<Span>, stays: impl Fn(&Span) -> bool) {
        // Each candidate is asked once: a text may consist of values.
        found.retain(|span| stays(span) || !self.overlaps(span));
        found.extend(self.0.into_iter().filter(|value| !value.is_empty()));
    }

    fn overlaps(&self, span: &Span) -> bool {
        let next = self.0.partition_point(|value| value.end <= span.start);
        self.0.get(next).is_some_and(|value| span.overlaps(&(value.start..value.end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Entity::{CustomerText, Password, PersonName};

    #[test]
    fn what_is_inside_gives_way_unless_it_stays() {
        let mut values = WholeValues::default();
        for (start, end) in [(0, 4), (2, 6), (8, 12), (12, 12)] {
            values.add(Span::new(start, end, CustomerText));
        }
        let mut found =
            vec![Span::new(0, 2, PersonName), Span::new(3, 9, PersonName), Span::new(11, 13, Password)];
        values.replace(&mut found, |span| span.entity == Password);
        let left = [(0, 2, PersonName), (11, 13, Password), (2, 6, CustomerText), (8, 12, CustomerText)];
        assert_eq!(found, left.map(|(start, end, entity)| Span::new(start, end, entity)));
    }
}
