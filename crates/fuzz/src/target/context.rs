//! A context file: it is refused or it works, however its people are read.

use crate::fragments::{CONTEXT, LINES};
use classify::{Channel, Classifier, CompiledContext, TenantContext};

pub(super) fn check(input: &[u8]) {
    let streamed = CompiledContext::from_json(input);
    let parsed = TenantContext::from_json(input);
    if let Ok(parsed) = &parsed {
        let compiled = CompiledContext::new(parsed).map(drop).map_err(|why| why.to_string());
        let streamed = streamed.as_ref().map(drop).map_err(ToString::to_string);
        assert_eq!(compiled, streamed, "the two ways to read people differ");
    }
    let Ok(context) = streamed else { return };
    assert!(parsed.is_ok(), "what one way reads the other refuses");
    let mut classifier = Classifier::new();
    for line in LINES.iter().step_by(41) {
        let spans = classifier.classify(line.as_bytes(), Channel::Log, &context);
        let mut end = 0;
        for span in spans {
            assert!(span.start >= end && span.start < span.end && span.end <= line.len(), "{spans:?}");
            end = span.end;
        }
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let small = br#"{"tenant":{"ids":["8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21"],"names":["Contoso"],"domains":["contoso.com"],"networks":["10.0.0.0/8","2001:db8::/32"],"user_networks":["10.1.0.0/16"],"server_patterns":["srv-[0-9]+"],"users":[{"upn":"joe@contoso.com","display_name":"Joe W","object_id":"x","puid":"1003bffd8a1b2c3d","sid":"S-1-5-21-1-2-3-500","usernames":["joe"],"machines":["PC 1"],"phones":["+33 6 12 34 56 78"],"ips":["10.1.2.3"]}]},"vendor":{"domains":["v.example"],"networks":["192.0.2.0/24"],"server_patterns":["[a-z]{2}[0-9]+"],"operators":["op"]}}"#;
    vec![CONTEXT.to_vec(), small.to_vec(), b"{}".to_vec(), br#"{"tenant":{"users":[{}]}}"#.to_vec()]
}
