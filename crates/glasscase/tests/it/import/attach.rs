//! What was found, in a case.

use super::{Desk, packed};
use crate::program::{program, run_command};
use crate::server::{Server, open_case, wait};
use wire::{NewTenant, TenantCreated};

#[test]
fn what_was_found_is_written_into_the_case_screened() {
    let desk = Desk::new();
    let log =
        b"2026-11-20T10:00:01Z ERROR no answer for 'joe' from printserver\nuser=joe@contoso.example failed\n";
    let ini = b"[joe@contoso.example]\npassword = Tr0ub4dor&3\n";
    let bundle =
        packed(&desk, "joe@contoso.example.tar.gz", &[("b/logs/app.log", log), ("b/etc/app.ini", ini)]);
    let server = Server::start(&desk.folder.path().join("server"), &[]);
    let (owner, case) = wait(async {
        let operator = server.redeem(server.link.as_ref().unwrap()).await;
        let new =
            NewTenant { tenant: None, name: "Contoso".to_owned(), settings: domain::Settings::default() };
        let created: TenantCreated = operator.post("api/v1/tenants", &new).await.unwrap();
        let token = server.redeem_token(&created.owner.code).await;
        let case = open_case(&wire::Client::new(&server.url, Some(token.clone())).unwrap()).await;
        (token, case)
    });
    let as_owner = |arguments: &[&str]| {
        let mut command = program(&[arguments, &["--url", &server.url]].concat());
        command.env("GLASSCASE_TOKEN", &owner);
        run_command(command, b"")
    };
    let imported = as_owner(&["import", &bundle, "--attach", &case]);
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    assert!(imported.out.contains("the bundle itself did not leave this machine"), "{}", imported.out);
    let shown = as_owner(&["case", "show", &case]).out;
    for words in [
        "We looked at a support bundle",
        "tar.gz",
        "It holds 2 files",
        "- credential: 1 password",
        "ERROR no answer",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    for secret in ["joe", "Tr0ub4dor"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    let unknown = as_owner(&["import", &bundle, "--attach", "no-such-case"]);
    assert_eq!(unknown.code, Some(1), "{}", unknown.err);
}

#[test]
fn without_a_token_nothing_is_looked_at() {
    let desk = Desk::new();
    let bundle = packed(&desk, "b.tar.gz", &[("b/app.log", b"x\n")]);
    let ended = super::import(&bundle, &["--attach", "c1"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.err);
    assert!(ended.err.contains("no token was given"), "{}", ended.err);
}
