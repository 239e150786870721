use diagnostics::{Catalogue, CatalogueError, CollectorKind};
use domain::{Level, ProblemCatalogue};
use std::collections::BTreeSet;

#[test]
fn the_built_in_diagnostics_pass_their_checks() {
    let catalogue = Catalogue::built_in();
    let ids: Vec<&str> = catalogue.iter().map(|diagnostic| diagnostic.form().id.as_str()).collect();
    let mut files: Vec<String> = std::fs::read_dir("../../catalogue")
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".yaml").map(str::to_owned))
        .collect();
    files.sort();
    assert_eq!(ids, files, "each is called as its file is");
    for diagnostic in catalogue.iter() {
        let id = &diagnostic.form().id;
        assert!(catalogue.contains(id), "{id}");
        assert_eq!(catalogue.get(id), Some(diagnostic));
    }
}

#[test]
fn each_collector_kind_is_used_by_a_built_in_diagnostic() {
    let catalogue = Catalogue::built_in();
    let kinds: BTreeSet<&str> = catalogue
        .iter()
        .flat_map(|diagnostic| &diagnostic.form().collectors)
        .map(|collector| CollectorKind::name(&collector.kind))
        .collect();
    assert_eq!(kinds, CollectorKind::NAMES.iter().copied().collect());
}

#[test]
fn the_problem_catalogue_and_the_diagnostics_name_each_other() {
    let catalogue = Catalogue::built_in();
    for nature in &ProblemCatalogue::built_in().natures {
        let here: BTreeSet<_> =
            catalogue.for_nature(&nature.id).map(|found| found.form().id.clone()).collect();
        let there: BTreeSet<_> = nature.diagnostics.iter().cloned().collect();
        assert_eq!(here, there, "{}", nature.id);
    }
}

#[test]
fn only_those_that_read_what_people_wrote_need_the_advanced_level() {
    let catalogue = Catalogue::built_in();
    let advanced = catalogue.iter().map(diagnostics::Diagnostic::form);
    let advanced: Vec<&str> =
        advanced.filter(|form| form.level == Level::Advanced).map(|form| form.id.as_str()).collect();
    assert_eq!(
        advanced,
        [
            "configuration-values",
            "crash-log",
            "error-clusters",
            "journal-errors",
            "log-follow",
            "log-search",
            "sign-in-failures"
        ]
    );
}

#[test]
fn an_id_that_is_there_twice_is_refused() {
    let text = crate::sample::TEXT;
    let refusal = Catalogue::from_texts([("one", text), ("two", text)]).unwrap_err();
    assert!(matches!(&refusal, CatalogueError::Twice { file, .. } if file == "two"), "{refusal}");
    let refusal = Catalogue::from_texts([("one", "id: x")]).unwrap_err();
    assert!(refusal.to_string().starts_with("diagnostic `one`: line 1"), "{refusal}");
}

#[test]
fn what_nobody_wrote_is_not_there() {
    let built_in = Catalogue::built_in();
    let other = "no-such-diagnostic".parse().unwrap();
    assert!(!built_in.contains(&other) && built_in.get(&other).is_none());
}
