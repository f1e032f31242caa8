// One walk: what happened, what is different where it passes, how to run it again.

function detailsElement(view, walk) {
  const run = view.run;
  const outcome = run.columns.outcome[walk];
  const detail = run.detailOf.get(walk);
  const neighbour = outcome === PASSED || outcome === NOT_RUN ? -1 : run.columns.nearestPassed(walk, (other) => other >= 0 && run.stateOf.has(run.idOf(other)));
  const line = run.replayLine(walk);
  return el("article", {class: "detail"},
            el("h3", {}, el("i", {class: "c-" + COLOURS[outcome]}), detail ? detail.outcome : OUTCOMES[outcome],
               el("button", {type: "button", class: "close", "aria-label": "Close", onclick: () => view.closeDetails()}, "\u00d7")),
            el("p", {class: "quiet"}, facetsOf(run, walk, detail).join(", ")),
            line ? commandLine(line) : el("p", {class: "quiet"}, "A call that leaves a trace can have single walks run again: ", el("code", {}, "--combtest_log_dir=DIRECTORY")),
            detail ? detail.failures.map((failure) => failureElement(failure, detail.attempts)) : null,
            detail && detail.failureCount > detail.failures.length ? el("p", {class: "quiet"}, "and " + count(detail.failureCount - detail.failures.length, "more failure")) : null,
            optionList(view, walk, detail, neighbour), stateElement(view, walk, detail, neighbour),
            detail && detail.output ? [el("h4", {}, "Output"), el("pre", {class: "output"}, detail.output)] : null);
}

function facetsOf(run, walk, detail) {
  const facets = ["walk " + run.idOf(walk)];
  if (run.columns.took[walk] >= 0) facets.push("took " + duration(run.columns.took[walk]));
  if (run.columns.worker[walk] !== 0xffff) facets.push("on worker " + run.columns.worker[walk]);
  if (detail && detail.attempts > 1) facets.push(count(detail.attempts, "attempt"));
  return facets;
}

function failureElement(failure, attempts) {
  const place = [failure.attempt > 0 && attempts > 1 ? "attempt " + failure.attempt : "", failure.where, failure.file ? failure.file + ":" + failure.line : ""];
  return el("div", {class: "failure"}, el("p", {class: "where"}, place.filter((text) => text).join("  \u00b7  ")), el("pre", {class: "message"}, failure.message));
}

// The walk's options; where it ended, and where its neighbour has others.
function optionList(view, walk, detail, neighbour) {
  const run = view.run;
  const rows = run.actions.map((action, a) => {
    const own = run.columns.option(a, walk);
    const other = neighbour >= 0 ? run.columns.option(a, neighbour) : own;
    const isEnd = detail && detail.where && detail.action === a;
    return el("tr", {class: (isEnd ? "end " : "") + (other !== own ? "differs" : "")}, el("th", {scope: "row"}, run.actionText(a), isEnd ? el("span", {class: "tag"}, "ended here") : null),
              el("td", {}, el("button", {type: "button", class: "link", title: "Only walks with it", onclick: () => view.showOptions([[a, own]], "all")}, action.options[own])),
              neighbour >= 0 ? el("td", {}, other !== own ? action.options[other] : "") : null);
  });
  const heading = el("h4", {}, "Options");
  if (neighbour < 0) return [heading, el("table", {class: "walk-options"}, el("tbody", {}, rows))];
  return [heading, table(["", "this walk", el("span", {}, "its ", el("button", {type: "button", class: "link", onclick: () => view.open(neighbour)}, "nearest that passed"))], rows, {class: "walk-options"})];
}

function stateElement(view, walk, detail, neighbour) {
  const run = view.run;
  const own = detail ? detail.state : run.stateOf.get(run.idOf(walk)) || "";
  if (!own) return null;
  const other = neighbour >= 0 ? run.stateOf.get(run.idOf(neighbour)) : undefined;
  if (other === undefined) {
    return [el("h4", {}, "State"), el("pre", {class: "state"}, prettyJson(own)),
            neighbour < 0 ? null : el("p", {class: "quiet"}, "To see what differs from the nearest walk that passed, have states written: ", el("code", {}, "--combtest_states=FILE"))];
  }
  const differences = jsonDifferences(own, other);
  if (differences === null) return [el("h4", {}, "State"), el("pre", {class: "state"}, own)];
  const shown = differences.slice(0, 100);
  return [el("h4", {}, "State"),
          differences.length === 0 ? el("p", {class: "quiet"}, "As that of the nearest walk that passed.")
            : table(["", "this walk", "the one that passed"], shown.map(([path, a, b]) =>
                el("tr", {class: "differs"}, el("th", {scope: "row"}, path), el("td", {}, el("code", {}, a)), el("td", {}, el("code", {}, b)))), {class: "walk-options"}),
          shown.length < differences.length ? el("p", {class: "quiet"}, "and " + count(differences.length - shown.length, "more difference")) : null,
          el("details", {}, el("summary", {}, "The whole state"), el("pre", {class: "state"}, prettyJson(own)))];
}

function prettyJson(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    return text;
  }
}

// [path, in one, in the other] where two JSON texts differ; null where they aren't JSON.
function jsonDifferences(one, other) {
  const found = [];
  const show = (value) => (value === undefined ? "\u2013" : JSON.stringify(value));
  const isTree = (value) => value !== null && typeof value === "object";
  const compare = (a, b, path) => {
    if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const step = Array.isArray(a) ? "[" + key + "]" : (path ? "." : "") + key;
        compare(Object.hasOwn(a, key) ? a[key] : undefined, Object.hasOwn(b, key) ? b[key] : undefined, path + step);
      }
    } else if (show(a) !== show(b)) {
      found.push([path || "state", show(a), show(b)]);
    }
  };
  try {
    compare(JSON.parse(one), JSON.parse(other), "");
    return found;
  } catch (error) {
    return null;
  }
}
