// Each option: how its walks ended, and how long they took.

function optionsSection(view) {
  const run = view.run;
  const times = run.actions.map((_, a) => mediansOf(run, a));
  const longest = Math.max(0, ...times.flat().filter((time) => time >= 0));
  const base = run.failures() / Math.max(1, run.ledger.selected);
  return section("options", "Options", el("div", {class: "option-tables"},
                 run.actions.map((action, a) => actionElement(view, a, times[a], longest, base))));
}

function actionElement(view, a, times, longest, base) {
  const run = view.run;
  const most = 100;
  const counts = outcomesOf(run, a);
  const rows = run.actions[a].options.slice(0, most).map((text, o) => {
    const all = counts[o].reduce((sum, one) => sum + one, 0);
    const bar = LEDGER_ORDER.map((kind) => counts[o][kind] === 0 ? null : el("i", {class: "c-" + COLOURS[kind], style: {"flex-grow": counts[o][kind]},
      title: Math.round(counts[o][kind]).toLocaleString("en") + " " + OUTCOMES[kind]}));
    const failed = counts[o].reduce((sum, one, kind) => sum + (run.isFailure(kind) ? one : 0), 0);
    const share = all === 0 ? NaN : failed / all;
    return el("tr", {class: share > 1.5 * base && failed > 0 ? "hot" : ""},
              el("th", {scope: "row"}, el("button", {type: "button", class: "link", onclick: () => view.showOptions([[a, o]], failed > 0 ? "failed" : "all")}, text)),
              el("td", {class: "wide"}, el("div", {class: "bar small", "aria-hidden": "true"}, bar)),
              el("td", {class: "number"}, all === 0 ? "no walk" : failed === 0 ? "" : percent(share) + " failed"),
              el("td", {class: "time"}, el("i", {style: {width: longest > 0 && times[o] >= 0 ? Math.max(1, 60 * times[o] / longest) + "px" : "0"}}), duration(times[o])));
  });
  return el("div", {class: "card"}, el("h3", {}, run.actionText(a), run.actions[a].serial ? el("span", {class: "tag"}, "serial") : null),
            table(["Option", "Walks", "", "Median time"], rows, {class: "of-options"}),
            rows.length < run.actions[a].options.length ? el("p", {class: "quiet"}, "and " + (run.actions[a].options.length - rows.length) + " more options") : null);
}

// What a person must look at comes first.
const LEDGER_ORDER = [2, 4, 5, 6, 7, 1, 3, 8, 0];

// counts[option][outcome]
function outcomesOf(run, action) {
  const column = run.columns.options[action];
  const counts = run.actions[action].options.map(() => new Array(OUTCOMES.length).fill(0));
  for (let walk = 0; walk < run.columns.held; ++walk) counts[column[walk]][run.columns.outcome[walk]] += run.columns.weight(walk);
  return counts;
}

// Of each option, in milliseconds; not a number: not known.
function mediansOf(run, action) {
  const column = run.columns.options[action];
  const took = run.actions[action].options.map(() => []);
  for (let walk = 0; walk < run.columns.held; ++walk) {
    if (run.columns.took[walk] >= 0) took[column[walk]].push(run.columns.took[walk]);
  }
  return took.map((times) => {
    const sorted = Float32Array.from(times).sort();
    return sorted.length === 0 ? NaN : sorted[Math.floor(sorted.length / 2)];
  });
}
