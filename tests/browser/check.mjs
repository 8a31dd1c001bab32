/* check.mjs CHROMIUM SITE PAGE... -- pages of `lustrum report` as people see them, in a browser: each at 320,
 * 768 and 1280 pixels, with scripts and without, and in forced colours.  axe-core finds nothing; no page is
 * wider than the screen; no request leaves a page; the policy is not broken; without scripts the text is
 * the same but for the buttons; the keyboard reaches every link, button and table that scrolls.  Numbers stand
 * under each other and under their heading; no two texts of a chart lie over each other, and none is cut; on
 * paper (A4) every text of every table is there, and none is cut.
 * SPDX-License-Identifier: Apache-2.0 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const need = createRequire(pathToFileURL(resolve(process.cwd(), "package.json")));
const { chromium } = need("playwright-core");
const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const [program, site, ...names] = process.argv.slice(2);
let faults = 0;

function fault(...words) {
    faults++;
    console.log(...words);
}

const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });

/* A page, opened; what it asks for and complains of is told. */
async function open(context, name) {
    const page = await context.newPage();
    page.on("request", (request) => {
        if (!/^(file|blob):/.test(request.url())) fault(name, "asks for", request.url());
    });
    page.on("pageerror", (error) => fault(name, error.message));
    page.on("console", (message) => message.type() === "error" && fault(name, message.text()));
    await page.goto(pathToFileURL(resolve(site, name)).href);
    return page;
}

const words = (page) =>
    page.evaluate(() => {
        document.querySelectorAll("p button, figure button, #find *, script, style").forEach((e) => e.remove());
        return document.body.textContent.replace(/\s+/g, " ");
    });

/* The policy allows no script but the page's own: axe is put in without it. */
async function judge(name, options) {
    const context = await browser.newContext({ bypassCSP: true, ...options });
    const page = await open(context, name), told = JSON.stringify(options);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) fault(name, told, "is wider than the screen by", over);
    for (const words of (await page.evaluate(look)).slice(0, 3)) fault(name, told, words);
    await page.evaluate(axe);
    const found = await page.evaluate((values) => axe.run({ runOnly: values }), RULES);
    for (const item of found.violations)
        fault(name, told, item.id, item.help, item.nodes.length, item.nodes[0].html.slice(0, 120));
    await context.close();
}

/* On the page: what is not as a reader wants it. */
function look() {
    const said = [], box = (node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getBoundingClientRect();
    };
    for (const table of document.querySelectorAll("table")) {
        const heads = table.tHead.rows[0].cells;
        for (let i = 0; i < heads.length; i++) {
            if (heads[i].className !== "n") continue;
            const ends = [...table.rows].map((row) => row.cells[i]).filter((cell) => cell.textContent.trim())
                .map((cell) => box(cell.querySelector("button") ?? cell).right);
            const apart = Math.max(...ends) - Math.min(...ends);
            if (apart > 1.5) said.push(`${table.caption.textContent}: ${heads[i].textContent} ends ${apart} px apart`);
        }
    }
    for (const svg of document.querySelectorAll("svg")) {
        const whole = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll("text")].map((e) => [e.textContent, e.getBoundingClientRect()]);
        texts.forEach(([words, a], at) => {
            if (a.left < whole.left - 1 || a.right > whole.right + 1 || a.top < whole.top - 1 || a.bottom > whole.bottom + 1)
                said.push(`a chart cuts ${words}`);
            for (const [other, b] of texts.slice(0, at))
                if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
                    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
                    said.push(`${words} lies over ${other}`);
        });
    }
    return said;
}

/* A4 less its margins is 680 pixels wide. */
async function printed(name) {
    const context = await browser.newContext({ viewport: { width: 680, height: 986 } });
    const page = await open(context, name);
    await page.emulateMedia({ media: "print" });
    const said = await page.evaluate(() => {
        const wrong = [], even = (text) => text.replace(/\s+/g, "");
        for (const e of document.querySelectorAll("caption, th, td, h1, h2, h3, h4, li:not(nav li), dd, figcaption"))
            if (even(e.innerText) !== even(e.textContent)) wrong.push(`paper lacks ${e.outerHTML.slice(0, 80)}`);
        for (const e of document.querySelectorAll("main *, header *"))
            if (e.getBoundingClientRect().right > innerWidth + 1) wrong.push(`paper cuts ${e.outerHTML.slice(0, 80)}`);
        return wrong;
    });
    for (const words of said.slice(0, 3)) fault(name, words);
    if ((await page.pdf({ preferCSSPageSize: true })).length < 1000) fault(name, "is no PDF");
    await context.close();
}

async function same_without_scripts(name) {
    const said = [];
    for (const javaScriptEnabled of [true, false]) {
        const context = await browser.newContext({ javaScriptEnabled });
        said.push(await words(await open(context, name)));
        await context.close();
    }
    if (said[0] !== said[1]) fault(name, "says something else without scripts");
}

async function keyboard(name) {
    const context = await browser.newContext();
    const page = await open(context, name);
    const wanted = await page.evaluate(
        () => document.querySelectorAll("a[href], button, input, [tabindex='0']").length);
    const reached = new Set();
    for (let i = 0; i < Math.min(wanted, 400); i++) {
        await page.keyboard.press("Tab");
        reached.add(await page.evaluate(() => {
            const e = document.activeElement;
            if (e === document.body) return -1;
            return [...document.querySelectorAll("*")].indexOf(e);
        }));
    }
    if (reached.size < Math.min(wanted, 400)) fault(name, "the keyboard reaches", reached.size, "of", wanted);
    await context.close();
}

for (const name of names) {
    for (const width of [320, 768, 1280]) await judge(name, { viewport: { width, height: 900 } });
    await judge(name, { forcedColors: "active" });
    await printed(name);
    await same_without_scripts(name);
    await keyboard(name);
}
await browser.close();
console.log(`${names.length} pages, ${faults} faults`);
process.exit(faults ? 1 : 0);
