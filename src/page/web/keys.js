// The keyboard.

const KEYS = [
  ["j, k", "the next walk, the one before"],
  ["Enter", "show the walk"],
  ["c", "copy the line that runs it again"],
  ["n", "the walk's nearest that passed"],
  ["/", "search"],
  ["f, a", "only failed walks, all walks"],
  ["s", "slowest first, and back"],
  ["[ , ]", "the run before, the next run"],
  ["t", "light, dark"],
  ["Esc", "close; clear what is chosen"],
  ["?", "this list"],
];

function showKeys() {
  const dialog = byId("keys");
  dialog.replaceChildren(el("h2", {}, "Keys"), el("table", {}, el("tbody", {}, KEYS.map(([key, does]) =>
    el("tr", {}, el("th", {scope: "row"}, key.split(", ").map((one) => el("kbd", {}, one))), el("td", {}, does))))),
    el("form", {method: "dialog"}, el("button", {type: "submit", autofocus: true}, "Close")));
  if (!dialog.open) dialog.showModal();
}

function onKey(report, event) {
  const view = report.view;
  const isTyping = event.target.matches("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (event.key === "Escape") {
    if (isTyping && event.target.value === "") event.target.blur();
    return view.escape();
  }
  if (isTyping) {
    if (event.key === "Enter") {
      event.target.blur();
      view.list.list.focus();
      view.list.choose(0, true);
    }
    return;
  }
  const action = {
    j: () => view.move(1), k: () => view.move(-1),
    ArrowDown: () => view.isListFocused() && view.move(1), ArrowUp: () => view.isListFocused() && view.move(-1),
    PageDown: () => view.isListFocused() && view.move(15), PageUp: () => view.isListFocused() && view.move(-15),
    Home: () => view.isListFocused() && view.list.choose(0, true), End: () => view.isListFocused() && view.list.choose(Infinity, true),
    Enter: () => view.isListFocused() && view.list.choose(view.list.place, true),
    "/": () => view.search(), "?": showKeys, t: toggleTheme, c: () => view.copyLine(), n: () => view.openNeighbour(),
    f: () => view.showKind("failed"), a: () => view.showKind("all"), s: () => view.toggleOrder(),
    "[": () => report.step(-1), "]": () => report.step(1),
  }[event.key];
  if (action && action() !== false) event.preventDefault();
}
