// The list of walks: only rows that can be seen are elements, so that it may be long.

const ROW = 30;

class WalkList {
  constructor(view) {
    this.view = view;
    this.walks = [];
    this.place = -1;  // of the row that is chosen
    const actions = view.run.actions;
    // As wide as what stands in them, within bounds.
    const width = (action) => Math.min(16, Math.max(5, ...action.options.slice(0, 50).map((text) => text.length)));
    this.cells = actions.length <= 12 ? {"grid-template-columns": actions.map((action) => "minmax(0, " + width(action) + "fr)").join(" ")} : null;
    this.body = el("div", {class: "rows"});
    this.list = el("div", {class: "list", role: "listbox", tabindex: "0", "aria-label": "Walks", onscroll: () => this.paint()}, this.body);
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-place]");
      if (row) this.choose(Number(row.dataset.place), true);
    });
    view.repaint.push(() => this.paint());
  }
  show(walks) {
    const chosen = this.walks[this.place];
    this.walks = walks;
    this.place = chosen === undefined ? -1 : walks.indexOf(chosen);
    this.body.style.height = Math.max(1, walks.length) * ROW + "px";
    this.list.style.height = Math.min(18, Math.max(4, walks.length)) * ROW + 2 + "px";
    this.list.scrollTop = this.place >= 0 ? Math.max(0, this.place * ROW - 3 * ROW) : 0;
    this.paint();
  }
  paint() {
    const first = Math.max(0, Math.floor(this.list.scrollTop / ROW) - 5);
    const last = Math.min(this.walks.length, first + Math.ceil((this.list.clientHeight || 600) / ROW) + 10);
    const rows = [];
    for (let place = first; place < last; ++place) rows.push(this.row(place));
    if (this.walks.length === 0) rows.push(el("p", {class: "empty"}, "No walk is like this."));
    this.body.replaceChildren(...rows);
    this.list.setAttribute("aria-activedescendant", this.place >= first && this.place < last ? "walk-" + this.place : "");
  }
  row(place) {
    const run = this.view.run, walk = this.walks[place];
    const outcome = run.columns.outcome[walk];
    const detail = run.detailOf.get(walk);
    return el("div", {class: "row", id: "walk-" + place, role: "option", "data-place": place, "aria-selected": String(place === this.place),
                      "aria-posinset": place + 1, "aria-setsize": this.walks.length, style: {top: place * ROW + "px"}},
              el("span", {class: "outcome"}, el("i", {class: "c-" + COLOURS[outcome]}), OUTCOMES[outcome]),
              el("span", {class: "walk", style: this.cells}, this.optionCells(walk)),
              el("span", {class: "what"}, detail ? oneLine(detail.message) : ""),
              el("span", {class: "took"}, duration(run.columns.took[walk])));
  }
  // An option a column, those that a person should look at marked; of very many actions one text.
  optionCells(walk) {
    const run = this.view.run;
    if (!this.cells) return run.walkText(walk);
    const has = ([a, option]) => run.columns.option(a, walk) === option;
    const hot = new Set(this.view.hot.filter((options) => options.every(has)).flat().map(([a]) => a));
    return run.actions.map((action, a) => el("span", hot.has(a) ? {class: "hot"} : {}, action.options[run.columns.option(a, walk)]));
  }
  head() {
    const run = this.view.run;
    return el("div", {class: "row head", "aria-hidden": "true"}, el("span", {}, "Outcome"),
              el("span", {class: "walk", style: this.cells}, this.cells ? run.actions.map((_, a) => el("span", {title: run.actionText(a)}, run.actionText(a))) : "Options"),
              el("span", {class: "what"}, "Message"), el("span", {class: "took"}, "Time"));
  }
  choose(place, isOpened) {
    if (this.walks.length === 0) return;
    this.place = Math.max(0, Math.min(this.walks.length - 1, place));
    const top = this.place * ROW;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    if (top + ROW > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top + ROW - this.list.clientHeight;
    this.paint();
    if (isOpened) this.view.showDetails(this.walks[this.place]);
  }
}

function walksSection(view) {
  const search = el("input", {type: "search", id: "search", placeholder: "Search options, messages, places", "aria-label": "Search walks",
                              "aria-keyshortcuts": "/", autocomplete: "off", spellcheck: "false"});
  let wait = 0;
  search.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      view.filter.text = search.value;
      view.refilter();
    }, view.run.columns.held > 20000 ? 150 : 0);
  });
  view.controls = {search, kinds: el("div", {class: "kinds", role: "group", "aria-label": "Which walks"}), chosen: el("div", {class: "chosen"}),
                   found: el("p", {class: "found", "aria-live": "polite"})};
  view.details = el("div", {id: "details", role: "region", "aria-label": "The walk", tabindex: "-1"});
  return section("walks", "Walks", el("div", {class: "controls"}, view.controls.kinds, search), view.controls.chosen, view.controls.found,
                 el("div", {class: "split"}, el("div", {class: "table"}, view.list.head(), view.list.list), view.details));
}

// What is chosen at the moment, each with a button that takes it away.
function paintControls(view) {
  const {run, filter, controls} = view;
  const columns = run.columns;
  if (controls.search.value !== filter.text) controls.search.value = filter.text;
  controls.kinds.replaceChildren(...Object.entries(KINDS).map(([kind, {label, has}]) => {
    const is = has(run);
    let found = 0;
    for (let walk = 0; walk < columns.held; ++walk) found += is(columns.outcome[walk]) ? 1 : 0;
    if (found === 0 && kind !== "all" && kind !== filter.kind) return null;
    return el("button", {type: "button", class: "kind", "data-kind": kind, "aria-pressed": String(kind === filter.kind), onclick: () => {
      filter.kind = kind;
      view.refilter();
    }}, label + " ", el("span", {class: "quiet"}, found.toLocaleString("en")));
  }).filter((button) => button !== null), el("button", {type: "button", class: "kind", "aria-pressed": String(filter.order === "slow"), onclick: () => view.toggleOrder()}, "Slowest first"));
  controls.chosen.replaceChildren(...filter.options.map(([a, o]) => el("button", {type: "button", class: "chip", "aria-label": "Not only " + run.optionText(a, o), onclick: () => {
    filter.toggleOption(a, o);
    view.refilter();
  }}, run.optionText(a, o), el("span", {"aria-hidden": "true"}, " \u00d7"))));
  controls.found.textContent = count(view.list.walks.length, "walk") + (run.notes.length > 0 && columns.held < run.ledger.selected ? " of those that this page holds" : "");
}
