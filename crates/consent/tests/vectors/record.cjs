// Recorded `chromium-*.json` beside this file: a passkey of each algorithm that Chromium's virtual authenticator makes, its
// registration and one assertion. Each run makes others; the files are kept as they were once recorded.
//
//     NODE_PATH=target/browser/node_modules node crates/consent/tests/vectors/record.cjs

const { chromium } = require("playwright-core");
const fs = require("node:fs");
const path = require("node:path");

const RP_ID = "consent.desk.example";
const ORIGIN = `https://${RP_ID}`;
const ALGORITHMS = { es256: -7, rs256: -257, eddsa: -8 };

/** Runs in the page. */
async function record({ rpId, algorithm }) {
  const base64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const random = () => crypto.getRandomValues(new Uint8Array(32));
  const [registered, signed] = [random(), random()];
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { id: rpId, name: "Glasscase" },
      user: { id: random(), name: "carl", displayName: "Carl" },
      challenge: registered,
      pubKeyCredParams: [{ type: "public-key", alg: algorithm }],
      authenticatorSelection: { userVerification: "required" },
      attestation: "none",
    },
  });
  const allowCredentials = [{ type: "public-key", id: made.rawId }];
  const got = await navigator.credentials.get({
    publicKey: { rpId, challenge: signed, allowCredentials, userVerification: "required" },
  });
  return {
    credential: base64url(made.rawId),
    registration: {
      challenge: base64url(registered),
      client_data: base64url(made.response.clientDataJSON),
      attestation_object: base64url(made.response.attestationObject),
    },
    assertion: {
      challenge: base64url(signed),
      authenticator_data: base64url(got.response.authenticatorData),
      client_data: base64url(got.response.clientDataJSON),
      signature: base64url(got.response.signature),
    },
  };
}

async function main() {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  for (const [name, algorithm] of Object.entries(ALGORITHMS)) {
    const page = await browser.newPage();
    await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "" }));
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    const options = {
      protocol: "ctap2",
      transport: "internal",
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: true,
      defaultBackupState: true,
    };
    await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
    await page.goto(ORIGIN);
    const vector = await page.evaluate(record, { rpId: RP_ID, algorithm });
    const file = path.join(__dirname, `chromium-${name}.json`);
    fs.writeFileSync(file, `${JSON.stringify({ relying_party: RP_ID, origin: ORIGIN, ...vector }, null, 2)}\n`);
    await page.close();
  }
  await browser.close();
}

main();
