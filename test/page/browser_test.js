// Looks at reports in a real browser. PAGES: their folder; CHROMIUM: the browser; SHOTS: where to put pictures, or nothing.
import assert from "node:assert/strict";
import {statSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {pathToFileURL} from "node:url";
import {createRequire} from "node:module";

const {PAGES, CHROMIUM, PACKAGES, SHOTS} = process.env;
const {chromium} = createRequire(join(PACKAGES, "x.js"))("playwright-core");
const wait = {timeout: 30000};

let browser;
before(async () => {
  browser = await chromium.launch({executablePath: CHROMIUM, args: ["--no-sandbox"], timeout: 60000});
});
after(async () => browser && browser.close());

// A test with the page open: whatever it does, the page makes no request, and nothing goes wrong in it.
function look(name, file, options, body) {
  test(name, async () => {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    const requests = [], wrong = [];
    const url = pathToFileURL(join(PAGES, file)).href;
    page.on("request", (request) => request.url() === url || requests.push(request.url()));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("dialog", (dialog) => {
      wrong.push("dialog: " + dialog.message());
      dialog.dismiss();
    });
    const begin = Date.now();
    await page.goto(url, wait);
    await page.waitForSelector("html[data-ready=true]", wait);
    await body(page, Date.now() - begin);
    assert.deepEqual(requests, []);
    assert.deepEqual(wrong, []);
    await context.close();
  });
}

const rows = (page) => page.locator(".row");
const found = (page) => page.locator(".found").textContent();
const opened = (page) => page.locator("#details h3").count();

look("the first screen says what failed and names the options", "many.html", {}, async (page) => {
  assert.match(await page.locator("h1").textContent(), /^\d[\d,]* walks of 100,800 failed$/);
  const look = await page.locator(".look").innerText();
  for (const option of ["deflate", "huge", "4096", "wal", "32"]) assert.ok(look.includes(option), option + " isn't in: " + look);
  for (const card of await page.locator(".look .card").all()) {
    const box = await card.boundingBox();
    assert.ok(box.y + box.height < 900, "what to look at is below the first screen");
  }
});

look("a hundred thousand walks open quickly, in a small file", "many.html", {}, async (page, took) => {
  assert.ok(statSync(join(PAGES, "many.html")).size < 10e6);
  assert.ok(took < 25000, "it took " + took + " ms");
  await page.keyboard.press("a");
  assert.equal(await found(page), "100,800 walks");
  assert.ok(await rows(page).count() < 100, "rows that nobody sees are elements");
  await page.locator(".list").evaluate((list) => { list.scrollTop = list.scrollHeight; });
  await page.waitForSelector("[aria-posinset='100800']", wait);
});

look("of more walks than it can hold it says so", "thinned.html", {}, async (page, took) => {
  assert.ok(statSync(join(PAGES, "thinned.html")).size < 10e6);
  assert.ok(took < 25000, "it took " + took + " ms");
  assert.match(await page.locator("h1").textContent(), /^\d[\d,]* walks of 201,600 failed$/);
  assert.equal(await page.locator(".look .card .link", {hasText: "its nearest that passed"}).count(), 3);
  assert.match(await page.locator("body").innerText(), /This page holds \d+ of 201600 walks, to stay small: /);
  const look = await page.locator(".look").innerText();
  for (const option of ["deflate", "huge", "4096", "wal", "32"]) assert.ok(look.includes(option), option + " isn't in: " + look);
});

look("searching and filtering", "many.html", {}, async (page) => {
  await page.keyboard.press("/");
  await page.keyboard.type("torn page");
  await page.waitForFunction(() => document.querySelector(".found").textContent === "6,745 walks", null, wait);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.getElementById("search").value === "", null, wait);
  const all = await found(page);
  await page.locator(".legend", {hasText: "passed"}).click();
  assert.notEqual(await found(page), all);
  assert.equal(await page.locator(".kind[aria-pressed=true]").getAttribute("data-kind"), "passed");
});

look("a pair of options shows its walks", "many.html", {}, async (page) => {
  await page.locator(".cell[data-pair='2-3']").click();
  await page.locator(".pair-table .cell", {hasText: "100 %"}).first().click();
  assert.deepEqual(await page.locator(".chip").allTextContents(), ["Compress=\"deflate\" \u00d7", "Append=\"huge\" \u00d7"]);
  assert.equal(await found(page), "5,040 walks");
  await page.locator(".chip").first().click();
  assert.equal(await page.locator(".chip").count(), 1);
});

look("the pairs of actions of which something isn't covered", "extra.html", {}, async (page) => {
  const cells = page.locator("#coverage .uncovered");
  assert.equal(await cells.count(), 28);
  const cell = page.locator("#coverage .uncovered[data-pair='2-3']");
  assert.match(await cell.getAttribute("aria-label"), /^Compress and Append: 1\d of 20 covered$/);
  await cell.scrollIntoViewIfNeeded();
  await cell.hover();
  assert.equal(await page.locator("#tip").textContent(), await cell.getAttribute("aria-label"));
  await page.mouse.move(0, 0);
});

look("the keyboard", "many.html", {}, async (page) => {
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await page.locator("[aria-selected=true].row").getAttribute("data-place"), "1");
  await page.keyboard.press("k");
  assert.equal(await page.locator("[aria-selected=true].row").getAttribute("data-place"), "0");
  assert.equal(await opened(page), 1);
  await page.keyboard.press("n");
  assert.match(await page.locator("#details h3").textContent(), /^passed/);
  await page.keyboard.press("Escape");
  assert.equal(await opened(page), 0);
  await page.keyboard.press("?");
  assert.ok(await page.locator("#keys").evaluate((dialog) => dialog.open));
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.getElementById("keys").open, null, wait);
  await page.keyboard.press("s");
  assert.equal(await page.locator(".kind", {hasText: "Slowest first"}).getAttribute("aria-pressed"), "true");
});

look("a failed walk tells all, and its line is copied", "hostile.html", {}, async (page) => {
  await page.keyboard.press("j");
  const text = await page.locator("#details").innerText();
  assert.ok(text.includes("wrong page for </script><img src=x onerror=alert(1)>"), text);
  assert.ok(text.includes("page_suite.cc:"), text);
  assert.ok(text.includes("ended here"), text);
  const line = await page.locator("#details .command code").textContent();
  assert.match(line, /^\S*page_suite --gtest_filter='All\/Hostile\.Pass\/Codec_\S+__Read_3'$/);
  await page.locator("#details .copy").click();
  await page.waitForFunction(() => document.querySelector("#details .copy").textContent === "Copied", null, wait);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), line);
});

look("users' texts are texts", "hostile.html", {}, async (page) => {
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.locator("script:not(.run)").count(), 1);
  assert.equal(await page.locator("main a").count(), 0);
  await page.keyboard.press("a");
  assert.equal(await found(page), "120 walks");
  const text = await page.locator("#options").innerText();
  for (const label of ["</script><img src=x onerror=alert(1)>", "<!-- <script>", "![i](http://127.0.0.1:1/y)"]) assert.ok(text.includes(label), label);
});

look("extra walks say what they confirmed", "extra.html", {}, async (page) => {
  const extra = page.locator(".extra");
  assert.match(await extra.innerText(), /^\d+ extra walks tried to refute it/);
  assert.match(await extra.innerText(), /confirmed by \d+ walks, contradicted by none/);
  const cards = await extra.locator(".card").evaluateAll((all) => all.map((card) => card.scrollWidth - card.clientWidth));
  assert.ok(cards.length >= 2 && cards.every((over) => over <= 0), String(cards));
});

look("serial actions are on the time line", "hostile.html", {}, async (page) => {
  assert.match(await page.locator("#time p").first().textContent(), /4 calls of serial actions/);
  assert.ok(await page.locator("canvas").evaluate((canvas) => canvas.width > 300 && canvas.height > 20));
});

look("extra walks and retries are on the time line, after the others", "extra.html", {}, async (page) => {
  assert.match(await page.locator("#time p").first().textContent(), / Then \d+ extra walks, in [\d.]+ (\u00b5s|ms|s)\./);
});
look("walks that ran again are on the time line", "again.html", {}, async (page) => {
  assert.match(await page.locator("#time p").first().textContent(), / Then 1 walk again, in [\d.]+ (\u00b5s|ms|s)\./);
  const [height, lanes] = await page.locator("canvas").evaluate((canvas) => [canvas.clientHeight, canvas.getAttribute("aria-label")]);
  assert.match(lanes, /1 lane of walks/);
  assert.ok(height > 40, "there is no room for the name of what ran later");
});
look("walks that a failure had left are no retries", "rest.html", {}, async (page) => {
  assert.match(await page.locator("#time p").first().textContent(), / Then 1 walk again, in \S+ \S+\. Then 2 walks that a failure had left, in \S+ \S+\. Walks/);
  await page.keyboard.press("a");
  const times = (await page.locator(".row .took").allTextContents()).slice(1);
  assert.ok(times.length === 4 && times.every((time) => time !== ""), "a walk has no time: " + times);
});

look("several runs have a tab each", "both.html", {}, async (page) => {
  assert.equal(await page.locator("[role=tab]").count(), 2);
  const first = await page.locator("h1").textContent();
  await page.keyboard.press("]");
  assert.notEqual(await page.locator("h1").textContent(), first);
  assert.equal(await page.locator("[role=tab][aria-selected=true]").getAttribute("id"), "run-1");
});

look("shards make one page", "merged.html", {}, async (page) => {
  assert.equal(await page.locator("h1").textContent(), "20 walks of 120 failed");
  await page.keyboard.press("a");
  assert.equal(await found(page), "120 walks");
  assert.match(await page.locator("#time").innerText(), /8 calls of serial actions/);
  await page.keyboard.press("f");
  await page.keyboard.press("j");
  assert.match(await page.locator("#details .command code").textContent(), /--gtest_filter='All\/Hostile\.Pass\/Codec_/);
});

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const isDark = (colour) => colour.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 80);

look("it is dark where the system is", "hostile.html", {colorScheme: "dark"}, async (page) => {
  assert.ok(isDark(await ground(page)));
  await page.keyboard.press("t");
  assert.ok(!isDark(await ground(page)));
  await page.reload(wait);
  assert.ok(!isDark(await ground(page)), "the choice is forgotten");
});

// WCAG 2: 4.5 to 1 for texts.
function contrast(one, other) {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

for (const colorScheme of ["light", "dark"]) {
  look("texts can be read, " + colorScheme, "hostile.html", {colorScheme}, async (page) => {
    await page.keyboard.press("j");
    for (const selector of ["h1", ".facts", ".legend", ".quiet", ".link", ".row .what", ".tools button", ".failure .where", ".cell"]) {
      const [text, behind] = await page.locator(selector).first().evaluate((element) => {
        let box = element;
        const colourOf = (one) => getComputedStyle(one).backgroundColor;
        while (box.parentElement && /(, 0\)|\/ 0\)|transparent)$/.test(colourOf(box))) box = box.parentElement;
        // Whatever way of writing colours: as the canvas has them.
        const pen = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
        const plain = (colour) => {
          pen.fillStyle = colour;
          pen.fillRect(0, 0, 1, 1);
          return "rgb(" + pen.getImageData(0, 0, 1, 1).data.slice(0, 3).join(", ") + ")";
        };
        return [plain(getComputedStyle(element).color), plain(colourOf(box))];
      });
      assert.ok(contrast(text, behind) >= 4.5, selector + ": " + text + " on " + behind);
    }
  });
}

look("every control has a name", "many.html", {}, async (page) => {
  const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select, a, [role=listbox], canvas")]
    .filter((one) => !one.textContent.trim() && !one.getAttribute("aria-label") && !one.title).map((one) => one.outerHTML.slice(0, 100)));
  assert.deepEqual(nameless, []);
});

look("nothing is wider than a narrow window", "many.html", {viewport: {width: 380, height: 800}}, async (page) => {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

look("on paper the first failed walks stand in full", "hostile.html", {}, async (page) => {
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({media: "print"});
  assert.ok(await page.locator(".print-only .detail").first().isVisible());
  assert.ok(!await page.locator(".split").isVisible());
});

test("a shortened Markdown report escapes what users write", () => {
  const text = readFileSync(join(PAGES, "hostile.md"), "utf8");
  assert.match(text, /^### /);
  assert.match(text, /selected = /);
  const outside = text.replace(/^(`{3,})text\n[^]*?\n\1$/gm, "");
  assert.ok(!/<(?!\/?(details|summary)>)/.test(outside), outside);
  assert.ok(!outside.includes("](http"), outside);
  assert.ok(!outside.includes("@someone"), outside);
});

if (SHOTS) {
  const shots = [["light", {}], ["dark", {colorScheme: "dark"}], ["narrow", {viewport: {width: 400, height: 900}}]];
  for (const [name, options] of shots) {
    for (const file of ["many", "hostile"]) {
      look("a picture: " + file + ", " + name, file + ".html", options, async (page) => {
        await page.screenshot({path: join(SHOTS, file + "-" + name + "-top.png")});
        await page.keyboard.press("j");
        await page.screenshot({path: join(SHOTS, file + "-" + name + ".png"), fullPage: true});
        if (name === "light") await page.pdf({path: join(SHOTS, file + ".pdf"), format: "A4"});
      });
    }
  }
}
