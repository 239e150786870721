// Whatever anybody can write is written everywhere it can go; then every page that shows it is opened.

const assert = require("node:assert/strict");
const { api, asked, play } = require("./desk.cjs");

const { payloads } = asked.more;
const CREATED = 201;

/** What of a page could run, load or post something, judged by what stands in it. */
function suspects() {
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const bad = name.startsWith("on") || ["style", "srcdoc", "formaction", "xlink:href", "background"].includes(name);
      const isOwnButton = name === "formaction" && new URL(value, location.href).origin === location.origin;
      if (bad && !isOwnButton) found.push(`${element.tagName} ${name}`);
      const isLink = ["href", "src", "action", "data", "data-stream"].includes(name);
      if (isLink && !["http:", "https:", "mailto:"].includes(new URL(value, location.href).protocol)) found.push(`${name}=${value}`);
      const leaves = isLink && name !== "href" && new URL(value, location.href).origin !== location.origin;
      if (leaves) found.push(`${name}=${value}`);
    }
  }
  for (const element of document.querySelectorAll("script:not([src^='/assets/']), link:not([href^='/assets/']), body style, iframe, object, embed, base, math, img, main svg:not(.picture svg), meta[http-equiv]")) {
    found.push(element.outerHTML.slice(0, 100));
  }
  return { found, ran: globalThis.ran ?? null };
}

/** Moves the pointer over everything and puts the focus on everything, as a person might. */
function touch() {
  for (const element of document.querySelectorAll("main *")) {
    for (const type of ["mouseover", "pointerenter", "toggle", "animationstart"]) element.dispatchEvent(new Event(type, { bubbles: true }));
    element.focus?.();
  }
}

/** How many of the payloads run in a page that lets them: a test that sees none of them there sees nothing here. */
async function control(desk) {
  const { page, context } = await desk.person();
  await context.route("**", (route) => route.abort());
  let ran = 0;
  for (const payload of payloads) {
    await page.setContent(payload, { waitUntil: "commit" });
    await page.waitForTimeout(20);
    ran += await page.evaluate(() => (globalThis.ran ? 1 : 0));
    await page.evaluate(() => { delete globalThis.ran; });
  }
  await context.close();
  desk.people.pop();
  return ran;
}

/** Writes each payload through the API, wherever words can go. Gives how many were taken, and the cases by title. */
async function write({ tokens, ids }) {
  const tried = { titles: 0, messages: 0, names: 0, authors: 0, labels: 0, reasons: 0, inputs: 0 };
  const cases = [];
  const count = (what, { status }) => { assert.ok(status < 500, what); tried[what] += status < 300 ? 1 : 0; };
  for (const [number, payload] of payloads.entries()) {
    const opened = await api(tokens.owner, "POST", "/cases", {
      subscriptions: ["sub-1"], service: "servers", nature: "performance", severity: "moderate",
      title: payload.slice(0, 200), text: payload,
    });
    count("titles", opened);
    if (opened.status === CREATED) cases.push(opened.body.case);
    count("messages", await api(tokens.engineer, "POST", `/cases/${ids.case}/messages`, { text: payload }));
    count("labels", await api(tokens.owner, "POST", "/tokens", { label: payload.slice(0, 100), days: 1 }));
    const request = { categories: ["euii"], seconds: 3_600, reason: payload.slice(0, 2_000) };
    const asking = await api(tokens.engineer, "POST", `/cases/${ids.case}/requests`, request);
    count("reasons", asking);
    const input = { diagnostic: "log-search", inputs: { files: `/${payload.slice(0, 1_000)}`, pattern: payload.slice(0, 500) } };
    count("inputs", await api(tokens.engineer, "POST", `/cases/${ids.case}/runs`, input));
    const person = { name: payload.slice(0, 200), upn: `p${number}@contoso.example`, roles: ["author"] };
    const added = await api(tokens.owner, "POST", "/people", person);
    count("names", added);
    if (added.status !== CREATED) continue;
    if (number % 4 > 0) continue;
    const made = await api(tokens.owner, "POST", "/tokens", { person: added.body.person, label: "x", days: 1 });
    count("authors", await api(made.body.secret, "POST", `/cases/${ids.case}/messages`, { text: payload }));
  }
  return { tried, cases };
}

async function opened(person, path, status) {
  await person.go(path, status);
  await person.page.evaluate(touch);
  await harmless(person, path);
}

async function harmless(person, where) {
  const { found, ran } = await person.page.evaluate(suspects);
  assert.deepEqual([found, ran, person.faults], [[], null, []], where);
  pages += 1;
}
let pages = 0;

/** What comes back of what was filled in: three payloads at a time, each in another place. */
async function reflect(owner, [one, two, three]) {
  const [kind, place, who] = [one, two, three].map((text) => encodeURIComponent(text.slice(0, 500)));
  await opened(owner, `/audit?kind=${kind}&case=${place}&person=${who}`);
  await opened(owner, `/sign-in?again=true&next=${who}`);
}

/** A new case that lacks something comes back with what was filled in, ready to be sent again. */
async function sendAgain(owner, [one, two, three]) {
  const { page } = owner;
  await page.evaluate(() => { document.querySelector("form.stack").noValidate = true; });
  await page.fill("#title", one.replace(/\n/g, " "));
  await page.fill("#text", `${two}\n\n${three}`);
  await owner.press("main form.stack button.main");
  await harmless(owner, one);
}

/** A list in threes, the last filled up from the beginning. */
function threes(list) {
  const groups = [];
  for (let first = 0; first < list.length; first += 3) groups.push([0, 1, 2].map((next) => list[(first + next) % list.length]));
  return groups;
}

/** The pages of the list of cases, which shows their titles. */
async function pagesOf(owner) {
  const places = ["/cases"];
  for (;;) {
    await owner.go(places.at(-1));
    const next = await owner.page.locator("main a[href^='/cases?after=']").all();
    if (next.length === 0) return places;
    places.push(await next[0].getAttribute("href"));
  }
}

play(async (desk, { tokens, ids }) => {
  const ran = await control(desk);
  assert.ok(ran >= 15, `only ${ran} payloads run where they are let: the test would see nothing`);
  const [owner, engineer] = [await desk.person(tokens.owner), await desk.person(tokens.engineer)];
  const small = payloads.filter((payload) => payload.length < 1_000);
  for (const group of threes(small)) await reflect(owner, group);
  await owner.go("/cases/new");
  for (const group of threes(small)) await sendAgain(owner, group);
  const { tried, cases } = await write(asked);
  const run = await api(tokens.engineer, "POST", `/cases/${ids.case}/runs`, { diagnostic: "host-health" });
  assert.equal(run.status, CREATED, JSON.stringify(run.body));
  for (const [what, taken] of Object.entries(tried)) assert.ok(taken > payloads.length / 5, `${what}: only ${taken} were taken`);
  await owner.go(`/runs/${run.body.run}`);
  await owner.sees("#findings article");
  const evidence = await owner.page.getAttribute("#findings a.button", "href");
  for (const person of [owner, engineer]) {
    for (const path of [`/cases/${ids.case}`, `/runs/${run.body.run}`, evidence, `${evidence}/content`, "/me"]) await opened(person, path);
  }
  for (const path of ["/", "/people", "/audit", "/audit?before=200", "/access", "/systems", "/cases"]) await opened(owner, path);
  for (const path of ["/queue", `/cases/${ids.case}/diagnostics`]) await opened(engineer, path);
  for (const place of await pagesOf(owner)) await opened(owner, place);
  for (const one of cases.filter((_, number) => number % 5 === 0)) await opened(owner, `/cases/${one}`);
  return { payloads: payloads.length, ran_unescaped: ran, taken: tried, pages };
});
