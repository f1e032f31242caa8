// Elements, the clipboard, the tip. Users' text goes into text nodes only.

const byId = (id) => document.getElementById(id);

// el("button", {class: "quiet", onclick: f}, "Text", child…)
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function section(id, title, ...children) {
  return el("section", {id, "aria-labelledby": id + "-title"}, el("h2", {id: id + "-title"}, title), ...children);
}

function table(head, rows, attributes) {
  return el("table", attributes || {}, el("thead", {}, el("tr", {}, head.map((text) => el("th", {scope: "col"}, text)))),
            el("tbody", {}, rows));
}

function say(text) {
  byId("said").textContent = text;
}

async function copy(text, button) {
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    const area = el("textarea", {class: "hidden"});
    area.value = text;
    document.body.append(area);
    area.select();
    isCopied = document.execCommand("copy");
    area.remove();
  }
  if (button) {
    button.textContent = isCopied ? "Copied" : "Can't copy";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }
  say(isCopied ? "Copied" : "It can't be copied");
}

// A line to paste, with its button.
function commandLine(text) {
  return el("div", {class: "command"}, el("code", {}, text),
            el("button", {type: "button", class: "copy", "aria-label": "Copy the line", onclick: (event) => copy(text, event.currentTarget)}, "Copy"));
}

function showTip(x, y, lines) {
  const tip = byId("tip");
  tip.replaceChildren(...lines.map((line) => el("div", {}, line)));
  tip.hidden = false;
  tip.style.left = Math.max(4, Math.min(x + 12, innerWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = Math.max(4, Math.min(y + 14, innerHeight - tip.offsetHeight - 8)) + "px";
}

function hideTip() {
  byId("tip").hidden = true;
}

// How strongly a cell is coloured.
function heatStyle(share) {
  return {"--heat": Math.round(Math.sqrt(share) * 100) + "%"};
}
