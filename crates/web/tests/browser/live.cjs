// Two browsers: the engineer's page of a case is open while the customer ends what it rests on.

const assert = require("node:assert/strict");
const { api, play } = require("./desk.cjs");

/** How long it may take at most, in milliseconds. What it took is printed. */
const BOUND = 5_000;

/** Does something in the customer's browser; gives the milliseconds until the engineer's page shows `selector`. */
async function until(engineer, selector, act) {
  const shown = engineer.page.locator(selector).first().waitFor({ state: "visible", timeout: BOUND })
    .then(() => performance.now());
  const began = performance.now();
  await act();
  return Math.round(await shown - began);
}

play(async (desk, { tokens, ids }) => {
  const [owner, engineer] = [await desk.person(tokens.owner), await desk.person(tokens.engineer)];
  const path = `/cases/${ids.case}`;
  // A run that no runner takes is under way.
  const asked = await api(tokens.engineer, "POST", `${path}/runs`, { diagnostic: "failed-services" });
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  await engineer.go(path);
  await engineer.sees("#consent .tag.is-good");
  await owner.go("/");
  // The press, not what playwright waits for afterwards.
  const press = (selector) => owner.page.locator(selector).click({ noWaitAfter: true });
  const lock = await until(engineer, "#consent .tag.is-bad", () => press("#glass button.stop"));
  await engineer.sees("#runs .tag.is-bad");
  await owner.go("/");
  const unlock = await until(engineer, "#consent .tag.is-good", () => press("form[action='/access/unlock'] button"));
  await owner.go(path);
  const withdraw = await until(engineer, "#consent .tag.is-warm", () => press("form[action$='/withdraw'] button"));
  await owner.page.waitForLoadState();
  return { lock, unlock, withdraw };
});
