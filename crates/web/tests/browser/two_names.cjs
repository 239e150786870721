// Consents are signed under a name of their own: a passkey is made there, signs a consent and an approval there, and each
// time its person is back at the desk. Played before a server whose desk is `asked.origin` and whose other name is
// `asked.consents`.

const assert = require("node:assert/strict");
const { api, asked, openCase, play } = require("./desk.cjs");
const { addAuthenticator } = require("./authenticator.cjs");
const { Looker } = require("./look.cjs");

/** Goes over to the other name by the desk's link, and waits for what is shown there. */
async function goesOver(owner, shown) {
  await owner.page.click("#hand-over");
  await owner.sees(shown);
  assert.equal(owner.page.url(), `${asked.consents}/sign`, "the code is gone from the address");
  assert.deepEqual(await owner.context.cookies(asked.consents), [], "nobody is signed in there");
}

/** Presses what a passkey does there, and waits until its person is back where `path` is. */
async function comesBack(owner, button, path) {
  await owner.page.click(button);
  await owner.page.waitForURL((url) => url.origin === asked.origin && url.pathname === path);
}

async function makesAPasskey(looker) {
  const owner = looker.person;
  await owner.go("/access");
  await owner.lacks("#new-passkey");
  await looker.at("access-two-names");
  await goesOver(owner, "#new-passkey");
  await looker.at("signing-make");
  await owner.page.fill("#passkey-label", "a telephone");
  await comesBack(owner, "#new-passkey button.main", "/access");
  return owner.says("#keys ul.rows code");
}

/** Runs in a page: asks for a passkey of this name, and gives why there is none. */
async function askedFor(rpId) {
  const publicKey = { challenge: new Uint8Array(32), rpId, userVerification: "required", timeout: 1_000 };
  return navigator.credentials.get({ publicKey }).then(() => "a signature", (why) => why.name);
}

/** The words are the same under both names, and only one of them can ask for the passkey. */
async function reads(owner) {
  assert.equal(await owner.page.evaluate(askedFor, new URL(asked.consents).hostname), "SecurityError");
  const here = await owner.says("pre.document");
  const code = new URL(await owner.page.getAttribute("#hand-over", "href")).hash;
  await goesOver(owner, "[data-sign]");
  assert.equal(await owner.says("pre.document"), here);
  return code;
}

async function consents(looker, language) {
  const owner = looker.person;
  const path = await openCase(owner, "Slow", "Since noon.");
  await owner.press(".side-first button.main");
  await looker.at("document-two-names");
  const code = await reads(owner);
  await looker.at("signing");
  assert.equal(await owner.page.getAttribute("html", "lang"), language);
  await comesBack(owner, "[data-sign]", path);
  await owner.sees("#consent .tag.is-good");
  // The same way once more leads nowhere.
  owner.expected = [410];
  await owner.page.goto(`${asked.consents}/sign${code}`);
  await owner.page.waitForFunction(() => !document.getElementById("landing"));
  await owner.lacks("[data-sign]");
  await looker.at("signing-used");
  return path;
}

async function approves(owner, engineer, path) {
  const more = { categories: ["oii", "euii"], seconds: 3600, reason: "to see which host, and who works on it" };
  assert.equal((await api(engineer, "POST", `${path}/requests`, more)).status, 201);
  await owner.go(path);
  await owner.press("#requests form button.main");
  await reads(owner);
  await comesBack(owner, "[data-sign]", path);
  await owner.lacks("#requests form");
}

/** Nothing is signed without the device; whoever refuses is back at the case. */
async function refuses(owner, device, path) {
  await owner.go(`${path}/consent`);
  await owner.press(".side-first button.main");
  await goesOver(owner, "[data-sign]");
  await device.remove();
  await owner.page.click("[data-sign]");
  await owner.sees("[data-failed]");
  await comesBack(owner, ".actions a.button", path);
}

play(async (desk, { tokens, language, more }) => {
  const owner = await desk.person(tokens.owner);
  const looker = await new Looker(owner, { language, more }).begin();
  const device = await addAuthenticator(await owner.context.newCDPSession(owner.page));
  const key = await makesAPasskey(looker);
  const path = await consents(looker, language);
  await approves(owner, tokens.engineer, path);
  await refuses(owner, device, path);
  assert.deepEqual(looker.faults, []);
  return { key, path };
});
