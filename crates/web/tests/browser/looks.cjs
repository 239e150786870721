// Every page in each of its states, looked at as `look.cjs` says.

const assert = require("node:assert/strict");
const { addAuthenticator } = require("./authenticator.cjs");
const { api, openCase, play } = require("./desk.cjs");
const { Looker } = require("./look.cjs");

const words = {
  en: {
    title: "Orders are slow since noon",
    text: "Since **12:04** every order takes 30 s.\n\n- `web-01` answers at once\n- `db-01` does not",
    reason: "The log shows whose orders wait; their names would tell what they have in common.",
    said: "The machine is short of memory. I look at which services failed, then I write again.",
    person: "Zoé Martin",
    customer: "Northwind",
    key: "Security key in the safe",
  },
  fr: {
    title: "Les commandes sont lentes depuis midi",
    text: "Depuis **12 h 04**, chaque commande prend 30 s.\n\n- `web-01` répond aussitôt\n- `db-01` ne répond pas",
    reason: "Le journal montre quelles commandes attendent ; les noms diraient ce qu’elles ont en commun.",
    said: "La machine manque de mémoire. Je regarde quels services ont échoué, puis je vous réponds.",
    person: "Zoé Martin",
    customer: "Northwind",
    key: "Clé de sécurité du coffre",
  },
};

async function done(answer) {
  const { status, body } = await answer;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}

async function guests(looker) {
  const guest = looker.person;
  await guest.go("/sign-in");
  await looker.at("sign-in");
  await guest.page.fill("#token", "glc_nothing");
  await guest.press("main form[action='/sign-in'] button", 401);
  await looker.at("sign-in-refused");
  await guest.go("/welcome");
  await looker.at("welcome-without-code");
  await guest.page.goto("about:blank");
  await guest.go("/welcome#abc");
  await looker.at("welcome");
  await guest.go("/nowhere", 404);
  await looker.at("not-found");
}

/** The customer opens a case and agrees. Gives the case's path. */
async function opens(looker, { title, text }) {
  const owner = looker.person;
  await owner.go("/cases/new");
  await looker.at("new-case");
  await owner.page.evaluate(() => { document.querySelector("form.stack").noValidate = true; });
  await owner.press("main form.stack button.main");
  await looker.at("new-case-refused");
  const path = await openCase(owner, title, text);
  await looker.at("consent");
  await owner.press("#d-host-health form button");
  await owner.sees("#d-host-health .counted:not([role])");
  await looker.at("consent-counted");
  await owner.press(".side-first button.main");
  await looker.at("document");
  await owner.press("#agree .actions button.main");
  return path;
}

/** The engineer looks, asks for more, and writes. Gives what was collected. */
async function helps(looker, token, path, { reason, said }) {
  const engineer = looker.person;
  const { run } = await done(api(token, "POST", `${path}/runs`, { diagnostic: "host-health" }));
  const again = await done(api(token, "POST", `${path}/runs`, { diagnostic: "host-health" }));
  const waits = await done(api(token, "POST", `${path}/runs`, { diagnostic: "failed-services" }));
  await done(api(token, "POST", `${path}/requests`, { categories: ["euii", "eupi"], seconds: 86_400, reason }));
  await done(api(token, "POST", `${path}/messages`, { text: said }));
  await engineer.go("/queue");
  await looker.at("queue");
  await engineer.go(`/runs/${waits.run}`);
  await looker.at("run-waiting");
  await engineer.go(`/runs/${run}`);
  await engineer.sees("#findings article");
  await engineer.go(`/runs/${again.run}`);
  await engineer.sees(`#findings a[href="/runs/${run}"]`);
  await looker.at("run");
  const evidence = await engineer.page.getAttribute("#findings a.button", "href");
  await engineer.go(evidence);
  await looker.at("evidence-engineer");
  await engineer.go(`${evidence}/content`);
  await looker.at("content");
  await engineer.go(path);
  await engineer.press("form[action$='/assign'] button");
  await looker.at("case-engineer");
  await engineer.go("/queue?mine=true");
  await engineer.sees(`a[href="${path}"]`);
  await looker.at("queue-mine");
  await engineer.go(`${path}/diagnostics`);
  await looker.at("diagnostics");
  await engineer.go("/me");
  await looker.at("me-engineer");
  return evidence;
}

/** The customer hands a file over, as it is. */
async function attaches(owner, path) {
  await owner.go(path);
  const there = await owner.page.locator("#evidence li").count();
  const buffer = Buffer.from("12:04:02 order 4711 waits for db-01\n");
  await owner.page.setInputFiles("#file", { name: "orders.log", mimeType: "text/plain", buffer });
  await owner.page.click("form[data-upload] button");
  await owner.sees(`#evidence li:nth-child(${there + 1})`);
}

async function watches(looker, path, evidence) {
  const owner = looker.person;
  await attaches(owner, path);
  for (const [name, place] of [["home", "/"], ["cases", "/cases"], ["case", path], ["evidence", evidence], ["access", "/access"], ["audit", "/audit"], ["audit-cases", "/audit/cases"], ["notices", "/notices"], ["confirm-address", "/notices/confirm?code=c0de"], ["systems", "/systems"]]) {
    await owner.go(place);
    await looker.at(name);
  }
  await owner.go("/audit?person=nobody");
  await looker.at("audit-nothing");
  await owner.go(path);
  await owner.press("#requests form button.main");
  await looker.at("request-document");
}

/** Links, codes and tokens are shown once, in answer to the form that made them. */
async function makes(looker, { person }) {
  const owner = looker.person;
  await owner.go("/people");
  await owner.page.fill("#name", person);
  await owner.page.fill("#upn", `zoe-${looker.language}@contoso.example`);
  await owner.page.check("#new-auditor");
  await owner.press("form[action='/people'] button.main");
  await looker.at("people");
  await owner.go("/systems");
  await owner.press("form[action='/systems/dry-runs'] button");
  await owner.press("form[action='/systems/runners'] button");
  await looker.at("systems-code");
  await owner.go("/me");
  await owner.page.fill("#label", "script");
  await owner.press("form[action='/me/tokens'] button");
  await looker.at("me-token");
}

async function ends(looker, engineers, path, evidence) {
  const owner = looker.person;
  await owner.go("/");
  await owner.press("#glass button.stop");
  await looker.at("home-stopped");
  await owner.press("#glass form[action='/access/unlock'] button");
  await owner.go(evidence);
  await owner.press("form[action$='/delete'] button");
  await looker.at("evidence-destroyed");
  await owner.go(path);
  await owner.press("#consent form[action$='/withdraw'] button");
  await owner.press("form[action$='/close'] button");
  await looker.at("case-closed");
  await owner.go("/cases?closed=true");
  await looker.at("cases-closed");
  await engineers.person.go(path);
  await engineers.at("case-engineer-hidden");
  await engineers.person.go("/people", 403);
  await engineers.at("forbidden");
}

/** With a consent key, the pages of access and of documents say other things. */
async function signs(looker, { title, text, key }) {
  const owner = looker.person;
  await addAuthenticator(await owner.context.newCDPSession(owner.page));
  await owner.go("/access");
  await owner.page.fill("#passkey-label", key);
  await owner.press("#new-passkey button.main");
  await looker.at("access-key");
  await owner.go("/me");
  await owner.page.fill("#passkey-label", key);
  await owner.press("#new-passkey button.main");
  await looker.at("me");
  await openCase(owner, title, text);
  await owner.press(".side-first button.main");
  await looker.at("document-passkey");
}

async function begins(looker) {
  for (const [name, place] of [["home-first", "/"], ["cases-none", "/cases"], ["new-case-first", "/cases/new"], ["systems-first", "/systems"]]) {
    await looker.person.go(place);
    await looker.at(name);
  }
}

async function operates(looker, { customer }) {
  const operator = looker.person;
  await operator.go("/tenants");
  await looker.at("tenants");
  await operator.page.fill("#name", customer);
  await operator.press("form[action='/tenants'] button.main");
  await looker.at("tenants-link");
  await operator.go("/numbers");
  await looker.at("numbers");
}

async function authors(looker, { title, text }) {
  await openCase(looker.person, title, text);
  await looker.at("consent-author");
}

play(async (desk, asked) => {
  const { tokens, language } = asked;
  const told = words[language];
  const lookers = {};
  for (const who of ["guest", "owner", "engineer", "author", "stranger", "operator"]) {
    lookers[who] = await new Looker(await desk.person(tokens[who]), asked).begin();
  }
  const { guest, owner, engineer, author, stranger, operator } = lookers;
  await guests(guest);
  const path = await opens(owner, told);
  const evidence = await helps(engineer, tokens.engineer, path, told);
  await watches(owner, path, evidence);
  await makes(owner, told);
  await authors(author, told);
  await begins(stranger);
  await operates(operator, told);
  await ends(owner, engineer, path, evidence);
  await signs(owner, told);
  const all = Object.values(lookers);
  assert.deepEqual(all.flatMap((looker) => looker.faults), []);
  return Object.assign({}, ...all.map((looker) => looker.weights));
});
