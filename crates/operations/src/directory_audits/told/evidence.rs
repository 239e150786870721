//! Evidence: what was stored, attached, read and destroyed.

use super::Told;
use crate::directory_audits::entry::AuditResult;
use crate::directory_audits::view::{View, thing};
use crate::mint;
use domain::{CollectionId, DeleteCause, Event};

pub(super) fn told(view: &View, event: &Event) -> Option<Told> {
    let about = |collection: &CollectionId| {
        let told = Told::about(view.case_of(collection.as_str())).and(thing(collection.as_str(), "Evidence"));
        let told = match mint::case_of(collection.as_str()) {
            Some(case) => told.detail("case", case),
            None => told,
        };
        told.detail("collection", collection)
    };
    Some(match event {
        Event::EvidenceStored { run, collection, bytes, sha256, .. } => {
            about(collection).detail("run", run).detail("bytes", bytes).detail("sha256", sha256)
        }
        Event::BundleAttached { collection, bytes, sha256, .. } => {
            about(collection).detail("bytes", bytes).detail("sha256", sha256)
        }
        Event::EvidenceRead { collection, shown, masked, .. } => {
            about(collection).detail("shown", shown).detail("masked", masked)
        }
        Event::EvidenceDeleted { collection, cause, sha256, bytes, .. } => {
            let cause_text = super::text(cause).unwrap_or_default();
            let told = about(collection)
                .detail("cause", cause_text.trim_matches('"'))
                .detail("bytes", bytes)
                .detail("sha256", sha256);
            match cause {
                DeleteCause::Lost => told.ended(AuditResult::Failure("its key was lost".to_owned())),
                DeleteCause::Due | DeleteCause::Asked | DeleteCause::Retention => told,
            }
        }
        _ => return None,
    })
}
