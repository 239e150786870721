// A case is opened, consented to, watched and stopped in a browser that runs no scripts.

const assert = require("node:assert/strict");
const { api, openCase, play } = require("./desk.cjs");

play(async (desk, { tokens, language }) => {
  const owner = await desk.person(tokens.owner, { javaScriptEnabled: false });
  assert.equal(await owner.page.getAttribute("html", "lang"), language);
  const path = await openCase(owner, "Sans script", "Depuis midi.", "orders.log");
  await owner.press(".side-first button.main");
  await owner.press("#agree .actions button.main");
  assert.equal(owner.path(), path);
  await owner.sees("#consent .tag.is-good");
  await owner.sees("#evidence li");
  const ran = await api(tokens.engineer, "POST", `${path}/runs`, { diagnostic: "host-health" });
  assert.equal(ran.status, 201);
  // Somebody who watches without a script loads the page again.
  for (let tries = 0; await owner.page.locator("#runs .tag.is-good").count() === 0; tries += 1) {
    assert.ok(tries < 50, "the run never finished");
    await owner.page.waitForTimeout(100);
    await owner.go(path);
  }
  await owner.press("#runs a");
  await owner.sees("#findings article");
  await owner.press(`a[href="${path}"]`);
  await owner.press("#consent form[action$='/withdraw'] button");
  await owner.sees("#consent .tag.is-warm");
  await owner.go("/");
  await owner.press("#glass button.stop");
  await owner.sees("#glass [role=status]");
  // In the answer to a form, too, another language is one press away.
  await owner.press("form[action='/language'] button");
  await owner.press("#glass form[action='/access/unlock'] button");
  assert.notEqual(await owner.page.getAttribute("html", "lang"), language);
  await owner.go("/me");
  await owner.press("form[action='/sign-out'] button");
  assert.equal(owner.path(), "/sign-in");
  return "done without a script";
});
