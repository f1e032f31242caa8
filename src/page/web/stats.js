// How often walks fail with what options.

// Of a number of walks: reckoned for all of the run, where the page holds only some.
class Share {
  constructor() {
    this.failed = 0;
    this.walks = 0;
  }
  get share() {
    return this.walks === 0 ? NaN : this.failed / this.walks;
  }
}

// What each walk says: nothing (it was cancelled, or not run), that it passed, or that it failed.
function verdictsOf(run) {
  if (run.verdicts) return run.verdicts;
  const {held, outcome} = run.columns;
  const of = OUTCOMES.map((_, kind) => (kind === CANCELLED || kind === NOT_RUN ? 0 : kind === PASSED ? 1 : run.isFailure(kind) ? 3 : 2));
  run.verdicts = new Uint8Array(held);
  for (let walk = 0; walk < held; ++walk) run.verdicts[walk] = of[outcome[walk]];
  return run.verdicts;
}

// One for each option, of the walks that say something.
function sharesOf(run, counts, size) {
  const cells = [];
  for (let place = 0; place < size; ++place) {
    const cell = new Share();
    const others = counts[4 * place + 2] + counts[4 * place + 3];
    cell.walks = counts[4 * place + 1] * run.columns.ofPassed + others * run.columns.ofOthers;
    cell.failed = counts[4 * place + 3] * run.columns.ofOthers;
    cells.push(cell);
  }
  return cells;
}

function optionShares(run, action) {
  const column = run.columns.options[action], verdicts = verdictsOf(run);
  const size = run.actions[action].options.length;
  const counts = new Uint32Array(4 * size);
  for (let walk = 0; walk < verdicts.length; ++walk) ++counts[4 * column[walk] + verdicts[walk]];
  return sharesOf(run, counts, size);
}

// cells[first option * number of second options + second option]
function pairShares(run, first, second) {
  const a = run.columns.options[first], b = run.columns.options[second], verdicts = verdictsOf(run);
  const width = run.actions[second].options.length;
  const size = run.actions[first].options.length * width;
  const counts = new Uint32Array(4 * size);
  for (let walk = 0; walk < verdicts.length; ++walk) ++counts[4 * (a[walk] * width + b[walk]) + verdicts[walk]];
  return sharesOf(run, counts, size);
}

// How much more a share says than the walks' failing at all: failed walks beyond what would be by
// chance, counted in their deviation.
function standsOut(cell, base) {
  if (cell.walks === 0) return 0;
  return (cell.failed - base * cell.walks) / Math.sqrt(Math.max(1, base * (1 - base) * cell.walks));
}

// For each pair of actions its shares, and how much the strongest stands out. Pairs of actions with
// very many options are left out.
function allPairs(run) {
  const pairs = [];
  const base = run.failures() / Math.max(1, run.ledger.selected);
  const most = 40;
  for (let a = 0; a < Math.min(most, run.actions.length); ++a) {
    for (let b = a + 1; b < Math.min(most, run.actions.length); ++b) {
      const rows = run.actions[a].options.length, columns = run.actions[b].options.length;
      if (rows * columns > 10000) continue;
      const cells = pairShares(run, a, b);
      let strongest = 0;
      cells.forEach((cell, place) => {
        if (standsOut(cell, base) > standsOut(cells[strongest], base)) strongest = place;
      });
      pairs.push({a, b, cells, width: columns, strongest, score: standsOut(cells[strongest], base),
                  share: cells[strongest].share});
    }
  }
  return pairs;
}

// Options and pairs of options with which walks fail most, where nothing better is known. What
// stands out with a pair only because one of its options does isn't named again.
function suspects(run, pairs) {
  const base = run.failures() / Math.max(1, run.ledger.selected);
  const found = [];
  const single = run.actions.map((_, a) => optionShares(run, a));
  single.forEach((cells, a) => cells.forEach((cell, o) => {
    found.push({options: [[a, o]], cell, score: standsOut(cell, base), lift: cell.share});
  }));
  for (const pair of pairs) {
    pair.cells.forEach((cell, place) => {
      const x = Math.floor(place / pair.width), y = place % pair.width;
      const lift = cell.share - Math.max(single[pair.a][x].share, single[pair.b][y].share);
      if (lift > 0.1) found.push({options: [[pair.a, x], [pair.b, y]], cell, score: standsOut(cell, base), lift});
    });
  }
  const chosen = [];
  found.filter((one) => one.cell.failed > 1 && one.score > 3 && one.cell.share > 1.5 * base)
      .sort((x, y) => (y.cell.share === 1) - (x.cell.share === 1) || y.score - x.score)
      .forEach((one) => {
        const isTold = one.cell.share < 1 && chosen.some((other) => other.options.some(([a, o]) => one.options.some(([b, p]) => a === b && o === p)));
        if (!isTold && chosen.length < 6) chosen.push(one);
      });
  return chosen;
}
