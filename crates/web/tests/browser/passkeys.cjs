// Makes a passkey in a real browser, enrols it, and signs a consent with it, through the API of a server on loopback.
//
//     node passkeys.cjs '{"browser": "/usr/bin/chromium", "origin": "http://localhost:1", "token": "glc_…", "case": "c…", "algorithm": -7}'
//
// Standard output is one JSON object: what the server answered, and what the browser made.

const { chromium } = require("playwright-core");
const { addAuthenticator } = require("./authenticator.cjs");

const asked = JSON.parse(process.argv[2]);

/** Runs in the page, as the pages' own scripts do. */
async function signConsent({ token, consentCase, algorithm }) {
  const post = async (path, body) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
  const offered = await post("/consent-keys/passkeys/options", {});
  if (offered.status !== 200) return { offered };
  const options = offered.body.options;
  // The authenticator takes the first that it can, and each is to be tried.
  options.pubKeyCredParams = options.pubKeyCredParams.filter((param) => param.alg === algorithm);
  const made = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
  });
  const registration = made.toJSON().response;
  const enrolled = await post("/consent-keys/passkeys", {
    label: "a passkey in Chromium",
    client_data: registration.clientDataJSON,
    attestation_object: registration.attestationObject,
  });
  if (enrolled.status !== 201) return { offered, enrolled };
  const drafted = await post(`/cases/${consentCase}/consent/draft`, { terms: { level: "standard" } });
  const { document, passkey } = drafted.body;
  const got = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(passkey.options),
  });
  const { id, response } = got.toJSON();
  const signature = [response.authenticatorData, response.clientDataJSON, response.signature].join(".");
  const given = await post(`/cases/${consentCase}/consent`, {
    signed: { document, key: passkey.keys[id], signature },
  });
  return { offered, enrolled, drafted, given, credential: id, registration, assertion: response };
}

async function main() {
  const browser = await chromium.launch({ executablePath: asked.browser, args: asked.arguments ?? [] });
  try {
    const page = await browser.newPage();
    // An empty page of the server's origin: the pages themselves are tested elsewhere.
    await page.route(`${asked.origin}/empty`, (route) => route.fulfill({ contentType: "text/html", body: "" }));
    const devtools = await page.context().newCDPSession(page);
    await addAuthenticator(devtools);
    await page.goto(`${asked.origin}/empty`);
    const { token, algorithm } = asked;
    const done = await page.evaluate(signConsent, { token, consentCase: asked.case, algorithm });
    process.stdout.write(JSON.stringify(done));
  } finally {
    await browser.close();
  }
}

main().catch((why) => {
  process.stderr.write(`${why.stack ?? why}\n`);
  process.exitCode = 1;
});
