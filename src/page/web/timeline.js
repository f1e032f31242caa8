// Who ran what when: serial actions and phases, workers or threads, restarts.

const LANE = 16, GAP = 4, AXIS = 18;

// Walks that ran after the others, by their kind: how many, in a sentence; on the time line; at one of them.
const LATER = {
  again: {words: (walks) => count(walks, "walk") + " again", name: "again", why: "again, after it had failed"},
  rest: {words: (walks) => count(walks, "walk") + " that a failure had left", name: "the rest", why: "left by a failure that stopped the run"},
  extra: {words: (walks) => count(walks, "extra walk"), name: "extra walks", why: "to find out why others had failed"},
};

function timelineSection(view) {
  const run = view.run;
  const line = new Timeline(view);
  if (run.blocks.count === 0) return run.serials.length > 0 ? section("time", "Serial actions", serialTable(view)) : null;
  const canvas = el("canvas", {class: "timeline", role: "img", "aria-label": line.words()});
  const paint = () => line.paint(canvas);
  canvas.addEventListener("mousemove", (event) => line.tell(event));
  canvas.addEventListener("mouseleave", hideTip);
  canvas.addEventListener("click", (event) => line.click(event));
  view.repaint.push(paint);
  requestAnimationFrame(paint);
  const gone = run.worker_list.filter((worker) => worker.why);
  return section("time", "Time line",
                 el("p", {class: "quiet"}, line.words()), el("div", {class: "scroll"}, canvas),
                 gone.length === 0 ? null : el("ul", {class: "plain-list"}, gone.slice(0, 50).map((worker) =>
                   el("li", {}, el("b", {}, "worker " + worker.worker), " on " + worker.host + ", process " + worker.pid + ", ended after " + duration(worker.end) + ": " + worker.why))),
                 serialTable(view));
}

function serialTable(view) {
  const serials = view.run.serials;
  if (serials.length === 0) return null;
  const rows = serials.slice(0, 200).map((one) => el("tr", {class: one.outcome ? "hot" : ""},
    el("th", {scope: "row"}, (one.undo ? "Undo of " : "") + one.text), el("td", {}, one.branch), el("td", {class: "number"}, duration(one.at)),
    el("td", {class: "number"}, duration(one.took)), el("td", {}, one.outcome, one.failures.map((failure) => failureElement(failure, 0)))));
  return el("details", {open: serials.some((one) => one.outcome)}, el("summary", {}, count(serials.length, "call") + " of serial actions"),
            table(["Serial action", "In the branch", "After", "Took", ""], rows));
}

class Timeline {
  constructor(view) {
    const {blocks, serials, phases, later, elapsed} = view.run;
    this.view = view;
    this.count = blocks.count;
    this.lane = numbers(blocks.lane, Uint16Array);
    this.at = numbers(blocks.at, Float32Array);
    this.took = numbers(blocks.took, Float32Array);
    this.busy = numbers(blocks.busy, Float32Array);
    this.walks = numbers(blocks.walks, Uint32Array);
    this.failed = numbers(blocks.failed, Uint32Array);
    this.walk = numbers(blocks.walk, BigUint64Array);
    this.names = blocks.lanes;
    this.order = blocks.lanes.map((_, lane) => lane).sort((a, b) => this.names[a].localeCompare(this.names[b], "en", {numeric: true}));
    this.serials = serials;
    this.phases = phases;
    this.later = later;
    this.lanes = [...(serials.length > 0 ? ["serial"] : []), ...this.order.map((lane) => this.names[lane])];
    let end = elapsed;
    for (let i = 0; i < this.count; ++i) end = Math.max(end, this.at[i] + this.took[i]);
    this.length = end;
    this.left = 76;
  }
  words() {
    const parts = [count(this.phases.length, "phase"), count(this.names.length, "lane") + " of walks"];
    if (this.serials.length > 0) parts.push(count(this.serials.length, "call") + " of serial actions");
    const gone = this.view.run.worker_list.filter((worker) => worker.why).length;
    if (gone > 0) parts.push(count(gone, "worker") + " ended early");
    const later = this.later.map((one) => " Then " + LATER[one.kind].words(one.walks) + ", in " + duration(one.took) + ".");
    // Extra walks aren't in the time that the run took.
    const first = this.later.reduce((time, one) => time - (one.kind === "extra" ? 0 : one.took), this.view.run.elapsed);
    return parts.join(", ") + ", in " + duration(Math.max(0, first)) + "." + later.join("") + " Walks that failed are red.";
  }
  // What ran at a time after the others; nothing where that was the run itself.
  laterAt(time) {
    return this.later.find((one) => time >= one.at && time <= one.at + one.took);
  }
  rowOf(lane) {
    return this.order.indexOf(lane) + (this.serials.length > 0 ? 1 : 0);
  }
  paint(canvas) {
    const width = Math.max(320, canvas.parentElement.clientWidth), height = AXIS + this.lanes.length * (LANE + GAP) + (this.later.length > 0 ? AXIS : 0);
    const scale = window.devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.width = width + "px";
    canvas.style.height = height + "px";
    this.scale = (width - this.left - 6) / this.length;
    const colour = getComputedStyle(document.documentElement);
    const of = (name) => colour.getPropertyValue(name).trim();
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.font = "11px system-ui, sans-serif";
    this.paintAxis(pen, width, height, of);
    const row = (index) => AXIS + index * (LANE + GAP);
    this.paintLater(pen, height, of);
    pen.fillStyle = of("--quiet");
    this.lanes.forEach((name, index) => pen.fillText(name.slice(0, 12), 0, row(index) + 12));
    const rows = this.names.map((_, lane) => row(this.rowOf(lane)));
    for (const isFailed of [false, true]) {
      pen.fillStyle = of(isFailed ? "--failed" : "--passed");
      for (let i = 0; i < this.count; ++i) {
        if (isFailed && this.failed[i] === 0) continue;
        const busy = Math.min(1, this.took[i] > 0 ? this.busy[i] / this.took[i] : 1);
        pen.globalAlpha = isFailed ? 1 : 0.35 + 0.65 * busy;
        // Of many walks as much of the height as failed.
        const height = isFailed ? Math.max(4, LANE * this.failed[i] / this.walks[i]) : LANE;
        pen.fillRect(this.left + this.at[i] * this.scale, rows[this.lane[i]] + LANE - height, Math.max(0.8, this.took[i] * this.scale - 0.3), height);
      }
    }
    pen.globalAlpha = 1;
    for (const serial of this.serials) {
      pen.fillStyle = of(serial.outcome ? "--failed" : serial.undo ? "--cancelled" : "--accent");
      pen.fillRect(this.left + serial.at * this.scale, row(0), Math.max(2, serial.took * this.scale), LANE);
    }
    pen.fillStyle = of("--failed");
    for (const worker of this.view.run.worker_list) {
      const index = this.lanes.indexOf("worker " + worker.worker);
      if (worker.why && index >= 0) pen.fillRect(this.left + worker.end * this.scale - 1, row(index) - 3, 3, LANE + 6);
    }
  }
  // Behind the walks that ran after the others.
  paintLater(pen, height, of) {
    for (const one of this.later) {
      const x = this.left + one.at * this.scale, width = Math.max(2, one.took * this.scale);
      pen.globalAlpha = 0.12;
      pen.fillStyle = of("--accent");
      pen.fillRect(x, AXIS - 2, width, height - AXIS + 2);
      pen.globalAlpha = 1;
      const text = LATER[one.kind].name;
      pen.fillStyle = of("--quiet");
      pen.fillText(text, Math.max(0, Math.min(x + 3, x + width - pen.measureText(text).width - 3)), height - 5);
    }
  }
  paintAxis(pen, width, height, of) {
    const rough = this.length / 6;
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough);
    for (let time = 0; time <= this.length; time += step) {
      const x = this.left + time * this.scale;
      pen.fillStyle = of("--line");
      pen.fillRect(x, 0, 1, height);
      pen.fillStyle = of("--quiet");
      if (x < width - 40) pen.fillText(duration(time), x + 3, 11);
    }
  }
  // What is under the pointer: a block's place, a serial action, or nothing.
  under(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const time = (event.clientX - box.left - this.left) / this.scale;
    const index = Math.floor((event.clientY - box.top - AXIS) / (LANE + GAP));
    const near = 2 / this.scale;
    if (this.serials.length > 0 && index === 0) {
      return {serial: this.serials.find((one) => time >= one.at - near && time <= one.at + one.took + near)};
    }
    let best = -1, least = near;
    for (let i = 0; i < this.count; ++i) {
      if (this.rowOf(this.lane[i]) !== index) continue;
      const away = time < this.at[i] ? this.at[i] - time : Math.max(0, time - this.at[i] - this.took[i]);
      if (away < least || (away === least && this.failed[i] > 0)) {
        best = i;
        least = away;
      }
    }
    return {block: best, lane: this.lanes[index]};
  }
  tell(event) {
    const {serial, block, lane} = this.under(event);
    if (serial) {
      return showTip(event.clientX, event.clientY, [(serial.undo ? "Undo of " : "") + serial.text, duration(serial.took), serial.outcome].filter((text) => text));
    }
    if (!(block >= 0)) return hideTip();
    const walks = this.walks[block];
    const lines = [lane + ", after " + duration(this.at[block]), count(walks, "walk") + " in " + duration(this.took[block])];
    if (this.failed[block] > 0) lines.push(count(this.failed[block], "walk") + " failed");
    const later = this.laterAt(this.at[block] + this.took[block] / 2);
    if (later) lines.push(LATER[later.kind].why);
    if (walks === 1) {
      const walk = this.view.run.walkOf(this.walk[block]);
      if (walk >= 0) lines.push(this.view.run.walkText(walk));
    }
    showTip(event.clientX, event.clientY, lines);
  }
  click(event) {
    const {block} = this.under(event);
    const walk = block >= 0 ? this.view.run.walkOf(this.walk[block]) : -1;
    if (walk >= 0) this.view.open(walk);
  }
}
