// The first screen: what came of the run, and which options to look at.

function overviewSection(view) {
  const run = view.run;
  const failures = run.failures();
  const title = failures === 0 ? (run.ledger.not_run > run.ledger.cut_off || run.run_failures.length > 0 ? "No walk failed, but not all is well" : "All is well")
                               : count(failures, "walk") + " of " + run.ledger.selected.toLocaleString("en") + " failed";
  return el("section", {id: "overview", "aria-labelledby": "overview-title"},
            el("h1", {id: "overview-title", class: failures > 0 || run.run_failures.length > 0 ? "bad" : "good"}, title),
            el("p", {class: "facts"}, facts(run)), ledgerBar(view),
            ...run.run_failures.map((failure) => el("div", {class: "card bad-card"}, failureElement(failure, 0))),
            lookHere(view), notes(run));
}

function facts(run) {
  const parts = [run.name, "in " + duration(run.elapsed)];
  if (run.workers > 0) parts.push(count(run.workers, "worker"));
  if (run.threads > 1) parts.push(count(run.threads, "thread") + (run.workers > 0 ? " each" : ""));
  if (run.array) parts.push(run.array);
  else if (String(run.ledger.selected) !== run.full_size) parts.push("of " + BigInt(run.full_size).toLocaleString("en") + " combinations");
  for (const [name, value] of run.settings) parts.push(name + " " + value);
  return parts.map((text) => el("span", {}, text));
}

const LEDGER = [["failed", "failed", "failed"], ["crashed", "crashed", "failed"], ["timed_out", "timed out", "failed"], ["lost", "lost", "failed"],
                ["flaky", "flaky", "flaky"], ["cancelled", "cancelled", "cancelled"], ["not_run", "not run", "notrun"], ["passed", "passed", "passed"]];

function ledgerBar(view) {
  const ledger = view.run.ledger;
  const parts = LEDGER.filter(([field]) => ledger[field] > 0);
  const press = (field, label, kind) => () => {
    view.filter.clear();
    view.filter.kind = kind;
    if (kind === "failed" && field !== "failed") view.filter.text = label.split(" ")[0];
    view.refilter(true);
  };
  const bar = parts.map(([field, label, kind]) => el("button", {
    type: "button", class: "part c-" + field.replace("_", ""), style: {"flex-grow": ledger[field]},
    "aria-label": count(ledger[field], "walk") + " " + label, title: count(ledger[field], "walk") + " " + label, onclick: press(field, label, kind)}));
  const legend = parts.map(([field, label, kind]) => el("button", {type: "button", class: "legend", onclick: press(field, label, kind)},
    el("i", {class: "c-" + field.replace("_", "")}), el("b", {}, ledger[field].toLocaleString("en")), " " + label));
  return el("div", {class: "ledger"}, el("div", {class: "bar"}, bar), el("div", {class: "legends"}, legend));
}

// Explanations where the run has them; else what stands out by itself.
function lookHere(view) {
  const run = view.run;
  if (run.failures() === 0) return null;
  if (run.explanations && run.explanations.groups.length > 0) return explanationCards(view);
  const found = suspects(run, view.pairs());
  view.hot = found.map((one) => one.options);
  if (found.length === 0) {
    return el("div", {class: "card"}, el("p", {}, "No option, and no pair of options, stands out: walks fail with all of them about as often."));
  }
  return el("div", {class: "look"}, el("h2", {}, "Look at these options first"), el("div", {class: "cards"}, found.map((one) => suspectCard(view, one))));
}

function optionChip(view, action, option) {
  return el("span", {class: "option"}, el("span", {class: "of"}, view.run.actionText(action)), view.run.actions[action].options[option]);
}

function optionChips(view, options) {
  return el("div", {class: "options"}, options.map(([a, o], i) => [i > 0 ? el("span", {class: "and"}, "and") : null, optionChip(view, a, o)]).flat());
}

function shareBar(failed, walks) {
  return el("div", {class: "share", "aria-hidden": "true"}, el("i", {style: {width: 100 * failed / Math.max(1, walks) + "%"}}));
}

function suspectCard(view, {options, cell}) {
  const failed = Math.round(cell.failed), walks = Math.round(cell.walks);
  return el("button", {type: "button", class: "card suspect", onclick: () => view.showOptions(options, "failed")},
            optionChips(view, options), shareBar(failed, walks),
            el("p", {}, el("b", {}, failed === walks ? "all " + walks.toLocaleString("en") : failed.toLocaleString("en") + " of " + walks.toLocaleString("en")),
               " walks with " + (options.length > 1 ? "both" : "it") + " failed"),
            el("p", {class: "quiet"}, count(Math.max(0, view.run.failures() - failed), "other walk") + " failed, too"));
}

function notes(run) {
  return run.notes.length === 0 ? null : el("div", {class: "notes"}, run.notes.map((text) => el("p", {}, text)));
}
