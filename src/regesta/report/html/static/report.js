"use strict";
// Two things: lists that can be filtered and grow, and the reader, where a highlight leads to its row.
// Texts of documents enter the page as text nodes only.

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const words = (name) => name.replaceAll("_", " ");

const aimed = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
};

/* Lists: one form filters one list, of which a page at a time is shown. */

function startList(list) {
  const form = document.querySelector(`[data-filter="${list.id}"]`);
  const found = document.querySelector(`[data-found="${list.id}"]`);
  const more = document.querySelector(`[data-more="${list.id}"]`);
  const items = [...(list.dataset.items ? list.querySelectorAll(list.dataset.items) : list.children)];
  const groups = list.dataset.items ? [...list.children] : [];
  const noun = found.textContent.trim().split(" ").pop();
  const step = Number(list.dataset.list);
  const texts = new Map();
  let shown = step;

  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase().replace(/\s+/g, " "));
    return texts.get(item);
  };
  // what is quiet is shown to who asks for it, by its box or by its severity
  const heard = (item, quiet, { severity }) => quiet || severity || !("quiet" in item.dataset);
  const fits = (item, wanted, sought) =>
    wanted.every(([name, value]) => item.dataset[name] === value) && sought.every((word) => textOf(item).includes(word));

  const show = () => {
    const { text = "", quiet, ...chosen } = Object.fromEntries(new FormData(form));
    const wanted = Object.entries(chosen).filter(([, value]) => value);
    const sought = text.toLowerCase().split(/\s+/).filter(Boolean);
    let matching = 0;
    for (const item of items) {
      const fit = heard(item, quiet, chosen) && fits(item, wanted, sought);
      matching += fit;
      item.hidden = !fit || matching > shown;
    }
    for (const group of groups) group.hidden = !group.querySelector(`${list.dataset.items}:not([hidden])`);
    found.textContent = matching > shown
      ? `${shown.toLocaleString("en")} of ${matching.toLocaleString("en")} ${noun}`
      : `${matching.toLocaleString("en")} ${noun}`;
    more.hidden = matching <= shown;
  };
  const again = () => {
    shown = step;
    show();
  };
  // what an address names is shown, whatever the filter says
  const reveal = () => {
    const target = document.getElementById(aimed());
    if (!target || !list.contains(target)) return;
    const own = items.findIndex((one) => one.contains(target));
    const item = own < 0 ? items.findIndex((one) => target.parentElement.contains(one)) : own;
    if (items[item]?.hidden) {
      form.reset();
      if ("quiet" in items[item].dataset) form.elements.quiet.checked = true;
      shown = Math.max(step, item + 1);
      show();
    }
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  };

  form.addEventListener("input", again);
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const first = items.filter((item) => !item.hidden).length;
    shown += step;
    show();
    items.filter((item) => !item.hidden)[first]?.querySelector("a, summary")?.focus();
  });
  addEventListener("hashchange", reveal);
  show();
  reveal();
}

/* The reader. Every text node of the text is a leaf: nothing begins or ends inside it. */

const HIGHLIGHTED = { times: "t", figures: "f", entities: "n", attributions: "s", events: "e" };
const KEYS = { times: "time_id", figures: "figure_id", entities: "entity_id", attributions: "attribution_id", events: "event_id", claims: "claim_id" };
const SINGULAR = { times: "time", figures: "figure", entities: "entity", attributions: "attribution", events: "event", claims: "claim" };
const NOT_LISTED = new Set(["fact_id", "conflicts", "place", "rule_id", "value_start", "value_end", "subject"]);

function readRows(data) {
  const rows = [];
  for (const [table, { columns, rows: held }] of Object.entries(data.tables)) {
    let start = 0;
    for (const [distance, length, ...cells] of held) {
      start += distance;
      const row = { table, start, end: start + length, cells: {} };
      cells.forEach((cell, index) => {
        if (cell) row.cells[columns[index]] = data.values[cell];
      });
      row.id = row.cells[KEYS[table]];
      rows.push(row);
    }
  }
  return rows;
}

const placed = ({ start, end, cells: { place } }) => {
  if (typeof place === "number") return `bytes ${start + place}–${end + place}`;
  return Array.isArray(place) ? `bytes ${place.join("–")}` : place;
};

function readLeaves(text) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  let at = 0;
  return nodes.map((node) => {
    const start = at;
    // offsets are code points: a string's iterator gives those, its length would count UTF-16 units
    for (const _ of node.data) at += 1;
    return { start, end: at, node, mark: node.parentElement.localName === "mark" ? node.parentElement : null };
  });
}

function startReader(text) {
  const panel = document.querySelector("[data-panel]");
  const legend = document.querySelector("[data-legend]");
  const data = JSON.parse(document.getElementById("data").textContent);
  const rows = readRows(data);
  const byId = new Map(rows.filter((row) => row.id).map((row) => [row.id, row]));
  const leaves = readLeaves(text);
  const marks = new Map(leaves.filter((leaf) => leaf.mark).map((leaf) => [leaf.mark, leaf]));
  const lit = [];
  let current = null;

  const within = (span) => leaves.filter((leaf) => leaf.start >= span.start && leaf.end <= span.end);
  const quote = (span) => within(span).map((leaf) => leaf.node.data).join("");
  const about = (table, column, id) => rows.filter((row) => row.table === table && row.cells[column] === id);
  const shown = (table) => table in HIGHLIGHTED && legend.querySelector(`[name="${HIGHLIGHTED[table]}"]`).checked;
  const at = (leaf) => rows
    .filter((row) => shown(row.table) && row.start <= leaf.start && row.end >= leaf.end)
    .sort((a, b) => (a.end - a.start) - (b.end - b.start));

  const element = (leaf) => {
    if (leaf.mark || leaf.wrap) return leaf.mark || leaf.wrap;
    leaf.wrap = make("span");
    leaf.node.replaceWith(leaf.wrap);
    leaf.wrap.append(leaf.node);
    return leaf.wrap;
  };
  const light = (span, name) => {
    for (const leaf of within(span)) {
      element(leaf).classList.add(name);
      lit.push([element(leaf), name]);
    }
  };
  const dim = () => {
    for (const [one, name] of lit.splice(0)) one.classList.remove(name);
  };

  const go = (row, label) => {
    const button = make("button", { type: "button", textContent: label ?? quote(row) });
    button.addEventListener("click", () => (row.id ? choose(row.id) : point(row)));
    return button;
  };
  const point = (span) => {
    light(span, "why");
    const leaf = within(span)[0];
    if (leaf) element(leaf).scrollIntoView({ block: "center" });
  };
  const cell = (value) => {
    if (Array.isArray(value)) return value.flatMap((one, index) => [index ? ", " : "", ...cell(one)]);
    if (byId.has(value)) return [go(byId.get(value))];
    return [String(value)];
  };
  const pairs = (entries) => make("dl", {}, ...entries.flatMap(([name, ...value]) => [
    make("dt", { textContent: words(name) }),
    make("dd", {}, ...value),
  ]));
  const listed = (title, entries) => (entries.length
    ? [make("h3", { textContent: title }), make("ul", {}, ...entries.map((entry) => make("li", {}, ...entry)))]
    : []);

  const section = (row) => {
    const { cells } = row;
    const own = Object.entries(cells)
      .filter(([name, value]) => !NOT_LISTED.has(name) && value !== row.id && !/_(start|end)$/.test(name))
      .map(([name, value]) => [name, ...cell(value)]);
    const factId = row.table === "claims" ? cells.fact_id : row.id;
    const claims = row.table === "claims" ? [] : about("claims", "fact_id", row.id);
    const conflicts = [row, ...claims].flatMap((one) => one.cells.conflicts ?? []);
    return make("section", {},
      make("h2", {}, make("small", { textContent: SINGULAR[row.table] ?? row.table }), `“${quote(row)}”`),
      pairs(own),
      ...listed("Slots", about("event_arguments", "event_id", row.id).map((one) => [`${one.cells.role} `, go(
        byId.get(one.cells.entity_id ?? one.cells.figure_id ?? one.cells.time_id) ?? one, quote(one))])),
      ...listed("Evidence", about("evidence", "fact_id", factId).map((one) => [`${words(one.cells.column)} from `, go(one), ` (${placed(one)})`])),
      ...listed("Claims", claims.map((one) => [go(one, words(one.cells.property)), ` ${claimed(one.cells)}`])),
      ...listed("In conflict", [...new Set(conflicts)].map((anchor) => {
        const [status, title] = data.cards[anchor];
        return [make("a", { href: `../conflicts.html#${anchor}`, textContent: title }), ` (${status})`];
      })),
      make("h3", { textContent: "Where it stands" }),
      pairs([
        ["characters", `${row.start}–${row.end}`],
        ["raw file", placed(row)],
        ["rule", make("code", { textContent: cells.rule_id })],
        ["id", make("code", { textContent: row.id })],
      ]));
  };
  const claimed = (cells) => (cells.low ?? cells.high) === undefined
    ? [...new Set([cells.first, cells.last])].filter(Boolean).join(" to ") || cells.text || ""
    : `${[...new Set([cells.low ?? "…", cells.high ?? "…"])].join(" to ")} ${cells.unit === "1" ? "" : cells.unit ?? ""}`;

  const open = (...found) => {
    const close = make("button", { type: "button", className: "close", textContent: "×", ariaLabel: "Close" });
    close.addEventListener("click", back);
    panel.replaceChildren(close, ...found.map(section));
    panel.hidden = false;
    panel.scrollTop = 0;
    document.body.classList.add("with-panel");
  };
  const choose = (id) => {
    if (aimed() === id) follow();
    else location.hash = id;
  };
  const follow = () => {
    const row = byId.get(aimed());
    if (!row) return;
    dim();
    const first = within(row)[0];
    const others = first ? at(first).filter((one) => one !== row) : [];
    open(row, ...others);
    for (const one of about("evidence", "fact_id", row.cells.fact_id ?? row.id)) light(one, "why");
    light(row, "on");
    if (!first) return;
    element(first).scrollIntoView({ block: "center" });
    if (first.mark) rove(first.mark);
  };
  const back = () => {
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    dim();
    current?.focus({ preventScroll: true });
  };

  /* One stop of the Tab key; the arrow keys move between highlights. */
  const usable = () => [...marks.keys()].filter((mark) => !mark.classList.contains("hidden"));
  const rove = (mark) => {
    if (current) current.tabIndex = -1;
    current = mark;
    if (current) current.tabIndex = 0;
  };
  const activate = (mark) => {
    const found = at(marks.get(mark));
    rove(mark);
    if (found.length) choose(found[0].id);
  };
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (mark && marks.has(mark) && !mark.classList.contains("hidden") && getSelection().isCollapsed) activate(mark);
  });
  text.addEventListener("keydown", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = usable();
    const index = all.indexOf(mark);
    let next = null;
    if (event.key in step) next = all[index + step[event.key]];
    else if (event.key === "Home") next = all[0];
    else if (event.key === "End") next = all.at(-1);
    else if (event.key === "Enter" || event.key === " ") activate(mark);
    else return;
    event.preventDefault();
    if (next) {
      rove(next);
      next.focus();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) back();
  });
  legend.addEventListener("change", () => {
    const off = new Set([...legend.querySelectorAll("input")].filter((box) => !box.checked).map((box) => box.name));
    for (const kind of Object.values(HIGHLIGHTED)) text.classList.toggle(`no-${kind}`, off.has(kind));
    for (const [mark, leaf] of marks) {
      const hide = !at(leaf).length;
      mark.classList.toggle("hidden", hide);
      if (hide) mark.removeAttribute("role");
      else mark.setAttribute("role", "button");
    }
    if (!current || current.classList.contains("hidden")) rove(usable()[0] ?? null);
  });

  for (const mark of marks.keys()) {
    mark.setAttribute("role", "button");
    mark.tabIndex = -1;
  }
  rove(usable()[0] ?? null);
  addEventListener("hashchange", follow);
  follow();
}

for (const list of document.querySelectorAll("[data-list]")) startList(list);
const text = document.querySelector("[data-text]");
if (text) startReader(text);
