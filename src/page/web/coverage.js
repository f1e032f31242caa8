// Which combinations of options have been run and passed.

function coverageSection(view) {
  const {strengths, missing, impossible, shortfall} = view.run.coverage;
  if (strengths.length === 0) return null;
  const rows = strengths.map((one) => {
    const possible = one.all - one.impossible;
    return el("tr", {}, el("th", {scope: "row"}, one.strength === 1 ? "each option" : "each " + one.strength + " actions' options"),
              el("td", {class: "wide"}, el("div", {class: "bar small", "aria-hidden": "true"}, el("i", {class: "c-passed", style: {"flex-grow": one.covered}}),
                                           el("i", {class: "c-notrun", style: {"flex-grow": possible - one.covered}}))),
              el("td", {class: "number"}, percent(possible === 0 ? 1 : one.covered / possible)),
              el("td", {class: "quiet"}, one.covered.toLocaleString("en") + " of " + possible.toLocaleString("en") +
                 (one.impossible > 0 ? "; " + one.impossible.toLocaleString("en") + " impossible" : "") +
                 (one.undecided > 0 ? "; " + one.undecided.toLocaleString("en") + " undecided" : "")));
  });
  const list = (title, entries, text) => entries.length === 0 ? null : el("details", {}, el("summary", {}, title),
    el("ul", {class: "plain-list"}, entries.map((one) => el("li", {}, el("code", {}, one.options), el("span", {class: "quiet"}, text(one))))));
  return section("coverage", "Coverage", el("p", {class: "quiet"}, "Combinations of options that walks ran with and passed."),
                 shortfall ? el("p", {class: "bad"}, shortfall) : null, table(["Combinations of", "", "Covered", ""], rows, {class: "of-options"}),
                 list("What is missing", missing, (one) => " " + one.reason),
                 list("What is impossible", impossible, (one) => " " + one.constraints.join(", ")));
}
