// What the scripts share: a browser, people who sign in, and what each of their pages has to keep.
//
// A script is started with one argument, which `it/browser/stage.rs` makes; what it gives is printed as JSON.

const assert = require("node:assert/strict");
const { chromium } = require("playwright-core");

const asked = JSON.parse(process.argv[2]);
const region = { en: "en-GB", fr: "fr-FR" };
/** How long a page may take to show what it should, in milliseconds. */
const PATIENCE = 15_000;

/** Somebody's browser, with everything that went wrong in it. */
class Person {
  constructor(context, page) {
    Object.assign(this, { context, page, faults: [], expected: [] });
    page.setDefaultTimeout(PATIENCE);
    context.on("request", (request) => this.requested(request));
    page.on("dialog", (dialog) => { this.faults.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on("pageerror", (error) => this.faults.push(`a script failed: ${error.message}`));
    page.on("console", (message) => this.logged(message));
  }

  requested(request) {
    const url = new URL(request.url());
    const isOurs = [asked.origin, asked.consents].includes(url.origin);
    if (!["data:", "blob:"].includes(url.protocol) && !isOurs) this.faults.push(`asked for ${url}`);
  }

  /** An answer that is no success is an error to the browser's console too; those that are meant are in `expected`. */
  logged(message) {
    const meant = this.expected.some((status) => message.text().includes(`status of ${status}`));
    if (message.type() === "error" && !meant) this.faults.push(`console: ${message.text()} (${this.page.url()})`);
  }

  async go(path, status = 200) {
    this.expected = status === 200 ? [] : [status];
    const answer = await this.page.goto(asked.origin + path);
    assert.equal(answer.status(), status, path);
  }

  /** Presses something that leads to another page, and waits for that page. */
  async press(selector, status = 200) {
    this.expected = status === 200 ? [] : [status];
    const answered = this.page.waitForResponse((answer) =>
      answer.request().isNavigationRequest() && (answer.status() < 300 || answer.status() >= 400));
    const loaded = this.page.waitForEvent("domcontentloaded");
    await this.page.locator(selector).first().click();
    assert.equal((await answered).status(), status, `${selector} on ${this.page.url()}`);
    await loaded;
  }

  /** Waits until this is shown. */
  async sees(selector) {
    await this.page.locator(selector).first().waitFor({ state: "visible" });
  }

  async lacks(selector) {
    assert.equal(await this.page.locator(selector).count(), 0, `${selector} on ${this.page.url()}`);
  }

  async says(selector) {
    return (await this.page.locator(selector).first().textContent()).trim();
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  async signIn(token) {
    await this.go("/sign-in");
    await this.page.fill("#token", token);
    await this.press("main form[action='/sign-in'] button");
  }

  /** Ends the browser; whatever went wrong in it ends the script. */
  async leave() {
    await this.context.close();
    assert.deepEqual(this.faults, []);
  }
}

/** A browser for everybody of a script. */
class Desk {
  constructor(browser) {
    Object.assign(this, { browser, people: [] });
  }

  /** Somebody with a browser of their own, who is signed in if they have a token. */
  async person(token, options = {}) {
    const context = await this.browser.newContext({
      locale: region[asked.language],
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    const person = new Person(context, await context.newPage());
    this.people.push(person);
    if (token) await person.signIn(token);
    return person;
  }
}

/** Calls the API with somebody's token, as programs do. */
async function api(token, method, path, body) {
  const answer = await fetch(`${asked.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}

/** Sends the form of a new case with a file and without a subscription: it is refused, and the file is held. */
async function isRefusedWith({ page }, file) {
  await page.uncheck("input[name=subscription]");
  await page.setInputFiles("#file", { name: file, mimeType: "text/plain", buffer: Buffer.from("order 4711 waits\n") });
  await page.click("main form.stack button.main");
  await page.locator("#d-1").waitFor();
  await page.check("input[name=subscription]");
}

/** Opens a case on pages, as far as the question of consent; with a file, at the second attempt. Gives its path. */
async function openCase(person, title, text, file) {
  const { page } = person;
  await person.go("/cases/new");
  await page.selectOption("#problem", "servers/performance");
  await page.fill("#title", title);
  await page.fill("#text", text);
  if (file) await isRefusedWith(person, file);
  await person.press("main form.stack button.main");
  const path = person.path().replace(/\/consent$/, "");
  assert.match(path, /^\/cases\/[^/]+$/);
  return path;
}

/** Plays a script with a browser, and prints what it gives. */
async function play(script) {
  const browser = await chromium.launch({ executablePath: asked.browser, args: asked.arguments });
  try {
    const desk = new Desk(browser);
    const given = await script(desk, asked);
    for (const person of desk.people) assert.deepEqual(person.faults, []);
    process.stdout.write(JSON.stringify(given ?? null));
  } catch (why) {
    process.stderr.write(`${why.stack ?? why}\n`);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

module.exports = { api, asked, openCase, play };
