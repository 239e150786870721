//! A backup that was restored: it holds no hour keys, so what they opened is gone, and the log has to say so.

use crate::databases::each_database;
use crate::runner::Runner;
use crate::scene::Scene;
use domain::{DeleteCause, Event, Level};
use operations::{Refusal, export_tenant, find_lost, log_key, record_lost, show_evidence};
use std::fs;

/// Exports contoso's log and sees that it is sound.
async fn is_sound(scene: &Scene) {
    let tenant = &scene.contoso.tenant;
    let file = export_tenant(&scene.desk, tenant, Vec::new()).await.unwrap();
    let key = Some(log_key(&scene.desk, tenant).unwrap());
    let report = proof::verify(&file[..], &proof::Options { key, ..proof::Options::default() }).unwrap();
    assert_eq!(report.faults, []);
}

#[test]
fn evidence_whose_keys_were_not_restored_is_destroyed_with_a_receipt() {
    each_database(|scene| async move {
        let runner = Runner::enrol(&scene.desk, &scene.contoso, 1).await;
        let run = scene.run(&scene.open(Some(Level::Standard)).await).await;
        let collection = runner.deliver(&scene.desk, &run).await;
        is_sound(&scene).await;
        assert_eq!(find_lost(&scene.desk).await.unwrap(), []);
        assert_eq!(record_lost(&scene.desk).await.unwrap(), 0);

        fs::remove_dir_all(scene.folder.join("keyring/hours")).unwrap();
        fs::create_dir(scene.folder.join("keyring/hours")).unwrap();
        let lost = [(scene.contoso.tenant.clone(), collection.clone())];
        assert_eq!(find_lost(&scene.desk).await.unwrap(), lost);
        let early = export_tenant(&scene.desk, &scene.contoso.tenant, Vec::new()).await;
        assert_eq!(early.unwrap_err(), Refusal::Busy);

        let size = scene.size().await;
        assert_eq!(record_lost(&scene.desk).await.unwrap(), 1);
        let events = scene.since(size).await;
        let is_receipt = |event: &Event| matches!(event, Event::EvidenceDeleted { collection: id, cause: DeleteCause::Lost, .. } if *id == collection);
        assert_eq!(events.iter().filter(|event| is_receipt(event)).count(), 1, "{events:?}");
        let shown = show_evidence(&scene.desk, &scene.contoso.auditor, &collection).await.unwrap();
        assert_eq!(shown.row.delete_cause, Some(DeleteCause::Lost));
        assert_eq!(find_lost(&scene.desk).await.unwrap(), []);
        is_sound(&scene).await;
    });
}
