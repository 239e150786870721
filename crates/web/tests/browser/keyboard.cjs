// A case is opened, consented to, watched and stopped with the keyboard alone: Tab, Enter, Space, arrows, and letters.

const assert = require("node:assert/strict");
const { api, play } = require("./desk.cjs");

/** How many presses of Tab a page may need to come to any of its places. */
const TABS = 120;

/** What has the focus, and whether people see that it has. */
function focused(selector) {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(Math.min(Math.max(x, 0), innerWidth - 1), Math.min(Math.max(y, 0), innerHeight - 1));
  return {
    there: element.matches(selector),
    nowhere: element === document.body,
    name: `${element.tagName.toLowerCase()}#${element.id} ${element.textContent.trim().slice(0, 40)}`,
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && outlineColor !== "rgba(0, 0, 0, 0)",
    onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: top !== null && !element.contains(top) && !top.contains(element) && ![...element.labels ?? []].some((label) => label.contains(top)),
  };
}

/** Goes on with Tab to what `selector` says; each stop on the way has to be seen. Gives the number of stops. */
async function tabTo({ page }, selector) {
  for (let stops = 1; stops <= TABS; stops += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(focused, selector);
    if (at.nowhere) continue;
    assert.ok(at.outlined, `no visible focus: ${at.name} on ${page.url()}`);
    assert.ok(at.onScreen && !at.covered, `focus out of sight: ${at.name} on ${page.url()}`);
    if (at.there) return stops;
  }
  assert.fail(`${selector} is not reached on ${page.url()}`);
}

async function enter(person) {
  const answered = person.page.waitForEvent("domcontentloaded");
  await person.page.keyboard.press("Enter");
  await answered;
}

play(async (desk, { tokens, language }) => {
  // Whoever wants no motion sees where the focus is at once.
  const owner = await desk.person(null, { reducedMotion: "reduce" });
  const { keyboard } = owner.page;
  let stops = 0;
  const to = async (selector) => { stops += await tabTo(owner, selector); };
  await owner.go("/sign-in");
  assert.equal(await owner.page.getAttribute("html", "lang"), language);
  await to("#token");
  await keyboard.type(tokens.owner);
  await enter(owner);
  await to("a.main[href='/cases/new']");
  await enter(owner);
  await to("#problem");
  for (let choice = 0; await owner.page.inputValue("#problem") !== "servers/performance"; choice += 1) {
    assert.ok(choice < 60, "the problem is not reached");
    await keyboard.press("ArrowDown");
  }
  await to("input[name=subscription]");
  if (!await owner.page.isChecked("input[name=subscription]")) await keyboard.press("Space");
  await to("#title");
  await keyboard.type("By keyboard");
  await to("#text");
  await keyboard.type("Every order is slow.");
  await to("form.stack button.main");
  await enter(owner);
  const path = owner.path().replace(/\/consent$/, "");
  // The radios are one stop; arrows choose among them.
  await to("#advanced");
  await keyboard.press("ArrowUp");
  assert.ok(await owner.page.isChecked("#standard"));
  await to("#c-account_data");
  await keyboard.press("Space");
  await to("#terms button");
  await enter(owner);
  assert.ok(await owner.page.isChecked("#c-account_data") && await owner.page.isChecked("#standard"));
  await to(".side-first button.main");
  await enter(owner);
  await to("#agree .actions button.main");
  await enter(owner);
  assert.equal(owner.path(), path);
  // Watching: what is done shows by itself, and is reached.
  await to("#consent form[action$='/withdraw'] button");
  const ran = await api(tokens.engineer, "POST", `${path}/runs`, { diagnostic: "host-health" });
  assert.equal(ran.status, 201);
  await owner.sees("#runs .tag.is-good");
  const kept = await owner.page.evaluate(() => document.activeElement.matches("#consent form[action$='/withdraw'] button"));
  assert.ok(kept, "what had the focus lost it when the page showed something new");
  await to("#runs a");
  await enter(owner);
  await owner.sees("#findings article");
  await to("#findings summary");
  await keyboard.press("Enter");
  await owner.sees("#findings dd");
  await to("a[href='/']");
  await enter(owner);
  await to("#glass button.stop");
  await keyboard.press("Space");
  await owner.sees("#glass.is-locked [role=status]");
  await to("#glass form[action='/access/unlock'] button");
  await enter(owner);
  await owner.sees("#glass button.stop");
  return { stops };
});
