// Opens reports in Chromium and tells what is seen, a fact in a line: name TAB value. One browser does
// for all of them. node look.js CHROMIUM SCREENSHOTS NUMBERS NAME=FILE...,
// where NUMBERS is a file with the landstal that are typed.
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { width: 360, height: 740 };
const TALL = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
const PAPER = { width: 688, height: 1000 }; // A4 within its margins

// The first page is looked at in every way, the others in those in which they may differ from it.
let first_page = "";
let page_name = "";

function tell(name, value) {
	process.stdout.write(page_name + " " + name + "\t" + value + "\n");
}

// What the page says on the console, and what it asks for besides itself.
function listen(page, url) {
	page.on("console", (message) => tell("console", message.type() + " " + message.text()));
	page.on("pageerror", (error) => tell("console", "exception " + error.message));
	page.on("request", (request) => {
		if (request.url() !== url)
			tell("request", request.url());
	});
}

async function open(browser, file, options) {
	const context = await browser.newContext(options);
	context.setDefaultTimeout(120000); // the machine may be busy
	const page = await context.newPage();
	const url = pathToFileURL(path.resolve(file)).href;
	listen(page, url);
	await page.goto(url);
	return page;
}

// Each serious finding of axe, and how many rules were looked at, so that silence is no proof of itself.
// RULES are those to look at, where it is not all of them.
async function look_for_barriers(page, when, rules) {
	await page.evaluate(axe);
	const result = await page.evaluate((only) => window.axe.run(only ? { runOnly: only } : {}), rules);
	tell("rules " + when, result.passes.length);
	for (const finding of result.violations)
		if (finding.impact === "serious" || finding.impact === "critical")
			for (const node of finding.nodes)
				tell("barrier " + when, [finding.id, ...node.target, node.failureSummary].join(" ").replace(/\s+/g, " "));
}

const open_all = () => document.querySelectorAll("details").forEach((element) => {
	element.open = true;
});
const open_list = () => document.querySelectorAll("#alle").forEach((element) => {
	element.open = true;
});
const quotas = () => Array.from(document.querySelectorAll("#municipalities tbody tr"))
	.map((row) => row.id.slice(2) + "\t" + row.querySelector("td.number").innerText);
const width = () => document.documentElement.scrollWidth;
const shown_rows = () => Array.from(document.querySelectorAll("#municipalities tbody tr"))
	.filter((row) => row.checkVisibility()).length;

async function on_a_desk(browser, file, pictures) {
	const page = await open(browser, file, { viewport: DESK });
	tell("title", await page.title());
	tell("desk width", await page.evaluate(width));
	await page.screenshot({ path: path.join(pictures, page_name + "-1280.png"), fullPage: true });
	await page.evaluate(open_list);
	for (const quota of await page.evaluate(quotas))
		tell("quota", quota);
	tell("cards", (await page.locator("#overblik .cards").innerText()).replace(/\s+/g, " "));

	// The first that the keyboard comes to leads to the content.
	await page.keyboard.press("Tab");
	tell("first focus", await page.evaluate(() => document.activeElement.className));
	tell("first focus is seen", await page.evaluate(() => document.activeElement.getBoundingClientRect().left >= 0));
	await page.keyboard.press("Enter");
	tell("after it", await page.evaluate(() => document.activeElement.tagName));

	// A municipality is found by its name, however that is spelt, and its steps by the keyboard.
	for (const name of ["Åbenrå", "aabenraa", "KØBENHAVN", "Region Sjælland", "nowhere"]) {
		await page.locator("#find").fill(name);
		const found = [await page.evaluate(shown_rows), await page.locator("#search output").innerText()];
		tell("found", [name, ...found].join("\t"));
	}
	await page.locator("#find").fill("Hjørring");
	tell("answer", (await page.locator("#answer").innerText()).replace(/\s+/g, " "));
	await page.locator("#find").fill("");
	await page.evaluate(open_list);
	const summary = page.locator("#k-860 summary");
	await summary.focus();
	await page.keyboard.press("Enter");
	tell("steps", (await page.locator("#k-860 ol").innerText()).replace(/\s+/g, " "));
	await page.locator("#open-all").click();
	tell("opened", await page.locator("#municipalities details[open]").count());
	await page.evaluate(open_all);
	await look_for_barriers(page, "opened");
	await page.context().close();
}

async function on_a_phone(browser, file, pictures) {
	const page = await open(browser, file, { viewport: PHONE, isMobile: true, hasTouch: true });
	tell("phone width", await page.evaluate(width));
	await page.screenshot({ path: path.join(pictures, page_name + "-360.png"), fullPage: true });
	await page.evaluate(open_all);
	tell("phone width opened", await page.evaluate(width));
	if (page_name === first_page)
		await look_for_barriers(page, "on a phone", ["color-contrast", "target-size", "scrollable-region-focusable"]);
	await page.context().close();
}

// What the first screen of a phone has: where the answer ends, and that an address opens a municipality.
async function asked(browser, file, pictures) {
	const page = await open(browser, file, { viewport: TALL, isMobile: true, hasTouch: true });
	await page.screenshot({ path: path.join(pictures, page_name + "-first.png") });
	await page.locator("#find").fill("hjoerring");
	tell("answer ends", await page.evaluate(() => Math.round(document.querySelector("#answer .answer").getBoundingClientRect().bottom + window.scrollY)));
	await page.evaluate(() => window.scrollTo(0, 0));
	await page.screenshot({ path: path.join(pictures, page_name + "-answer.png") });
	await page.evaluate(() => { location.hash = "#k-860"; });
	await page.waitForFunction(() => document.querySelector("#k-860 details").open);
	tell("address opens", await page.locator("#k-860 ol").isVisible());
	await page.context().close();
}

// A typed landstal: the quotas that the page works out, for each of the numbers in a file.
async function typed(browser, file, numbers) {
	const page = await open(browser, file, { viewport: DESK });
	await page.locator("#landstal summary").click();
	for (const number of fs.readFileSync(numbers, "utf8").trim().split("\n")) {
		await page.locator("#typed").fill(number);
		const quotas = await page.evaluate(() => Array.from(document.querySelectorAll("#example tbody tr"))
			.map((row) => row.dataset.code + "\t" + row.cells[1].firstChild.data.replace(/[^0-9−]/g, "")).join(" "));
		tell("typed " + number, quotas);
	}
	for (const odd of ["  ", "1.000", "1 000", "1,5", "1.5", "-3", "abc", "1" + "0".repeat(30)]) {
		await page.locator("#typed").fill(odd);
		tell("odd", [odd.trim(), await page.locator("#example tbody tr").count(), await page.evaluate(() => (document.querySelector("#example caption") || document.querySelector("#example")).innerText)].join("\t"));
	}
	await page.locator("#typed").fill("903");
	tell("typed rest", (await page.locator("#example small").allInnerTexts()).join(" "));
	await look_for_barriers(page, "typed");
	await page.context().close();
}

async function without_scripts(browser, file) {
	const page = await open(browser, file, { viewport: DESK, javaScriptEnabled: false });
	tell("without scripts rows", await page.locator("#municipalities tbody tr").count());
	tell("without scripts search", await page.locator("#search").isVisible());
	if (await page.locator("#alle").count())
		await page.locator("#alle > summary").click();
	await page.locator("#k-101 summary").click();
	tell("without scripts steps", (await page.locator("#k-101 ol").innerText()).replace(/\s+/g, " "));
	await page.context().close();
}

async function otherwise(browser, file, pictures) {
	const dark = await open(browser, file, { viewport: DESK, colorScheme: "dark" });
	await dark.evaluate(open_all);
	await look_for_barriers(dark, "in the dark", ["color-contrast"]);
	await dark.context().close();
	const paper = await on_paper(browser, file, pictures);
	tell("on paper contents", await paper.locator("nav").isVisible());
	tell("on paper sums", await paper.locator("table.sums").isVisible());
	tell("on paper milestones", await paper.locator("table.dates").first().isVisible());
	await paper.context().close();
}

// Words of tables that stand in several lines, and tables that are wider than a page of A4.
const cut_off = () => {
	const found = [];
	for (const cell of document.querySelectorAll("th, td"))
		for (const text of [...cell.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE))
			for (const word of text.data.matchAll(/[^\s\-–/]+/g)) {
				const range = document.createRange();
				range.setStart(text, word.index);
				range.setEnd(text, word.index + word[0].length);
				if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1)
					found.push(word[0]);
			}
	for (const table of document.querySelectorAll("table"))
		if (table.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
			found.push("wide: " + table.caption.textContent);
	return found.join(", ");
};

async function on_paper(browser, file, pictures) {
	const paper = await open(browser, file, { viewport: PAPER });
	await paper.pdf({ path: path.join(pictures, page_name + ".pdf"), preferCSSPageSize: true });
	await paper.emulateMedia({ media: "print" });
	tell("on paper cut off", await paper.evaluate(cut_off));
	return paper;
}

async function main() {
	const [program, pictures, numbers, ...pages] = process.argv.slice(2);
	// Chromium's sandbox is not for root.
	const browser = await chromium.launch({
		executablePath: program,
		args: process.getuid() === 0 ? ["--no-sandbox"] : [],
	});
	for (const named of pages) {
		const at = named.indexOf("=");
		page_name = named.slice(0, at);
		first_page = first_page || page_name;
		const file = named.slice(at + 1);
		if (page_name === "council") {
			await (await on_paper(browser, file, pictures)).context().close();
			continue;
		}
		await on_a_desk(browser, file, pictures);
		await on_a_phone(browser, file, pictures);
		await without_scripts(browser, file);
		if (page_name === first_page)
			await otherwise(browser, file, pictures);
		await asked(browser, file, pictures);
		if (page_name === "refugees")
			await typed(browser, file, numbers);
	}
	await browser.close();
}

main().catch((error) => {
	process.stderr.write(error.stack + "\n");
	process.exit(1);
});
