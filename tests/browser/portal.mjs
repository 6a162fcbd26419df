// Reads the portal as people do, in headless Chromium, and prints what it found as JSON; tests/e2e/test_portal.py
// says what should be found.
//   node portal.mjs <chromium> <address of the API> <key> <folder for pictures, or -> <paths as JSON>
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [executablePath, api, key, pictures, paths] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const WAYS = [["light", WIDE], ["dark", PHONE], ["dark", WIDE], ["light", PHONE]];
const found = { violations: [], console: [], foreign: [], overflow: [], failed: [], bytes: {}, steps: {}, looked: 0 };

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function open(options = {}) {
  const context = await browser.newContext({ viewport: WIDE, colorScheme: "light", ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) found.console.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => found.console.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(api).origin)) found.foreign.push(request.url());
  });
  // What was under way when a page was left, is broken off by the browser itself.
  page.on("requestfailed", (request) => {
    if (request.failure().errorText !== "net::ERR_ABORTED") found.failed.push(request.url());
  });
  return page;
}

async function look(page, state) {
  for (const [scheme, viewport] of state.ways ?? WAYS.slice(0, state.whole ? 4 : 2)) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize(viewport);
    const name = `${state.name}, ${scheme}, ${viewport.width}`;
    if (pictures !== "-") await page.screenshot({ path: `${pictures}/${name.replace(/[^a-z0-9]+/gi, "-")}.png` });
    const [violations, width] = await page.evaluate(async ([source, rules]) => {
      // What happens to lie under the head of the page, where it has been scrolled to, is no smaller for that.
      globalThis.scrollTo({ top: 0, behavior: "instant" });
      if (!globalThis.axe) (0, eval)(source);
      const outcome = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
      return [
        outcome.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.slice(0, 240)}`).join(" | ")}`),
        document.documentElement.scrollWidth,
      ];
    }, [axe, RULES]).catch((error) => [[`axe did not run: ${error.message}`], 0]);
    found.looked += 1;
    found.violations.push(...violations.map((violation) => `${name}: ${violation}`));
    if (width > viewport.width) found.overflow.push(`${name}: ${width}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(WIDE);
}

async function tabTo(page, description, fits) {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(fits)) return;
  }
  throw new Error(`by keyboard nobody comes to ${description}`);
}

// Every page, once loaded, wide and light, and on a telephone in the dark.
{
  let turn = 0;
  const page = await open();
  for (const path of JSON.parse(paths)) {
    await page.goto(`${api}${path}`, { waitUntil: "load" });
    // Problem pages are of one make: turn by turn they are looked at in the one way or the other.
    turn += path.startsWith("/problemen/");
    await look(page, { name: path, ways: path.startsWith("/problemen/") ? [WAYS[turn % 2]] : WAYS.slice(0, 2) });
  }
  await page.context().close();
}

// What a first view costs, with nothing kept.
for (const path of ["/docs", "/docs/webhooks", "/docs/proberen"]) {
  const page = await open();
  let bytes = 0;
  const sizes = [];
  page.on("requestfinished", (request) => sizes.push(request.sizes().then((size) => { bytes += size.responseBodySize; })));
  await page.goto(`${api}${path}`, { waitUntil: "networkidle" });
  await Promise.all(sizes);
  found.bytes[path] = bytes;
  await page.context().close();
}

// From the start page to an answer, by keyboard alone.
{
  const page = await open();
  await page.goto(`${api}/docs`);
  await page.keyboard.press("Tab");
  found.steps.skip = await page.evaluate(() => document.activeElement.textContent);
  await tabTo(page, "the page to try", () => document.activeElement.textContent === "Proberen in de browser");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".opblock-tag");
  await look(page, { name: "proberen, dicht", whole: true });
  await tabTo(page, "signing in", () => document.activeElement.matches(".auth-wrapper .authorize"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("[role=dialog]");
  found.steps.dialog = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await page.keyboard.type(key);
  await look(page, { name: "proberen, aanmelden", whole: true });
  await page.keyboard.press("Enter");
  await page.waitForSelector("[role=dialog] h6");
  await look(page, { name: "proberen, aangemeld" });
  for (let presses = 0; presses < 8; presses += 1) await page.keyboard.press("Tab");
  found.steps.trapped = await page.evaluate(() => Boolean(document.activeElement.closest("[role=dialog]")));
  await page.keyboard.press("Escape");
  await page.waitForSelector("[role=dialog]", { state: "detached" });
  found.steps.back = await page.evaluate(() => document.activeElement.matches(".auth-wrapper .authorize"));
  await tabTo(page, "a chapter", () => document.activeElement.matches("#operations-tag-identificatie .expand-operation"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("#operations-identificatie-geefLeerbedrijf");
  await look(page, { name: "proberen, hoofdstuk open" });
  await tabTo(page, "an operation", () => document.activeElement.matches("#operations-identificatie-geefLeerbedrijf .opblock-summary-control"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-param-name=leerbedrijfId] input");
  await tabTo(page, "a field", () => document.activeElement.matches("[data-param-name=leerbedrijfId] input"));
  found.steps.field = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("900000001");
  await look(page, { name: "proberen, aanroep open", whole: true });
  await tabTo(page, "sending", () => document.activeElement.matches(".execute"));
  await page.keyboard.press("Enter");
  await page.waitForSelector(".live-responses-table .microlight");
  found.steps.said = await page.textContent(".verborgen[role=status] >> nth=-1");
  found.steps.answer = await page.textContent(".live-responses-table .microlight >> nth=0");
  await look(page, { name: "proberen, antwoord", whole: true });
  await page.click(".responses-table:not(.live-responses-table) .tablinks[data-name=model]");
  await look(page, { name: "proberen, vorm" });
  found.steps.texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.getElementById("swagger-ui"), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("pre, code, textarea, .renderedMarkdown")) texts.push(walker.currentNode.data.trim());
    return texts.filter(Boolean);
  });
  await page.context().close();
}

// An answer that is a problem leads to its page.
{
  const page = await open();
  const before = found.console.length;
  await page.goto(`${api}/docs/proberen`);
  await page.click("#operations-tag-identificatie .expand-operation");
  await page.click("#operations-identificatie-geefLeerbedrijf .opblock-summary-control");
  await page.fill("[data-param-name=leerbedrijfId] input", "900000001");
  await page.click(".execute");
  await page.waitForSelector(".live-responses-table .microlight");
  await look(page, { name: "proberen, probleem" });
  const problem = JSON.parse(await page.textContent(".live-responses-table .microlight >> nth=0"));
  found.steps.problem = problem.code;
  const answer = await page.goto(new URL(problem.type, api).href);
  found.steps.problemPage = [answer.status(), await page.textContent("h1")];
  // That an answer was no success Chromium says by itself.
  found.console = [...found.console.slice(0, before), ...found.console.slice(before).filter((text) => !text.includes("Failed to load resource"))];
  await page.context().close();
}

// Searching, copying, the menu of a telephone, a page that there is not, and paper.
{
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${api}/docs`);
  await page.keyboard.press("/");
  await page.keyboard.type("handtekening controleren");
  await page.waitForSelector("#zoekuitkomst [role=option]");
  await look(page, { name: "zoeken" });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/webhooks#/);
  found.steps.search = page.url().replace(api, "");
  await page.goto(`${api}/docs/snel-starten`);
  await page.click(".kopieer");
  found.steps.copied = await page.evaluate(() => navigator.clipboard.readText());
  await page.setViewportSize(PHONE);
  await page.click(".menu summary");
  found.steps.menu = await page.isVisible(".menu nav");
  await look(page, { name: "menu" });
  await page.emulateMedia({ media: "print" });
  found.steps.print = await page.evaluate(() => [".kop", ".zij", ".kopieer", ".verder"].filter((part) => getComputedStyle(document.querySelector(part)).display !== "none"));
  if (pictures !== "-") await page.screenshot({ path: `${pictures}/papier.png` });
  await page.context().close();
}
{
  const page = await open();
  const before = found.console.length;
  const answer = await page.goto(`${api}/docs/nergens`);
  found.steps.missing = [answer.status(), await page.textContent("h1")];
  await look(page, { name: "niet gevonden" });
  found.console.length = before;
  await page.context().close();
}

await browser.close();
console.log(JSON.stringify(found));
