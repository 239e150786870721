// A page as people see it: what axe finds, whether anything overflows, how heavy it is, and a picture of it.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [[1280, 760], [390, 844]];
const SCHEMES = ["light", "dark"];
/** What the first load of a page may weigh, in bytes, uncompressed. */
const WEIGHT_MAX = 100_000;

/** Looks at one person's pages. */
class Looker {
  constructor(person, { language, more }) {
    Object.assign(this, { person, language, folder: more?.screenshots, weights: {}, faults: [], load: [] });
  }

  /** Counts what each page loads from here on, each time as if it were the first. */
  async begin() {
    const { context, page } = this.person;
    this.devtools = await context.newCDPSession(page);
    await this.devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
    context.on("request", (request) => { if (request.isNavigationRequest() && !request.redirectedFrom()) this.load = []; });
    context.on("response", (answer) => {
      const goesOn = answer.request().resourceType() === "eventsource" || (answer.status() >= 300 && answer.status() < 400);
      if (!goesOn) this.load.push(answer.body().then((body) => body.length, () => 0));
    });
    return this;
  }

  async at(name) {
    const { page } = this.person;
    await page.waitForLoadState("load");
    const weight = (await Promise.all(this.load)).reduce((sum, bytes) => sum + bytes, 0);
    this.weights[name] = weight;
    if (weight === 0 || weight > WEIGHT_MAX) this.faults.push(`${name} weighs ${weight} bytes`);
    if (this.folder) await this.pictures(name);
    await page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });
    await this.devtools.send("Runtime.evaluate", { expression: axe });
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of this.schemes(width)) {
        await page.emulateMedia({ colorScheme });
        await this.checked(`${name}, ${this.language}, ${colorScheme}, ${width}`, colorScheme);
      }
    }
    await page.setViewportSize({ width: WIDTHS[0][0], height: WIDTHS[0][1] });
    await page.emulateMedia({ colorScheme: SCHEMES[0] });
  }

  /** Colours are the same in both languages, so each language looks at the dark ones at a width of its own. */
  schemes(width) {
    const dark = this.language === "en" ? WIDTHS[0][0] : WIDTHS[1][0];
    return width === dark || this.folder ? SCHEMES : SCHEMES.slice(0, 1);
  }

  /** The colours are all that another scheme changes. */
  async checked(where, scheme) {
    const only = scheme === "light" ? { type: "tag", values: RULES } : { type: "rule", values: ["color-contrast"] };
    const expression = `axe.run(document, { runOnly: ${JSON.stringify(only)}, resultTypes: ["violations"] }).then((found) => ({
      passes: found.passes.length,
      violations: found.violations.map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.target.join(" ") + " – " + node.failureSummary.replace(/\\s+/g, " ")).join(" | ")),
      wide: document.documentElement.scrollWidth - innerWidth,
    }))`;
    const { result, exceptionDetails } = await this.devtools.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    assert.equal(exceptionDetails, undefined, `${where}: axe failed`);
    const { passes, violations, wide } = result.value;
    if (passes === 0) this.faults.push(`${where}: axe looked at nothing`);
    if (wide > 0) this.faults.push(`${where}: ${wide} px too wide`);
    this.faults.push(...violations.map((violation) => `${where}: ${violation}`));
  }

  async pictures(name) {
    const { page } = this.person;
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        const file = path.join(this.folder, `${name}-${this.language}-${colorScheme}-${width}.png`);
        await page.screenshot({ path: file, fullPage: width < 600, animations: "disabled" });
      }
    }
  }
}

exports.Looker = Looker;
