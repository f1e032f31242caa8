// The page: runs, one of which is shown.

// What is shown of one run.
class View {
  constructor(run) {
    this.run = run;
    this.filter = new Filter();
    if (run.failures() > 0) this.filter.kind = "failed";
    this.repaint = [];  // what depends on the width, or on the colours
    this.hot = [];      // lists of [action, option] that a person should look at
    this.list = new WalkList(this);
    this.opened = -1;
  }
  // Of all pairs of actions; reckoned once.
  pairs() {
    this.allPairs = this.allPairs || allPairs(this.run);
    return this.allPairs;
  }
  fill(page) {
    const sections = [overviewSection, walksSection, heatSection, optionsSection, coverageSection, timelineSection, outputSection]
        .map((make) => make(this)).filter((one) => one !== null);
    page.replaceChildren(...sections);
    byId("sections").replaceChildren(...sections.slice(1).map((one) => el("a", {href: "#" + one.id}, one.querySelector("h2").textContent)));
    this.refilter();
  }
  refilter(isShown) {
    this.list.show(this.filter.walksOf(this.run));
    paintControls(this);
    if (isShown) byId("walks").scrollIntoView({block: "start", behavior: scrolling()});
  }
  showOptions(options, kind) {
    this.filter.clear();
    this.filter.options = options;
    this.filter.kind = kind;
    this.refilter(true);
  }
  showKind(kind) {
    this.filter.kind = kind;
    this.refilter();
  }
  toggleOrder() {
    this.filter.order = this.filter.order === "run" ? "slow" : "run";
    this.refilter();
  }
  showDetails(walk) {
    this.opened = walk;
    this.details.replaceChildren(detailsElement(this, walk));
    this.details.parentElement.classList.add("opened");
    this.list.paint();
  }
  closeDetails() {
    this.opened = -1;
    this.details.replaceChildren();
    this.details.parentElement.classList.remove("opened");
    this.list.list.focus({preventScroll: true});
  }
  // Shows the walk, whatever is chosen.
  open(walk) {
    let place = this.list.walks.indexOf(walk);
    if (place < 0) {
      this.filter.clear();
      this.refilter();
      place = this.list.walks.indexOf(walk);
    }
    this.list.choose(place, true);
    byId("walks").scrollIntoView({block: "start", behavior: scrolling()});
  }
  openNeighbour() {
    if (this.opened < 0) return;
    const neighbour = this.run.columns.nearestPassed(this.opened, () => false);
    if (neighbour >= 0) this.open(neighbour);
  }
  copyLine() {
    const button = this.details.querySelector(".copy");
    if (button) button.click();
  }
  move(step) {
    this.list.choose(this.list.place + step, true);
  }
  search() {
    this.controls.search.focus();
    this.controls.search.select();
  }
  isListFocused() {
    return document.activeElement === this.list.list;
  }
  escape() {
    if (this.opened >= 0) return this.closeDetails();
    this.filter.clear();
    if (this.run.failures() > 0) this.filter.kind = "failed";
    this.refilter();
  }
}

function scrolling() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

function outputSection(view) {
  const {output, worker_list} = view.run;
  if (output.length === 0) return null;
  const hosts = new Map(worker_list.map((worker) => [worker.worker, worker.host]));
  const lines = output.map((line) => duration(line.at).padStart(9) + "  worker " + line.worker + (hosts.has(line.worker) ? " on " + hosts.get(line.worker) : "") + "  " + line.text);
  return section("output", "Output", el("p", {class: "quiet"}, "Lines that workers have printed, and that are no single walk's."), el("pre", {class: "output"}, lines.join("\n")));
}

// --- Light and dark ---

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  try {
    if (theme) localStorage.setItem("combtest-theme", theme);
  } catch (error) {
    // A page without storage forgets it.
  }
}

function toggleTheme() {
  const isDark = document.documentElement.dataset.theme === "dark" ||
                 (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  setTheme(isDark ? "light" : "dark");
  if (report) report.repaint();
}

function storedTheme() {
  try {
    return localStorage.getItem("combtest-theme");
  } catch (error) {
    return null;
  }
}

// --- All runs ---

class Report {
  constructor(runs) {
    this.runs = runs;
    this.views = runs.map(() => null);
    this.place = -1;
    byId("program").textContent = runs[0].program;
    const when = [runs[0].started.slice(0, 16).replace("T", " "), runs[0].started ? "UTC" : "", runs[0].host ? "on " + runs[0].host : ""];
    byId("when").textContent = when.filter((text) => text).join(" ");
    document.title = (runs.some((run) => run.failures() > 0) ? "Failed: " : "Passed: ") + runs[0].program;
    if (runs.length > 1) this.paintTabs();
    const worst = runs.findIndex((run) => run.failures() > 0);
    this.show(Math.max(0, worst));
  }
  get view() {
    return this.views[this.place];
  }
  paintTabs() {
    byId("runs").hidden = false;
    byId("runs").replaceChildren(...this.runs.map((run, place) => el("button", {
      type: "button", role: "tab", id: "run-" + place, "aria-controls": "page", "aria-selected": "false", tabindex: "-1",
      onclick: () => this.show(place),
      onkeydown: (event) => {
        const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
        if (step) this.step(step, true);
      }}, el("i", {class: run.failures() > 0 ? "c-failed" : "c-passed"}), run.name,
      el("span", {class: "quiet"}, run.failures() > 0 ? " " + run.failures().toLocaleString("en") + " failed" : ""))));
  }
  step(by, isFocused) {
    const place = (this.place + by + this.runs.length) % this.runs.length;
    this.show(place);
    if (isFocused && this.runs.length > 1) byId("run-" + place).focus();
  }
  show(place) {
    if (place === this.place) return;
    this.place = place;
    this.views[place] = new View(this.runs[place]);
    for (const tab of byId("runs").children) {
      const isShown = tab.id === "run-" + place;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
    }
    this.view.fill(byId("page"));
  }
  repaint() {
    for (const paint of this.view.repaint) paint();
  }
  // On paper all sections are open, and the first failed walks stand in full.
  preparePrint() {
    const {run} = this.view;
    const failed = this.view.filter.walksOf(run).slice(0, 20);
    byId("page").append(el("section", {class: "print-only"}, el("h2", {}, "The first of these walks"), failed.map((walk) => detailsElement(this.view, walk))));
  }
  endPrint() {
    for (const section of document.querySelectorAll(".print-only")) section.remove();
  }
}

let report = null;

setTheme(storedTheme());
document.addEventListener("DOMContentLoaded", () => {
  byId("theme").addEventListener("click", toggleTheme);
  byId("help").addEventListener("click", showKeys);
  const runs = [...document.querySelectorAll("script.run")].map((element) => new Run(JSON.parse(element.textContent)));
  if (runs.length === 0) {
    byId("page").append(el("p", {}, "No run has ended yet."));
    return;
  }
  report = new Report(runs);
  document.addEventListener("keydown", (event) => onKey(report, event));
  addEventListener("resize", () => report.repaint());
  addEventListener("beforeprint", () => report.preparePrint());
  addEventListener("afterprint", () => report.endPrint());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => report.repaint());
  document.documentElement.dataset.ready = "true";
});
