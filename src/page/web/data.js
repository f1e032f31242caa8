// A run as the program has written it (page_data.cc), with what is asked of it often.

class Run {
  constructor(data) {
    Object.assign(this, data);
    this.text = data.strings;
    this.columns = new Columns(data.walks, data.actions);
    this.detailOf = new Map(data.details.map((fields) => [fields[0], new Detail(this, fields)]));
    this.stateOf = new Map(data.states);
  }
  // Whether a person must look at a walk that ended so.
  isFailure(outcome) {
    return outcome === FLAKY ? this.flaky_fails : outcome !== PASSED && outcome !== CANCELLED && outcome !== NOT_RUN;
  }
  failures() {
    const ledger = this.ledger;
    return ledger.failed + ledger.crashed + ledger.timed_out + ledger.lost + (this.flaky_fails ? ledger.flaky : 0);
  }
  string(place) {
    if (place === -1) return "";
    return place === -2 ? "(left out, to keep this page small)" : this.text[place];
  }
  // `BlockSize=4096`
  optionText(action, option) {
    return this.actionText(action) + "=" + this.actions[action].options[option];
  }
  // The second Write is Write#2.
  actionText(action) {
    const name = this.actions[action].name;
    const same = this.actions.filter((other) => other.name === name).length;
    if (same === 1) return name;
    return name + "#" + this.actions.slice(0, action + 1).filter((other) => other.name === name).length;
  }
  walkText(walk) {
    return this.actions.map((action, a) => action.name + "(" + action.options[this.columns.option(a, walk)] + ")").join(", ");
  }
  // The walk's number among all combinations, as text.
  idOf(walk) {
    let id = 0n;
    this.actions.forEach((action, a) => {
      id = id * BigInt(action.options.length) + BigInt(this.columns.option(a, walk));
    });
    return id.toString();
  }
  // The walk of a number; -1 where the page doesn't hold it.
  walkOf(id) {
    let rest = BigInt(id);
    const options = [];
    for (let a = this.actions.length - 1; a >= 0; --a) {
      const radix = BigInt(this.actions[a].options.length);
      options[a] = Number(rest % radix);
      rest /= radix;
    }
    return this.columns.find(options);
  }
  // Empty where it can't be told.
  nameOf(walk) {
    const detail = this.detailOf.get(walk);
    if (detail && detail.name) return detail.name;
    const name = this.actions.map((action, a) => action.pieces[this.columns.option(a, walk)]).join("__");
    return name.length <= 200 ? name : "";
  }
  // The line to paste that runs the walk again; empty where there is none.
  replayLine(walk) {
    const name = this.nameOf(walk);
    if (!this.replay[0] || !name) return "";
    const outcome = this.columns.outcome[walk];
    let line = this.replay[0] + name + this.replay[1];
    if (outcome === CRASHED || outcome === EXITED || outcome === TIMED_OUT) line += " --combtest_workers=1";
    if (outcome === TIMED_OUT && this.walk_timeout > 0) line += " --combtest_walk_timeout=" + this.walk_timeout + "ms";
    return line;
  }
}

// What is known of a walk that didn't pass.
class Detail {
  constructor(run, [walk, outcome, where, action, state, output, attempts, name, failures, failureCount]) {
    this.walk = walk;
    this.outcome = run.string(outcome);
    this.where = run.string(where);
    this.action = action;
    this.state = run.string(state);
    this.output = run.string(output);
    this.attempts = attempts;
    this.name = name >= 0 ? run.string(name) : "";
    this.failures = failures.map((fields) => failureOf(run, fields));
    this.failureCount = failureCount;
    this.places = [where, ...failures.map((fields) => fields[0])];  // of texts to search
  }
  get message() {
    return this.failures.length > 0 ? this.failures[0].message : this.outcome;
  }
}

function failureOf(run, [message, file, line, where, severity, attempt]) {
  return {message: run.string(message), file: run.string(file), line, where: run.string(where), severity, attempt};
}
