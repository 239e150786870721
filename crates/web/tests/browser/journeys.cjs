// Each role's journey, one after another, on one desk.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { api, openCase, play } = require("./desk.cjs");
const { addAuthenticator } = require("./authenticator.cjs");

/** The owner opens a case, sees what help would see, reads the document, and agrees, or goes as far as `agree`. */
async function consents(owner, title, agree = "#agree .actions button.main") {
  const path = await openCase(owner, title, "Since **12:04**, every order takes 30 s.");
  assert.ok(await owner.page.locator("section ul.rows > li").count() > 3, "the page tells what the consent opens");
  await owner.page.uncheck("#c-oii");
  await owner.press("#terms button");
  assert.equal(await owner.page.isChecked("#c-oii"), false);
  assert.equal(await owner.page.isChecked("#c-system_metadata"), true);
  await owner.press(".side-first button.main");
  assert.ok((await owner.says("pre.document")).includes(path.split("/").pop()), "the document names the case");
  await owner.press(agree);
  assert.equal(owner.path(), path);
  await owner.sees("#consent .tag.is-good");
  return path;
}

async function runs(engineer, path) {
  await engineer.go("/");
  assert.equal(engineer.path(), "/queue");
  await engineer.press(`td a[href="${path}"]`);
  await engineer.press(`a[href="${path}/diagnostics"]`);
  // Without the host's names it may not run; the reason stands beside it.
  await engineer.page.click("#host-health summary");
  await engineer.sees("#host-health p.bad");
  await engineer.lacks("#host-health form");
  await engineer.page.click("main > details.card:first-of-type summary");
  await engineer.page.check("#m-oii");
  await engineer.page.check("#m-euii");
  await engineer.page.fill("#reason", "The host's name, and who is signed in.");
  await engineer.press(`form[action="${path}/requests"] button.main`);
  await engineer.sees("#requests blockquote");
}

/** The owner's open page shows the request by itself; half of it is approved. */
async function answersInPart(owner) {
  await owner.sees("#requests form");
  await owner.page.uncheck("#requests input[value=euii]");
  await owner.press("#requests form button.main");
  await owner.press("#agree .actions button.main");
  await owner.lacks("#requests form");
}

/** Where the customer wants it so, a lead is asked before the customer is. */
async function endorses(lead, engineer, owner, path) {
  await owner.go("/access");
  await owner.page.check("#lead_approval");
  await owner.press("form[action='/access/settings'] button.main");
  await engineer.go(`${path}/diagnostics`);
  await engineer.page.click("main > details.card:first-of-type summary");
  await engineer.page.check("#m-eupi");
  await engineer.page.fill("#reason", "Whose sessions wait.");
  await engineer.press(`form[action="${path}/requests"] button.main`);
  await owner.go(path);
  await owner.lacks("#requests form");
  await lead.go(path);
  await lead.press("#requests form[action$='/endorse'] button.main");
  await lead.lacks("#requests form");
  // The customer's open page asks by itself, and refusing is as easy as approving.
  await owner.press("#requests button[formaction$='/deny']");
  await owner.lacks("#requests form");
}

async function collects(engineer, owner, path) {
  await engineer.go(`${path}/diagnostics`);
  await engineer.page.click("#host-health summary");
  await engineer.press("#host-health form button.main");
  await engineer.sees("#findings article .lead");
  await engineer.press("#findings a.button");
  await engineer.press("a[href$='/content']");
  // What was approved is shown; what was not is masked.
  await engineer.sees(".evidence mark.oii:text-is('srv1')");
  await engineer.sees(".evidence mark.euii.is-masked");
  assert.ok(!(await engineer.says(".evidence")).includes("joe"));
  // The owner's open page shows what was done, and by whom it was read.
  await owner.sees("#runs .tag.is-good");
  await owner.sees("#timeline li.is-look");
  await owner.press("#evidence a");
  await owner.sees("main > ul.rows .tag");
  await owner.press("form[action$='/delete'] button");
  await owner.lacks("a[href$='/content']");
}

/** A run that no runner takes waits until the engineer stops it. */
async function stopsARun(engineer, path) {
  await engineer.go(`${path}/diagnostics`);
  const offer = engineer.page.locator("details.card:has(input[name=diagnostic]):not(#host-health):not(:has(.stack input:required))").first();
  await offer.locator("summary").click();
  const id = await offer.getAttribute("id");
  await engineer.press(`[id="${id}"] form button.main`);
  await engineer.press("#state button.stop");
  await engineer.lacks("#state button.stop");
}

async function endsIt(owner, path) {
  await owner.go(path);
  await owner.page.fill("#text", "It is better now, thank you.");
  await owner.press("form[action$='/messages'] button");
  await owner.press("#consent form[action$='/withdraw'] button");
  await owner.sees("#consent .tag.is-warm");
  await owner.press("form[action$='/close'] button");
  await owner.sees("form[action$='/reopen']");
  await owner.go("/cases?closed=true");
  await owner.sees(`td a[href="${path}"]`);
}

/** A passkey is made on the page of access, and signs on the page of the document. */
async function signs(owner) {
  const devtools = await owner.context.newCDPSession(owner.page);
  await addAuthenticator(devtools);
  await owner.go("/access");
  await owner.page.fill("#passkey-label", "a telephone");
  await owner.press("#new-passkey button.main");
  await owner.sees("#keys ul.rows code");
  const path = await consents(owner, "Signed", "[data-sign]");
  const shown = await api(owner.token, "GET", `/cases/${path.split("/").pop()}`);
  assert.equal(shown.body.consent.signed_by, await owner.page.goto(new URL("/access", owner.page.url()).href)
    .then(() => owner.says("#keys ul.rows code")));
}

/** A passkey of one's own lets one in again; without the device, nobody gets in. */
async function comesBack(desk, token) {
  const auditor = await desk.person(token);
  const device = await addAuthenticator(await auditor.context.newCDPSession(auditor.page));
  await auditor.go("/me");
  await auditor.page.fill("#passkey-label", "a laptop");
  await auditor.press("#new-passkey button.main");
  await auditor.sees("form[action^='/me/passkeys/']");
  await auditor.press("form[action='/sign-out'] button");
  await auditor.go("/audit");
  assert.equal(auditor.path(), "/sign-in");
  await auditor.press("#by-passkey button.main");
  assert.equal(auditor.path(), "/audit");
  await auditor.go("/me");
  await auditor.press("form[action='/sign-out'] button");
  await device.remove();
  await auditor.page.click("#by-passkey button.main");
  await auditor.sees("#by-passkey [data-failed]");
  assert.equal(auditor.path(), "/sign-in");
}

async function stopsAll(owner) {
  await owner.go("/");
  await owner.press("#glass button.stop");
  const [, ms] = (await owner.says("#glass [role=status]")).match(/(\d+)\sms/);
  await owner.press("#glass form[action='/access/unlock'] button");
  await owner.sees("#glass button.stop");
  return Number(ms);
}

async function asks(author, owner) {
  const path = await openCase(author, "Slow", "Nobody may agree but the owner.", "orders.log");
  await author.press(".side-first button.main");
  assert.equal(author.path(), path);
  await author.sees("#evidence li");
  await author.lacks("form[action$='/withdraw']");
  await author.go("/people", 403);
  await owner.go("/");
  await owner.sees(`#waiting a[href="${path}"]`);
}

async function proves(auditor) {
  await auditor.go("/audit");
  const all = await auditor.page.locator("tbody tr").count();
  await auditor.page.selectOption("#kind", "looks");
  await auditor.press("form.filter button");
  const looks = await auditor.page.locator("tbody tr").count();
  assert.ok(0 < looks && looks < all, `${looks} of ${all}`);
  const [download] = await Promise.all([
    auditor.page.waitForEvent("download"),
    auditor.page.click("a[href='/audit/export']"),
  ]);
  assert.ok(fs.statSync(await download.path()).size > 1_000);
  await auditor.go("/cases/new", 403);
}

/** Whoever gets a first link opens it in a browser of their own. */
async function welcomed(desk, by) {
  const guest = await desk.person();
  await guest.go(await by.says("section[role=status] pre"));
  await guest.press("#redeem button.main");
  return guest;
}

async function addsACustomer(desk, operator) {
  await operator.go("/");
  assert.equal(operator.path(), "/tenants");
  await operator.page.fill("#name", "Northwind");
  await operator.press("form[action='/tenants'] button.main");
  const owner = await welcomed(desk, operator);
  await owner.sees("#glass");
  await owner.go("/people");
  // Whoever lost the way in gets a new link, and is who they were.
  await operator.press("tr:has-text('Northwind') form[action$='/invite'] button");
  const again = await welcomed(desk, operator);
  assert.equal(await again.says(".corner a"), await owner.says(".corner a"));
  for (const one of [owner, again]) await one.leave();
}

/** The vendor's own people get links from the operator, and lose the way in like others. */
async function looksAfterStaff(desk, operator) {
  await operator.go("/people");
  await operator.page.fill("#name", "Lia");
  await operator.page.fill("#upn", "lia@support.example");
  await operator.page.check("#new-engineer");
  await operator.press("form[action='/people'] button.main");
  const lia = await welcomed(desk, operator);
  await lia.sees("nav a[href='/queue']");
  await operator.press("section.card:has(h2:text-is('Lia')) button[formaction$='/invite']");
  const again = await welcomed(desk, operator);
  await again.sees("nav a[href='/queue']");
  for (const one of [lia, again]) await one.leave();
}

async function looksAfterPeople(desk, owner) {
  await owner.go("/people");
  await owner.page.fill("#name", "Zoé");
  await owner.page.fill("#upn", "zoe@contoso.example");
  await owner.page.check("#new-auditor");
  await owner.press("form[action='/people'] button.main");
  const zoe = await welcomed(desk, owner);
  await zoe.sees("nav a[href='/audit']");
  await zoe.lacks("nav a[href='/people']");
  const card = "section.card:has(h2:text-is('Zoé'))";
  await owner.page.check(`${card} input[value=owner]`);
  await owner.press(`${card} form .actions button:not(.plain)`);
  await owner.press(`${card} button[formaction$='/invite']`);
  const elsewhere = await welcomed(desk, owner);
  await elsewhere.go("/people");
  // A role counts at once, in a session that began without it too.
  await zoe.go("/people");
  await zoe.go("/me");
  await zoe.press("form[action='/me/sign-out-everywhere'] button");
  for (const one of [zoe, elsewhere]) {
    await one.go("/people");
    assert.equal(one.path(), "/sign-in");
    await one.leave();
  }
  await owner.press(`${card} button[formaction$='/remove']`);
  await owner.lacks(card);
}

play(async (desk, { tokens, language }) => {
  const owner = await desk.person(tokens.owner);
  owner.token = tokens.owner;
  const engineer = await desk.person(tokens.engineer);
  assert.equal(await owner.page.getAttribute("html", "lang"), language);
  const path = await consents(owner, "Orders are slow since noon");
  await runs(engineer, path);
  await answersInPart(owner);
  await collects(engineer, owner, path);
  await endorses(await desk.person(tokens.lead), engineer, owner, path);
  await stopsARun(engineer, path);
  await endsIt(owner, path);
  await asks(await desk.person(tokens.author), owner);
  await proves(await desk.person(tokens.auditor));
  await comesBack(desk, tokens.auditor);
  const operator = await desk.person(tokens.operator);
  await addsACustomer(desk, operator);
  await looksAfterStaff(desk, operator);
  await looksAfterPeople(desk, owner);
  await signs(owner);
  return { stopped_in_ms: await stopsAll(owner) };
});
