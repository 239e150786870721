//! The measures of `tests/data/score_spans.py`, which stays the judge: a test compares both.

use classify::SpanCategory;

/// A labelled stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) category: SpanCategory,
}

/// Counts of one category.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    gold: usize,
    predicted: usize,
    exact: usize,
    /// Labelled spans that a predicted one of the category touches, and predicted ones that touch a labelled one.
    touched: usize,
    touching: usize,
    bytes: usize,
    leaked: usize,
    leaking_spans: usize,
    uncovered: usize,
}

/// Counts over lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    pub(crate) lines: usize,
    pub(crate) clean_lines: usize,
    clean_touched: usize,
    /// Bytes outside every labelled span; those that a predicted span covers, without and with `system`.
    free: usize,
    over: usize,
    over_any: usize,
    categories: [Counts; 7],
}

/// Precision, recall and their harmonic mean, as far as there is something to divide by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Quality {
    pub(crate) precision: Option<f64>,
    pub(crate) recall: Option<f64>,
    pub(crate) f1: Option<f64>,
}

const PROTECTED: [SpanCategory; 4] =
    [SpanCategory::Credential, SpanCategory::Euii, SpanCategory::Eupi, SpanCategory::Oii];

impl Score {
    /// Adds a line of so many bytes.
    pub(crate) fn add(&mut self, bytes: usize, gold: &[Marked], predicted: &[Marked]) {
        self.lines += 1;
        if gold.is_empty() {
            self.clean_lines += 1;
            let touched = predicted.iter().any(|span| span.category != SpanCategory::System);
            self.clean_touched += usize::from(touched);
        }
        self.add_predicted(gold, predicted);
        // The highest rank that covers each byte, 0 for none.
        let mut best = vec![0_u8; bytes];
        for span in predicted {
            best[span.start..span.end].iter_mut().for_each(|b| *b = (*b).max(span.category.rank()));
        }
        let mut labelled = vec![false; bytes];
        for span in gold {
            labelled[span.start..span.end].fill(true);
            let covering = &best[span.start..span.end];
            let leaked = covering.iter().filter(|rank| **rank < span.category.rank()).count();
            let touches = |other: &&Marked| other.category == span.category && overlap(other, span);
            let counts = self.of_mut(span.category);
            counts.gold += 1;
            counts.bytes += span.end - span.start;
            counts.leaked += leaked;
            counts.leaking_spans += usize::from(leaked > 0);
            counts.uncovered += covering.iter().filter(|rank| **rank <= 1).count();
            counts.touched += usize::from(predicted.iter().any(|other| touches(&other)));
        }
        for (rank, _) in best.iter().zip(&labelled).filter(|(_, labelled)| !**labelled) {
            self.free += 1;
            self.over_any += usize::from(*rank > 0);
            self.over += usize::from(*rank > 1);
        }
    }

    fn add_predicted(&mut self, gold: &[Marked], predicted: &[Marked]) {
        let mut left = gold.to_vec();
        for span in predicted {
            let touches = gold.iter().any(|other| other.category == span.category && overlap(other, span));
            let counts = self.of_mut(span.category);
            counts.predicted += 1;
            counts.touching += usize::from(touches);
            // One to one: a span that is predicted twice is right once.
            if let Some(at) = left.iter().position(|other| other == span) {
                left.swap_remove(at);
                counts.exact += 1;
            }
        }
    }

    fn of_mut(&mut self, category: SpanCategory) -> &mut Counts {
        &mut self.categories[usize::from(category.rank()) - 1]
    }

    fn of(&self, category: SpanCategory) -> &Counts {
        &self.categories[usize::from(category.rank()) - 1]
    }

    fn sum(&self, categories: &[SpanCategory], count: fn(&Counts) -> usize) -> usize {
        categories.iter().map(|category| count(self.of(*category))).sum()
    }

    /// Exact spans of a category.
    pub(crate) fn exact(&self, category: SpanCategory) -> Quality {
        let counts = self.of(category);
        quality(counts.exact, counts.gold, counts.exact, counts.predicted)
    }

    /// Exact spans of all categories together.
    pub(crate) fn micro_exact(&self) -> Quality {
        let sum = |count| self.sum(&SpanCategory::ALL, count);
        let exact = sum(|c| c.exact);
        quality(exact, sum(|c| c.gold), exact, sum(|c| c.predicted))
    }

    /// Spans that share a byte, of all categories together.
    pub(crate) fn micro_overlap(&self) -> Quality {
        let sum = |count| self.sum(&SpanCategory::ALL, count);
        quality(sum(|c| c.touched), sum(|c| c.gold), sum(|c| c.touching), sum(|c| c.predicted))
    }

    /// The mean over the categories that are labelled at all.
    pub(crate) fn macro_f1_exact(&self) -> Option<f64> {
        let labelled = SpanCategory::ALL.into_iter().filter(|category| self.of(*category).gold > 0);
        let each: Vec<_> = labelled.filter_map(|category| self.exact(category).f1).collect();
        (!each.is_empty()).then(|| each.iter().sum::<f64>() / float(each.len()))
    }

    /// Bytes of protected categories that no span of their class or a stricter one covers.
    pub(crate) fn leak_rate(&self) -> Option<f64> {
        share(self.sum(&PROTECTED, |c| c.leaked), self.sum(&PROTECTED, |c| c.bytes))
    }

    /// Protected spans with at least one such byte.
    pub(crate) fn span_leak_rate(&self) -> Option<f64> {
        share(self.sum(&PROTECTED, |c| c.leaking_spans), self.sum(&PROTECTED, |c| c.gold))
    }

    /// Protected bytes that nothing but `system` covers.
    pub(crate) fn uncovered_rate(&self) -> Option<f64> {
        share(self.sum(&PROTECTED, |c| c.uncovered), self.sum(&PROTECTED, |c| c.bytes))
    }

    /// Unlabelled bytes that are covered by anything but `system`.
    pub(crate) fn over_redaction_rate(&self) -> Option<f64> {
        share(self.over, self.free)
    }

    /// Unlabelled bytes that are covered.
    pub(crate) fn over_any_rate(&self) -> Option<f64> {
        share(self.over_any, self.free)
    }

    /// Lines without a label in which something but `system` was found.
    pub(crate) fn clean_lines_hit_rate(&self) -> Option<f64> {
        share(self.clean_touched, self.clean_lines)
    }
}

fn overlap(one: &Marked, other: &Marked) -> bool {
    one.start < other.end && other.start < one.end
}

fn quality(recalled: usize, gold: usize, right: usize, predicted: usize) -> Quality {
    let (precision, recall) = (share(right, predicted), share(recalled, gold));
    let f1 = (gold + predicted > 0).then(|| match (precision, recall) {
        (Some(p), Some(r)) if p > 0.0 && r > 0.0 => 2.0 * p * r / (p + r),
        _ => 0.0,
    });
    Quality { precision, recall, f1 }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| float(part) / float(whole))
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
