//! A server that lies about consents which a passkey signed: the runner believes the passkey that is pinned beside it.

use super::papers::{consent, line, numbered};
use super::refusing::{check, check_shipped};
use super::world::World;
use authenticator::{Algorithm, Ceremony, flag};
use consent::{
    Agreement as _, ConsentDocument, Document as _, Language, PublicKey, Registration, RelyingParty,
};
use domain::{Categories, Category, KeyId, Proof};
use wire::{Claimed, SignedDocument};

const ID: &str = "consent.desk.example";
const ORIGIN: &str = "https://consent.desk.example";

/// A passkey, as the customer has it.
struct Passkey {
    authenticator: authenticator::Passkey,
    public: PublicKey,
}

impl Passkey {
    fn new(algorithm: Algorithm) -> Self {
        let authenticator = authenticator::Passkey::new(algorithm);
        let made = authenticator.create(&Ceremony::create(ID, ORIGIN, b"registration"));
        let made =
            Registration { client_data: made.client_data, attestation_object: made.attestation_object };
        let public = made.check(b"registration", &RelyingParty::at(ORIGIN).unwrap()).unwrap().into();
        Self { authenticator, public }
    }

    fn id(&self) -> KeyId {
        self.public.id()
    }

    /// The honest assertion over a document.
    fn asserted(&self, document: &ConsentDocument) -> String {
        self.authenticator.get(&Ceremony::get(ID, ORIGIN, &document.challenge().0)).text()
    }

    fn signed(&self, document: ConsentDocument) -> SignedDocument {
        let document = document.showing(Language::En);
        paper(&document, self.id(), self.asserted(&document))
    }
}

fn paper(document: &ConsentDocument, key: KeyId, signature: String) -> SignedDocument {
    SignedDocument { document: document.canonical(), proof: Proof::Key { key, signature } }
}

/// For five days, and without one category.
fn narrow() -> ConsentDocument {
    let categories = Categories::ALL.minus(Categories::NONE.with(Category::AccountData));
    ConsentDocument { categories, access_days: 5, ..consent() }.showing(Language::En)
}

type Change = fn(&mut ConsentDocument);

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_a_passkey_signed_cannot_be_widened_moved_or_replayed() {
    for algorithm in Algorithm::ALL {
        let passkey = Passkey::new(algorithm);
        let world = World::trusting_text(&passkey.public.to_string()).await;
        world.log("app.log", &line("one"));
        let honest = world.search_run("honest", passkey.signed(narrow()));
        // The text shown is made anew, so that nothing but the signature stands against it.
        let changes: [(&str, Change); 4] = [
            ("one-more-category", |document| document.categories = Categories::ALL),
            ("a-longer-end", |document| document.access_days = 30),
            ("another-case", |document| document.case = "case-2".parse().unwrap()),
            ("another-nonce", |document| document.nonce = "2".repeat(32)),
        ];
        for (name, change) in changes {
            let mut document = narrow();
            change(&mut document);
            let document = document.showing(Language::En);
            let lie = |claimed: &mut Claimed| {
                claimed.case = document.case.clone();
                claimed.consent.document = document.canonical();
            };
            check(&world, name, &honest, lie, "signature").await;
        }
        check_shipped(&world, "first", &honest).await;
        let later = ConsentDocument { number: 2, previous: numbered(2).previous, ..narrow() };
        check_shipped(&world, "second", &world.search_run("second", passkey.signed(later))).await;
        check(&world, "an-older-one", &honest, |_| (), "consent_replayed").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_elsewhere_or_by_another_is_no_consent() {
    let (passkey, stranger) = (Passkey::new(Algorithm::Es256), Passkey::new(Algorithm::Es256));
    let world = World::trusting_text(&passkey.public.text()).await;
    world.log("app.log", &line("one"));
    let (document, id) = (narrow(), passkey.id());
    let challenge = document.challenge().0;
    let honest = world.search_run("honest", passkey.signed(document.clone()));
    let asserted = |change: fn(&mut Ceremony)| {
        let mut ceremony = Ceremony::get(ID, ORIGIN, &challenge);
        change(&mut ceremony);
        paper(&document, id.clone(), passkey.authenticator.get(&ceremony).text())
    };
    for (name, paper) in [
        ("a-sign-in", asserted(|c| c.challenge = b"a sign-in".to_vec())),
        ("at-the-sign-in-page", asserted(|c| c.origin = "https://desk.example".to_owned())),
        ("for-the-sign-in-name", asserted(|c| c.relying_party = "desk.example".to_owned())),
        ("inside-another-page", asserted(|c| c.more = r#","crossOrigin":true"#.to_owned())),
        ("a-registration", asserted(|c| c.kind = "webauthn.create")),
        ("without-its-person", asserted(|c| c.flags &= !flag::USER_VERIFIED)),
        ("of-a-stranger", stranger.signed(document.clone())),
        ("of-a-stranger-in-our-name", paper(&document, id.clone(), stranger.asserted(&document))),
        ("on-the-servers-word", SignedDocument { document: document.canonical(), proof: Proof::Server }),
        ("not-at-all", paper(&document, id.clone(), String::new())),
    ] {
        check(&world, name, &honest, |claimed| claimed.consent = paper, "signature").await;
    }
    check_shipped(&world, "signed", &honest).await;
}
