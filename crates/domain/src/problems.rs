//! The problem classification catalogue: services, natures of problems, the categories that a consent offers by
//! default for each, and the diagnostics that it enables. The data stand in `data/problems.json`.

use crate::category::{Categories, Category};
use crate::ids::{DiagnosticId, NatureId, ServiceId, TeamId};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A text in the two languages of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// What kind of problem a case is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nature {
    /// Its id.
    pub id: NatureId,
    /// Its title.
    pub title: Bilingual,
    /// What it is about, in a sentence.
    pub description: Bilingual,
    /// The categories that a consent offers by default; support data is added.
    pub categories: Categories,
    /// The diagnostics that a consent enables.
    pub diagnostics: Vec<DiagnosticId>,
}

impl Nature {
    /// The categories that a consent offers by default, support data included.
    pub const fn default_categories(&self) -> Categories {
        self.categories.with(Category::SupportData)
    }
}

/// A service that cases are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Its title.
    pub title: Bilingual,
    /// The vendor's team that works its cases.
    pub team: TeamId,
    /// The natures of problem that it can have.
    pub natures: Vec<NatureId>,
}

/// The problem classification catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemCatalogue {
    /// The natures of problems.
    pub natures: Vec<Nature>,
    /// The services.
    pub services: Vec<Service>,
}

static BUILT_IN: LazyLock<ProblemCatalogue> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the data are part of the program, and a test reads them")]
    serde_json::from_str(include_str!("../data/problems.json")).expect("data/problems.json is a catalogue")
});

impl ProblemCatalogue {
    /// The catalogue that ships with the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// A nature by its id.
    pub fn nature(&self, id: &NatureId) -> Option<&Nature> {
        self.natures.iter().find(|nature| nature.id == *id)
    }

    /// A service by its id.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == *id)
    }

    /// A service and one of its natures, or none if either is unknown or they do not belong together.
    pub fn classify(&self, service: &ServiceId, nature: &NatureId) -> Option<(&Service, &Nature)> {
        let service = self.service(service)?;
        service.natures.contains(nature).then_some(())?;
        Some((service, self.nature(nature)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_catalogue_is_whole() {
        let catalogue = ProblemCatalogue::built_in();
        let natures: BTreeSet<_> = catalogue.natures.iter().map(|nature| &nature.id).collect();
        assert_eq!(natures.len(), catalogue.natures.len(), "a nature stands twice");
        for service in &catalogue.services {
            assert!(!service.natures.is_empty(), "{} has no nature", service.id);
            for nature in &service.natures {
                assert!(catalogue.classify(&service.id, nature).is_some(), "{nature} of {}", service.id);
            }
        }
        for nature in &catalogue.natures {
            assert!(
                catalogue.services.iter().any(|service| service.natures.contains(&nature.id)),
                "{}",
                nature.id
            );
            assert!(!nature.diagnostics.is_empty(), "{} enables nothing", nature.id);
        }
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        let catalogue = ProblemCatalogue::built_in();
        let titles = catalogue.natures.iter().flat_map(|n| [&n.title, &n.description]);
        for text in titles.chain(catalogue.services.iter().map(|s| &s.title)) {
            assert!(!text.en.is_empty() && !text.fr.is_empty(), "{text:?}");
        }
    }
}
