// Small things that all others use.

const OUTCOMES = ["passed", "flaky", "failed", "cancelled", "crashed", "exited", "timed out", "lost", "not run"];
const PASSED = 0, FLAKY = 1, CANCELLED = 3, CRASHED = 4, EXITED = 5, TIMED_OUT = 6, NOT_RUN = 8;

// How an outcome is coloured.
const COLOURS = ["passed", "flaky", "failed", "cancelled", "crashed", "crashed", "timed", "lost", "notrun"];

function count(number, one, many) {
  return number.toLocaleString("en") + " " + (number === 1 ? one : many || one + "s");
}

function percent(share) {
  if (share === 0 || share === 1) return share * 100 + " %";
  const text = (share * 100).toFixed(share < 0.1 || share > 0.9 ? 1 : 0);
  // What isn't all, or nothing, never reads as if it were.
  return (text === "100.0" ? "> 99.9" : text === "0.0" ? "< 0.1" : text) + " %";
}

// Of milliseconds.
function duration(ms) {
  if (!(ms >= 0)) return "";
  if (ms < 0.001) return "0";
  if (ms < 1) return Math.round(ms * 1000) + " \u00b5s";
  if (ms < 10) return ms.toFixed(1) + " ms";
  if (ms < 1000) return Math.round(ms) + " ms";
  if (ms < 60000) return (ms / 1000).toFixed(ms < 10000 ? 2 : 1) + " s";
  const minutes = Math.floor(ms / 60000);
  if (minutes < 60) return minutes + " min " + Math.round(ms / 1000 - minutes * 60) + " s";
  return Math.floor(minutes / 60) + " h " + (minutes % 60) + " min";
}

// A message on one line, as much of it as a row may show. What the writer of the test has said goes
// before what GoogleTest has.
function oneLine(text) {
  const short = text.slice(0, 400).replace(/^Failed\n/, "");
  return short.replace(/^Value of: [^]*?\n *Actual: .*\nExpected: .*\n(?=\S)/, "").replace(/\s+/g, " ");
}

// An array of numbers, from little-endian bytes in base64.
function numbers(text, Type) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; ++i) bytes[i] = raw.charCodeAt(i);
  return new Type(bytes.buffer);
}
