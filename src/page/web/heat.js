// Which pairs of options fail: all pairs of actions, and one of them in full.

function heatSection(view) {
  const pairs = view.pairs();
  if (view.run.failures() === 0 || pairs.length === 0) return null;
  const chosen = pairs.reduce((best, pair) => (pair.score > best.score ? pair : best));
  const detail = el("div", {class: "heat-pair", id: "heat-pair"});
  const grid = el("div", {class: "scroll"});
  const choose = (pair) => {
    for (const cell of grid.querySelectorAll("[aria-pressed=true]")) cell.setAttribute("aria-pressed", "false");
    const cell = grid.querySelector("[data-pair='" + pair.a + "-" + pair.b + "']");
    if (cell) cell.setAttribute("aria-pressed", "true");
    detail.replaceChildren(pairTable(view, pair));
  };
  grid.append(actionTable(view, pairs, choose));
  choose(chosen);
  return section("heat", "Pairs of options",
                 el("p", {class: "quiet"}, "How many of the walks with two options failed. Left, for two actions, their worst pair of options; right, all options of the two actions that are chosen."),
                 el("div", {class: "heat"}, grid, detail));
}

// A triangle of actions.
function actionTable(view, pairs, choose) {
  const run = view.run;
  const of = new Map(pairs.map((pair) => [pair.a + "-" + pair.b, pair]));
  const columns = run.actions.slice(0, 40).map((_, a) => a).slice(0, -1);
  const rows = run.actions.slice(0, 40).map((_, b) => b).slice(1).map((b) => el("tr", {}, el("th", {scope: "row"}, run.actionText(b)),
    columns.map((a) => {
      const pair = of.get(a + "-" + b);
      if (a >= b || !pair) return el("td", {});
      const text = run.actionText(a) + " and " + run.actionText(b) + ": " + percent(pair.share) + " of the worst pair of options failed";
      return el("td", {}, el("button", {type: "button", class: "cell", "data-pair": a + "-" + b, "aria-pressed": "false", "aria-label": text,
                                        style: heatStyle(pair.share), onclick: () => choose(pair),
                                        onmousemove: (event) => showTip(event.clientX, event.clientY, [text]), onmouseleave: hideTip},
                              pair.share > 0 ? Math.round(pair.share * 100) : ""));
    })));
  return el("table", {class: "triangle"}, el("thead", {}, el("tr", {}, el("td", {}), columns.map((a) => el("th", {scope: "col"}, el("span", {}, run.actionText(a)))))),
            el("tbody", {}, rows));
}

function pairTable(view, pair) {
  const run = view.run;
  const most = 60;
  const across = run.actions[pair.b].options.slice(0, most), down = run.actions[pair.a].options.slice(0, most);
  const rows = down.map((text, x) => el("tr", {}, el("th", {scope: "row"}, text), across.map((other, y) => {
    const cell = pair.cells[x * pair.width + y];
    if (cell.walks === 0) return el("td", {class: "none", title: "no such walk"}, "\u2013");
    const told = Math.round(cell.failed).toLocaleString("en") + " of " + Math.round(cell.walks).toLocaleString("en") + " failed";
    return el("td", {}, el("button", {type: "button", class: "cell", style: heatStyle(cell.share),
                                      "aria-label": run.optionText(pair.a, x) + " and " + run.optionText(pair.b, y) + ": " + told,
                                      onmousemove: (event) => showTip(event.clientX, event.clientY, [run.optionText(pair.a, x), run.optionText(pair.b, y), told]),
                                      onmouseleave: hideTip,
                                      onclick: () => view.showOptions([[pair.a, x], [pair.b, y]], cell.failed > 0 ? "failed" : "all")},
                           cell.failed > 0 ? percent(cell.share) : "0"));
  })));
  return el("div", {class: "scroll"}, el("table", {class: "pair-table"},
            el("caption", {}, el("b", {}, run.actionText(pair.a)), " down, ", el("b", {}, run.actionText(pair.b)), " across"),
            el("thead", {}, el("tr", {}, el("td", {}), across.map((text) => el("th", {scope: "col"}, text)))), el("tbody", {}, rows)),
            across.length < run.actions[pair.b].options.length || down.length < run.actions[pair.a].options.length
              ? el("p", {class: "quiet"}, "Only the first " + most + " options of each are shown.") : null);
}
