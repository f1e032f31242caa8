// What is known of every walk, a column each, and choosing walks by it.

class Columns {
  constructor(walks, actions) {
    this.held = walks.held;
    this.outcome = numbers(walks.outcome, Uint8Array);
    this.took = numbers(walks.took, Float32Array);
    this.worker = numbers(walks.worker, Uint16Array);
    this.options = walks.options.map((text, a) => numbers(text, actions[a].options.length <= 256 ? Uint8Array : Uint32Array));
    // Walks of the run that one of the page stands for.
    this.ofPassed = walks.of_passed;
    this.ofOthers = walks.of_others;
  }
  option(action, walk) {
    return this.options[action][walk];
  }
  weight(walk) {
    return this.outcome[walk] === PASSED ? this.ofPassed : this.ofOthers;
  }
  find(options) {
    for (let walk = 0; walk < this.held; ++walk) {
      if (this.options.every((column, a) => column[walk] === options[a])) return walk;
    }
    return -1;
  }
  // The passed walk that differs from this one in the options of as few actions as possible; of
  // several the one that differs late, and of those one whose state is known. -1: none has passed.
  nearestPassed(walk, isBetter) {
    let best = -1, least = Infinity;
    const own = this.options.map((column) => column[walk]);
    for (let other = 0; other < this.held; ++other) {
      if (this.outcome[other] !== PASSED) continue;
      let differ = 0;
      for (let a = 0; a < own.length && differ <= least; ++a) differ += this.options[a][other] !== own[a] ? 1 : 0;
      if (differ < least || (differ === least && isBetter(other) && !isBetter(best))) {
        least = differ;
        best = other;
      }
    }
    return best;
  }
}

// Which walks are shown.
class Filter {
  constructor() {
    this.clear();
  }
  clear() {
    this.kind = "all";      // one of KINDS
    this.options = [];      // [action, option]: the walk has all of them
    this.text = "";         // its words are all found in the walk
    this.order = "run";     // or "slow"
    this.worker = -1;
  }
  toggleOption(action, option) {
    const without = this.options.filter(([a, o]) => a !== action || o !== option);
    if (without.length === this.options.length) without.push([action, option]);
    this.options = without;
  }
  // The places of the walks, in their order.
  walksOf(run) {
    const columns = run.columns;
    const kind = KINDS[this.kind].has(run);
    const words = this.text.toLowerCase().split(/\s+/).filter((word) => word !== "").map((word) => new Word(run, word));
    const found = [];
    for (let walk = 0; walk < columns.held; ++walk) {
      if (!kind(columns.outcome[walk])) continue;
      if (this.worker >= 0 && columns.worker[walk] !== this.worker) continue;
      if (!this.options.every(([a, o]) => columns.options[a][walk] === o)) continue;
      if (words.every((word) => word.isIn(walk))) found.push(walk);
    }
    const time = (walk) => (columns.took[walk] >= 0 ? columns.took[walk] : -1);
    if (this.order === "slow") found.sort((a, b) => time(b) - time(a));
    return found;
  }
}

const KINDS = {
  failed: {label: "Failed", has: (run) => (outcome) => run.isFailure(outcome)},
  flaky: {label: "Flaky", has: () => (outcome) => outcome === FLAKY},
  cancelled: {label: "Cancelled", has: () => (outcome) => outcome === CANCELLED},
  notrun: {label: "Not run", has: () => (outcome) => outcome === NOT_RUN},
  passed: {label: "Passed", has: () => (outcome) => outcome === PASSED},
  all: {label: "All", has: () => () => true},
};

// A word that is searched for: in options, outcomes, messages and places. Each text is looked at
// once, not once for each walk.
class Word {
  constructor(run, word) {
    const has = (text) => text.toLowerCase().includes(word);
    this.run = run;
    this.options = run.actions.map((action, a) =>
      action.options.map((text, o) => has(run.optionText(a, o)) || has(action.name + "(" + text + ")")));
    this.outcomes = OUTCOMES.map(has);
    this.texts = new Set();
    run.text.forEach((text, place) => {
      if (has(text)) this.texts.add(place);
    });
  }
  isIn(walk) {
    const columns = this.run.columns;
    if (this.outcomes[columns.outcome[walk]]) return true;
    for (let a = 0; a < this.options.length; ++a) {
      if (this.options[a][columns.options[a][walk]]) return true;
    }
    const detail = this.run.detailOf.get(walk);
    return detail !== undefined && detail.places.some((place) => this.texts.has(place));
  }
}
