// What walks that failed alike have in common, as the run has found it.

function explanationCards(view) {
  const {groups, group_count} = view.run.explanations;
  const shown = groups.slice(0, 8);
  view.hot = shown.flatMap((group) => group.explanations.map((one) => one.options.map((choice) => [choice.action, choice.option])));
  return el("div", {class: "look"}, el("h2", {}, "What failed walks have in common"), extraWalks(view),
            el("div", {class: "groups"}, shown.map((group) => groupElement(view, group))),
            group_count > shown.length ? el("p", {class: "quiet"}, "and " + count(group_count - shown.length, "other kind") + " of failure") : null);
}

// What walks said that were run after the others, to find out why.
function extraWalks(view) {
  const {extra} = view.run.explanations;
  if (!extra) return null;
  const walks = extra.ledger.selected;
  view.hot.push(...extra.tried.filter((one) => one.confirmed).map((one) => one.options.map((choice) => [choice.action, choice.option])));
  return el("div", {class: "group extra"},
            el("h3", {}, el("b", {}, count(walks, "extra walk")), walks > 0 ? " tried to refute it" : ""),
            extra.note ? el("p", {class: "quiet"}, extra.note) : null,
            extra.kept.length > 0 ? el("p", {class: "quiet"}, "kept of those that failed: " + extra.kept.slice(0, 3).join(", ") + (extra.kept.length > 3 ? " and " + (extra.kept.length - 3) + " more" : "")) : null,
            el("div", {class: "cards"}, extra.tried.map((one) => triedCard(view, one))));
}

function triedCard(view, one) {
  const options = one.options.map((choice) => [choice.action, choice.option]);
  const all = one.failed + one.passed;
  const verdict = one.suspected ? "only suspected, not confirmed: failed in " + one.failed + " of " + count(all, "such walk")
    : one.flaky ? "fails now and then, in " + one.failed + " of " + count(all, "such walk")
    : one.confirmed ? "confirmed by " + count(one.failed, "walk") + ", contradicted by " + (one.passed === 0 ? "none" : one.passed)
      : "not settled: failed in " + one.failed + " of " + count(all, "such walk");
  return el("div", {class: "card suspect"},
            el("button", {type: "button", class: "plain", onclick: () => view.showOptions(options, "failed")}, optionChips(view, options),
               shareBar(one.failed, all), el("p", {}, el("b", {}, verdict))),
            el("p", {class: "quiet"}, [one.outcome + (one.action_name ? " in " + one.action_name : ""), one.file ? one.file.split("/").pop() + ":" + one.line : "",
              one.without > 0 ? count(one.without, "walk") + " without one of these options passed" : ""].filter((text) => text).join("; ")));
}

function groupElement(view, group) {
  const where = [group.outcome + (group.action_name ? " in " + group.action_name : ""), group.file ? group.file.split("/").pop() + ":" + group.line : ""];
  // Those with one card stand side by side, so that as many as can be are on the first screen.
  return el("div", {class: "group" + (group.explanations.length > 1 ? " spread" : "")},
            el("h3", {title: group.file}, el("b", {}, count(group.walk_count, "walk")), " " + where.filter((text) => text).join(", ")),
            group.message ? el("p", {class: "quiet"}, oneLine(group.message)) : null,
            group.explanations.length === 0 ? el("p", {}, "Nothing in common was found.") : null,
            el("div", {class: "cards"}, group.explanations.map((one) => explanationCard(view, one))),
            group.explanations.length > 0 && group.explained < group.walk_count
              ? el("p", {class: "quiet"}, count(group.walk_count - group.explained, "of these walks", "of these walks") + " have none of that") : null);
}

function explanationCard(view, one) {
  const options = one.options.map((choice) => [choice.action, choice.option]);
  const isExact = one.failed === one.walks;
  const more = [];
  if (one.passes_with.length > 0) more.push("passes with " + one.passes_with.map((choice) => choice.text).join(" or "));
  if (one.alternatives.length > 0) more.push("can't be told from " + one.alternatives.map((options) => options.map((choice) => choice.text).join(" and ")).join(", or ") + (one.alternative_count > one.alternatives.length ? " and others" : ""));
  if (one.evidence) more.push(one.evidence);
  const pair = el("div", {class: "pair"});
  addPair(view, one, pair);
  return el("div", {class: "card suspect"},
            el("button", {type: "button", class: "plain", onclick: () => view.showOptions(options, "failed")}, optionChips(view, options),
               shareBar(one.failed, one.walks),
               el("p", {}, el("b", {}, isExact ? "all " + one.walks.toLocaleString("en") : one.failed.toLocaleString("en") + " of " + one.walks.toLocaleString("en")),
                  " such walks failed so")),
            more.map((text) => el("p", {class: "quiet"}, text)), pair);
}

// What to put side by side in a debugger.
function addPair(view, one, element) {
  // Larger numbers aren't exact here.
  const walkOf = (id) => (Number.isSafeInteger(id) ? view.run.walkOf(id) : -1);
  const failing = walkOf(one.failing);
  const passing = walkOf(one.passing);
  if (failing >= 0) element.append(el("button", {type: "button", class: "link", onclick: () => view.open(failing)}, "a walk that failed"));
  if (passing >= 0) element.append(" ", el("button", {type: "button", class: "link", onclick: () => view.open(passing)}, "its nearest that passed"));
}
