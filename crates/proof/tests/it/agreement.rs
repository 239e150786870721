//! The second verifier, `tools/verify.py`, asked about every export and receipt that a test verifies. It must say the same
//! of it: the verdict, the figures, the stories, and each fault's line, event and word.

use ledger::VerifierKey;
use ledger::witness::WitnessKey;
use proof::{Options, ReceiptReport, Report};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// What is given besides the export.
#[derive(Default)]
pub(crate) struct Given<'a> {
    pub(crate) options: Options,
    /// The text of a runner's own log.
    pub(crate) runner_log: Option<&'a str>,
    /// An earlier export or checkpoint.
    pub(crate) since: Option<&'a [u8]>,
}

impl From<&Options> for Given<'_> {
    fn from(options: &Options) -> Self {
        Self { options: options.clone(), ..Self::default() }
    }
}

/// What the one second verifier of this process answers.
fn second<T>(ask: impl FnOnce(&mut Second) -> T) -> T {
    static SECOND: OnceLock<Mutex<Second>> = OnceLock::new();
    let second = SECOND.get_or_init(|| Mutex::new(Second::start()));
    ask(&mut second.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Panics unless the second verifier says the same of the receipt.
pub(crate) fn check_receipt(
    text: &str,
    keys: &[VerifierKey],
    witnesses: &[WitnessKey],
    report: &ReceiptReport,
) {
    let said = second(|second| second.ask_of_receipt(text, keys, witnesses));
    let without_words = |mut told: Value| {
        for fault in told["faults"].as_array_mut().unwrap() {
            fault.as_object_mut().unwrap().remove("what");
        }
        told
    };
    let (ours, theirs) = (without_words(serde_json::to_value(report).unwrap()), without_words(said));
    assert_eq!(ours, theirs, "the program, and tools/verify.py, of the receipt\n{text}");
}

/// Panics unless the second verifier says the same of the export.
pub(crate) fn check(export: &[u8], given: &Given<'_>, report: &Report) {
    let said = second(|second| second.ask(export, given));
    let (ours, theirs) = (comparable(serde_json::to_value(report).unwrap()), comparable(said));
    let agree = ours == theirs;
    if !agree {
        let kept = std::env::temp_dir().join(format!("glasscase-disagreement-{}", std::process::id()));
        std::fs::write(&kept, export).unwrap();
        assert!(agree, "of {} the program says\n{ours:#}\nand tools/verify.py\n{theirs:#}", kept.display());
    }
}

/// The report without words, and its faults in an order of their own.
fn comparable(mut report: Value) -> Value {
    let count = |value: &Value| value.as_array().map_or(0, |all| u64::try_from(all.len()).unwrap());
    let all = count(&report["faults"]) + report["faults_left_out"].as_u64().unwrap();
    if report["faults_left_out"] != 0 {
        // Which of thousands are kept may differ.
        report["faults"] = json!([]);
    }
    report["faults_left_out"] = json!(all);
    for pointer in ["/faults", "/runner_log/faults"] {
        let Some(Value::Array(faults)) = report.pointer_mut(pointer) else { continue };
        for fault in faults.iter_mut() {
            fault.as_object_mut().unwrap().remove("what");
        }
        faults.sort_by_key(Value::to_string);
    }
    report
}

struct Second {
    _child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Second {
    /// Needs python3 with `cryptography`, which `cargo xtask test` installs.
    fn start() -> Self {
        let driver = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/agree.py");
        let mut child = Command::new("python3")
            .arg(driver)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (questions, answers) =
            (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { _child: child, questions, answers }
    }

    fn ask_of_receipt(&mut self, text: &str, keys: &[VerifierKey], witnesses: &[WitnessKey]) -> Value {
        let keys: Vec<_> = keys.iter().map(ToString::to_string).collect();
        let witnesses: Vec<_> = witnesses.iter().map(ToString::to_string).collect();
        writeln!(self.questions, "{}", json!({ "receipt": text, "keys": keys, "witnesses": witnesses }))
            .unwrap();
        self.answer()
    }

    fn ask(&mut self, export: &[u8], given: &Given<'_>) -> Value {
        let texts = |all: Vec<String>| Value::from(all);
        let question = json!({
            "key": given.options.key.as_ref().map(ToString::to_string),
            "consent_keys": texts(given.options.consent_keys.iter().map(ToString::to_string).collect()),
            "witnesses": texts(given.options.witnesses.iter().map(ToString::to_string).collect()),
            "runner_log": given.runner_log,
            "export": export.len(),
            "since": given.since.map(<[u8]>::len),
        });
        writeln!(self.questions, "{question}").unwrap();
        self.questions.write_all(export).unwrap();
        self.questions.write_all(given.since.unwrap_or_default()).unwrap();
        self.answer()
    }

    fn answer(&mut self) -> Value {
        self.questions.flush().unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["failed"], Value::Null, "{}", answer["failed"].as_str().unwrap_or_default());
        answer
    }
}
