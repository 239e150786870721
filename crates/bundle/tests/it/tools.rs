//! Which tool made a bundle. The reports of sos and Chromium are real and tested with the program; the others are laid out
//! here as their documentation says.

use crate::listing::{gzip, listing, tar, zip};
use bundle::{Tool, ToolName};

fn check(bytes: &[u8], name: ToolName, version: Option<&str>) {
    let tool = listing(bytes).unwrap().0.tool;
    assert_eq!(tool, Some(Tool { name, version: version.map(str::to_owned) }));
}

/// As `kubectl support-bundle` writes it (troubleshoot.sh, *Collectors*; version.yaml since 0.11).
#[test]
fn troubleshoot_by_its_documented_layout() {
    let version =
        b"apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec:\n  versionNumber: v0.121.2\n";
    let bundle = tar(&[
        ("support-bundle-2026-11-20T10_00_00/version.yaml", version),
        ("support-bundle-2026-11-20T10_00_00/cluster-info/cluster_version.json", b"{}"),
        ("support-bundle-2026-11-20T10_00_00/cluster-resources/nodes.json", b"{}"),
        ("support-bundle-2026-11-20T10_00_00/host-collectors/system/cpu.json", b"{}"),
    ]);
    check(&gzip(&bundle), ToolName::Troubleshoot, Some("v0.121.2"));
}

/// As Elastic's support-diagnostics writes it (its README, *Output*).
#[test]
fn elastic_by_its_documented_layout() {
    let manifest = b"{\n  \"product\" : \"es\",\n  \"diagVersion\" : \"9.3.0\"\n}";
    let bundle = zip(&[
        ("api-diagnostics-20261120-100000/diagnostic_manifest.json", manifest),
        ("api-diagnostics-20261120-100000/diagnostics.log", b"2026-11-20 10:00:00 INFO started\n"),
        ("api-diagnostics-20261120-100000/version.json", b"{}"),
    ]);
    check(&bundle, ToolName::ElasticDiagnostics, Some("9.3.0"));
}

/// As `oc adm must-gather` writes it (docs.openshift.com, *Gathering data about your cluster*), packed with tar.
#[test]
fn must_gather_by_its_documented_layout() {
    let image = "must-gather.local.123/quay-io-openshift-release-dev-sha256-abc";
    let files = [
        "cluster-scoped-resources/core/nodes/n1.yaml",
        "namespaces/openshift-etcd/pods/etcd-n1/etcd/etcd/logs/current.log",
    ]
    .map(|path| format!("{image}/{path}"));
    let bundle = tar(&[(&files[0], b"kind: Node\n"), (&files[1], b"2026-11-20T10:00:00Z error\n")]);
    check(&gzip(&bundle), ToolName::MustGather, None);
}

#[test]
fn nothing_that_is_known_is_told_as_such() {
    assert_eq!(listing(&tar(&[("logs/app.log", b"x")])).unwrap().0.tool, None);
}
