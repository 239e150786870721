// Consents are signed under a name of their own: a passkey is made there, signs a consent and an approval there, and each
// time its person is back at the desk. An offline key signs at the desk itself. Played before a server whose desk is
// `asked.origin` and whose other name is `asked.consents`, with the program `asked.more.program`.

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
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

/** A key whose secret never meets a browser: its public half is typed in, and what the program prints is pasted. */
async function signsOffline(owner, { program, folder }) {
  const glasscase = (words, input) => execFileSync(program, ["consent", ...words], { input, encoding: "utf8" });
  const file = `${folder}/consent.key`;
  const { algorithm, public_key: text } = JSON.parse(glasscase(["keygen", file, "--json"]));
  await owner.go("/access");
  await owner.page.click("#keys details summary");
  await owner.page.selectOption("#algorithm", algorithm);
  await owner.page.fill("#public_key", text);
  await owner.page.fill("#offline-label", "the safe");
  await owner.press("#keys form[action='/access/keys'] button");
  assert.equal(await owner.page.locator("#keys ul.rows > li").count(), 2);
  const path = await openCase(owner, "Offline", "Signed where no page is.");
  await owner.press(".side-first button.main");
  await owner.page.click("#agree details summary");
  const [, draft] = (await owner.says("#agree details pre")).match(/'END'.*\n([\s\S]*)\nEND$/);
  await owner.page.fill("#printed", glasscase(["sign", "-", "--key", file, "--yes"], draft));
  await owner.press("#agree details .actions button");
  assert.equal(owner.path(), path);
  await owner.sees("#consent .tag.is-good");
}

play(async (desk, { tokens, language, more }) => {
  const owner = await desk.person(tokens.owner);
  const looker = await new Looker(owner, { language, more }).begin();
  const device = await addAuthenticator(await owner.context.newCDPSession(owner.page));
  const key = await makesAPasskey(looker);
  const path = await consents(looker, language);
  await approves(owner, tokens.engineer, path);
  await refuses(owner, device, path);
  await signsOffline(owner, more);
  assert.deepEqual(looker.faults, []);
  return { key, path };
});
