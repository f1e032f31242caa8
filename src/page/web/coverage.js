// Which combinations of options have been run and passed.

function coverageSection(view) {
  const {strengths, pairs, missing, impossible, shortfall} = view.run.coverage;
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
                 pairsCoverage(view.run, pairs),
                 list("What is missing", missing, (one) => " " + one.reason),
                 list("What is impossible", impossible, (one) => " " + one.constraints.join(", ")));
}

// Pairs of actions of which something is missing, least covered first: as a triangle, or the first of them where the actions are too many.
function pairsCoverage(run, pairs) {
  if (pairs.length === 0) return null;
  const most = 40;
  const actions = [...new Set(pairs.flatMap(([a, b]) => [a, b]))].sort((a, b) => a - b);
  const told = ([a, b, covered, possible, undecided]) => run.actionText(a) + " and " + run.actionText(b) + ": " + covered.toLocaleString("en") + " of " +
    possible.toLocaleString("en") + " covered" + (undecided > 0 ? ", " + undecided.toLocaleString("en") + " undecided" : "");
  const share = ([, , covered, possible]) => covered / possible;
  if (actions.length > most) {
    return el("details", {class: "pairs-covered"}, el("summary", {}, "Pairs of actions of which least is covered"),
              el("ul", {class: "plain-list"}, pairs.slice(0, most).map((pair) => el("li", {}, told(pair)))));
  }
  const of = new Map(pairs.map((pair) => [pair[0] + "-" + pair[1], pair]));
  const columns = actions.slice(0, -1);
  const rows = actions.slice(1).map((b) => el("tr", {}, el("th", {scope: "row"}, run.actionText(b)), columns.map((a) => {
    if (a >= b) return el("td", {});
    const pair = of.get(a + "-" + b);
    const text = pair ? told(pair) : run.actionText(a) + " and " + run.actionText(b) + ": all covered";
    return el("td", {}, el("div", {class: "cell uncovered", "data-pair": a + "-" + b, role: "img", "aria-label": text, style: heatStyle(pair ? 1 - share(pair) : 0),
                                   onmousemove: (event) => showTip(event.clientX, event.clientY, [text]), onmouseleave: hideTip},
                           pair ? percent(share(pair)) : ""));
  })));
  return el("div", {class: "pairs-covered"}, el("h3", {}, "Pairs of actions"),
            el("p", {class: "quiet"}, "How much of their options' combinations is covered. Empty: all."),
            el("div", {class: "scroll"}, el("table", {class: "triangle"},
              el("thead", {}, el("tr", {}, el("td", {}), columns.map((a) => el("th", {scope: "col"}, el("span", {}, run.actionText(a)))))), el("tbody", {}, rows))));
}
