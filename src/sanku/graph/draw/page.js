"use strict";
// The page of one dependency graph: groups that open, a search, a panel that says what a thing is and who needs it.
const { kinds, picture } = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const MOST_LISTED = 200, WIDE = 230, HIGH = 38, GAP_X = 80, GAP_Y = 10, SWEEPS = 6;
const COLUMN_WORDS = ["豁免与修订", "规则", "定义", "知识表", "参数与编码集", "报文字段"];
const cards = new Map(picture.cards.map((card) => [card.id, card]));
const groupId = (card) => `${card.kind}\u0000${card.group}`;
const groups = new Map();
for (const card of picture.cards) {
  const id = groupId(card);
  if (!groups.has(id)) groups.set(id, { id, kind: card.kind, name: card.group, members: [] });
  groups.get(id).members.push(card);
}
// Of more groups than fit on a screen, those of one base and kind are folded once more.
const MOST_GROUPS = 60, parents = new Map();
if (groups.size > MOST_GROUPS) {
  for (const group of groups.values()) {
    const name = group.name.split(".")[0], id = `${group.kind}\u0002${name}`;
    if (!parents.has(id)) parents.set(id, { id, kind: group.kind, name, members: [], groups: [] });
    parents.get(id).groups.push(group);
    parents.get(id).members.push(...group.members);
    group.parent = id;
  }
}
const readsOf = new Map(), readBy = new Map();
for (const link of picture.links) {
  if (!readsOf.has(link.from)) readsOf.set(link.from, []);
  if (!readBy.has(link.to)) readBy.set(link.to, []);
  readsOf.get(link.from).push(link);
  readBy.get(link.to).push(link);
}
const open = new Set();
let chosen = null, only = null, scale = 1, moveX = 0, moveY = 0, places = new Map();
const element = (id) => document.getElementById(id);
const canvas = element("canvas"), view = element("view"), panel = element("panel"), results = element("results");

function make(name, given, parent, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}
function html(name, parent, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  parent.append(made);
  return made;
}
const shortName = (card) => card.name.split("@")[0].split(".").slice(card.kind === "field" ? -2 : -1).join(".");
const titleOf = (card) => card.title || shortName(card);
function cut(text, most) {
  let wide = 0, index = 0;
  for (const letter of text) {
    wide += letter.charCodeAt(0) > 255 ? 2 : 1;
    if (wide > most) return text.slice(0, index) + "…";
    index += letter.length;
  }
  return text;
}

/** Everything that a card reads and that reads it, near and far. */
function neighbourhood(id) {
  const found = new Set([id]);
  for (const [links, end] of [[readsOf, "to"], [readBy, "from"]]) {
    const waiting = [id];
    while (waiting.length) {
      for (const link of links.get(waiting.pop()) || []) {
        if (!found.has(link[end])) { found.add(link[end]); waiting.push(link[end]); }
      }
    }
  }
  return found;
}

/** The boxes to draw: open groups as their members under a head, the others as one box. */
function boxes() {
  const shown = [];
  if (only) {
    for (const id of neighbourhood(only)) { const card = cards.get(id); shown.push({ id, kind: card.kind, card }); }
    return shown;
  }
  const under = (group, top) => {
    if (group.members.length === 1) shown.push({ id: group.members[0].id, kind: group.kind, card: group.members[0], under: top });
    else if (!open.has(group.id)) shown.push({ id: group.id, kind: group.kind, group, under: top });
    else {
      shown.push({ id: group.id, kind: group.kind, group, head: true, under: top });
      for (const card of group.members) shown.push({ id: card.id, kind: group.kind, card, under: top || group.id, deep: true });
    }
  };
  if (!parents.size) for (const group of groups.values()) under(group, null);
  for (const parent of parents.values()) {
    const single = parent.groups.length === 1;
    if (single) { under(parent.groups[0], null); continue; }
    shown.push({ id: parent.id, kind: parent.kind, group: parent, head: open.has(parent.id) });
    if (open.has(parent.id)) for (const group of parent.groups) under(group, parent.id);
  }
  return shown;
}

/** The box that stands for a card: itself, its group, or what its group is folded into. */
function boxOf(id, shownIds) {
  if (shownIds.has(id)) return id;
  const group = groupId(cards.get(id));
  return shownIds.has(group) ? group : groups.get(group).parent;
}
/** Open whatever a card is folded into. */
function unfold(card) {
  const group = groups.get(groupId(card));
  open.add(group.id);
  if (group.parent) open.add(group.parent);
}

function layout(shown, links) {
  const columns = new Map();
  for (const box of shown) {
    const column = kinds[box.kind].column;
    if (!columns.has(column)) columns.set(column, []);
    const unit = box.under ? columns.get(column).find((each) => each.id === box.under) : null;
    if (unit) unit.boxes.push(box); else columns.get(column).push({ id: box.id, boxes: [box], at: 0 });
  }
  const unitOf = new Map(), near = new Map();
  for (const units of columns.values()) for (const unit of units) for (const box of unit.boxes) unitOf.set(box.id, unit);
  for (const link of links) {
    const one = unitOf.get(link.from), other = unitOf.get(link.to);
    if (one === other) continue;
    for (const [from, to] of [[one, other], [other, one]]) { if (!near.has(from)) near.set(from, []); near.get(from).push(to); }
  }
  const order = [...columns.keys()].sort((one, other) => one - other);
  const spread = () => { for (const units of columns.values()) units.forEach((unit, index) => { unit.at = (index + .5) / units.length; }); };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? [...order].reverse() : order) {
      spread();
      const key = new Map(columns.get(column).map((unit) => {
        const others = near.get(unit) || [];
        return [unit, others.length ? others.reduce((sum, each) => sum + each.at, 0) / others.length : unit.at];
      }));
      columns.get(column).sort((one, other) => key.get(one) - key.get(other));
    }
  }
  places = new Map();
  const heights = new Map(order.map((column) => [column, columns.get(column).reduce((sum, unit) => sum + unit.boxes.length, 0)]));
  const tallest = Math.max(...heights.values(), 1);
  order.forEach((column, index) => {
    let row = Math.min((tallest - heights.get(column)) / 2, 200);
    for (const unit of columns.get(column)) for (const box of unit.boxes) places.set(box.id, { x: index * (WIDE + GAP_X), y: (row++) * (HIGH + GAP_Y) });
  });
  return order;
}

function draw() {
  const shown = boxes(), shownIds = new Set(shown.map((box) => box.id)), merged = new Map();
  for (const link of picture.links) {
    if (only && !(shownIds.has(link.from) && shownIds.has(link.to))) continue;
    const from = boxOf(link.from, shownIds), to = boxOf(link.to, shownIds), key = `${from}\u0001${to}`;
    if (from === to) continue;
    if (!merged.has(key)) merged.set(key, { from, to, how: link.how, count: 0 });
    merged.get(key).count += 1;
  }
  const links = [...merged.values()], order = layout(shown, links);
  const linkLayer = element("links"), boxLayer = element("boxes");
  linkLayer.replaceChildren(); boxLayer.replaceChildren();
  order.forEach((column, index) => make("text", { x: index * (WIDE + GAP_X), y: -22, class: "column" }, boxLayer, COLUMN_WORDS[column]));
  for (const link of links) {
    const one = places.get(link.from), other = places.get(link.to), back = other.x <= one.x;
    const start = one.x + WIDE, end = back ? other.x + WIDE : other.x, bend = Math.max(40, Math.abs(end - start) / 2);
    const y = one.y + HIGH / 2, toY = other.y + HIGH / 2;
    const path = make("path", {
      d: `M${start} ${y}C${start + bend} ${y} ${back ? end + bend : end - bend} ${toY} ${end} ${toY}`,
      class: `link ${link.how}`, "stroke-width": Math.min(1 + Math.log2(link.count), 6),
    }, linkLayer);
    path.link = link;
  }
  for (const box of shown) drawBox(box, boxLayer);
  element("count").textContent = `${picture.cards.length} 项 · ${picture.links.length} 条依赖 · 当前显示 ${shown.length}`;
  highlight();
}

function drawBox(box, layer) {
  const { x, y } = places.get(box.id), kind = kinds[box.kind], round = box.kind === "rule" ? 2 : kind.column > 2 ? 14 : 7;
  const g = make("g", { transform: `translate(${x},${y})`, class: `box${box.group ? " group" : ""}${box.head ? " open-head" : ""}`, tabindex: 0 }, layer);
  g.box = box;
  const indent = (box.under ? 14 : 0) + (box.deep && parents.size ? 14 : 0);
  make("rect", { x: indent, width: WIDE - indent, height: HIGH, rx: round, class: "body", stroke: kind.colour }, g);
  make("rect", { x: indent + 6, y: 8, width: 5, height: HIGH - 16, rx: 2, fill: kind.colour }, g);
  const [title, name] = box.group
    ? [`${box.head ? "▾" : "▸"} ${box.group.name}`, `${kind.zh} ${box.group.members.length} 项：${box.group.members.map(titleOf).join("、")}`]
    : [titleOf(box.card), box.card.title ? box.card.name.split("@")[0] : kind.zh];
  make("text", { x: indent + 19, y: 16, class: "title" }, g, cut(title, 28 - indent / 7));
  make("text", { x: indent + 19, y: 31, class: "name" }, g, cut(name, 34 - indent / 7));
  make("title", {}, g, box.group ? `${kind.zh} ${box.group.name}` : `${kind.zh} ${box.card.name}`);
  g.addEventListener("click", () => (box.group ? toggle(box.group.id) : choose(box.id)));
  g.addEventListener("dblclick", () => { if (box.card) focusOn(box.id); });
  g.addEventListener("keydown", (event) => { if (event.key === "Enter") g.dispatchEvent(new Event("click")); });
}

function highlight() {
  const shownIds = new Set(places.keys()), bright = new Set();
  const start = chosen && boxOf(chosen, shownIds);
  if (start) bright.add(start);
  for (const path of element("links").children) {
    const link = path.link, mine = start && (link.from === start || link.to === start);
    path.classList.toggle("reads-of", Boolean(mine && link.from === start));
    path.classList.toggle("read-by", Boolean(mine && link.to === start));
    path.classList.toggle("dim", Boolean(start && !mine));
    if (mine) { bright.add(link.from); bright.add(link.to); }
  }
  for (const g of element("boxes").querySelectorAll(".box")) {
    g.classList.toggle("chosen", g.box.id === start);
    g.classList.toggle("dim", Boolean(start && !bright.has(g.box.id)));
  }
}

function toggle(id) {
  const before = places.get(id);
  if (open.has(id)) open.delete(id); else open.add(id);
  draw();
  const after = places.get(id);
  if (before && after) { moveX += (before.x - after.x) * scale; moveY += (before.y - after.y) * scale; place(); }
  showGroup(groups.get(id) || parents.get(id));
}

function choose(id) {
  chosen = id;
  if (!places.has(id)) { only = null; unfold(cards.get(id)); draw(); centre(id); } else highlight();
  showCard(cards.get(id));
}
function focusOn(id) { only = id; chosen = id; draw(); fit(); showCard(cards.get(id)); }

function list(title, items) {
  if (!items.length) return;
  html("h3", panel, `${title}（${items.length}）`);
  const ul = html("ul", panel);
  for (const { card, note } of items) {
    const li = html("li", ul);
    const badge = html("span", li, kinds[card.kind].zh, "badge");
    badge.style.background = kinds[card.kind].colour;
    html("span", li, titleOf(card));
    html("div", li).append(html("code", li, card.title ? card.name : note || card.name));
    li.addEventListener("click", () => choose(card.id));
  }
}

function showCard(card) {
  panel.replaceChildren();
  const badge = html("span", panel, kinds[card.kind].zh, "badge");
  badge.style.background = kinds[card.kind].colour;
  html("h2", panel, titleOf(card));
  html("code", panel, card.name.split("@")[0]);
  const row = html("p", panel);
  const button = html("button", row, only === card.id ? "返回全图" : "只看与它有关的");
  button.addEventListener("click", () => { if (only === card.id) { only = null; draw(); fit(); showCard(card); } else focusOn(card.id); });
  const dl = html("dl", panel);
  for (const [zh, , text] of card.facts) { html("dt", dl, zh); html("dd", dl, text); }
  if (card.place) { html("dt", dl, "位置"); html("dd", dl).append(html("code", dl, card.place)); }
  const of = (links, end) => (links || []).map((link) => ({ card: cards.get(link[end]), note: link.places.join(" ") }));
  list("谁依赖它", of(readBy.get(card.id), "from"));
  list("它依赖什么", of(readsOf.get(card.id), "to"));
}
function showGroup(group) {
  panel.replaceChildren();
  const badge = html("span", panel, kinds[group.kind].zh, "badge");
  badge.style.background = kinds[group.kind].colour;
  html("h2", panel, group.name);
  list("其中", group.members.slice(0, MOST_LISTED).map((card) => ({ card, note: "" })));
  if (group.members.length > MOST_LISTED) html("p", panel, `还有 ${group.members.length - MOST_LISTED} 项，请展开或搜索`);
}
function welcome() {
  panel.replaceChildren();
  html("h2", panel, "怎样看这张图");
  for (const text of [
    "每个方框是知识库里的一样东西；同一模块的先折叠在一起，点一下展开。",
    "线从使用者指向被使用者：规则在左，它读的知识表、参数、编码集和报文字段在右；虚线是地方豁免与修订。",
    "点一样东西：右边说明它是什么、依据哪份文件、写在哪里、谁依赖它；双击只看与它有关的。",
    "滚轮缩放，拖动移动，上面可搜索。",
  ]) html("p", panel, text);
}

function place() { view.setAttribute("transform", `translate(${moveX},${moveY}) scale(${scale})`); }
function fit() {
  const all = [...places.values()], size = canvas.getBoundingClientRect();
  const wide = Math.max(...all.map((at) => at.x)) + WIDE, high = Math.max(...all.map((at) => at.y)) + HIGH;
  scale = Math.max(Math.min((size.width - 60) / wide, (size.height - 80) / (high + 30), 1.1), .35);
  moveX = Math.max((size.width - wide * scale) / 2, 30);
  moveY = Math.max((size.height - high * scale) / 2, 50);
  place();
}
function centre(id) {
  const at = places.get(id), size = canvas.getBoundingClientRect();
  scale = Math.max(scale, .85);
  moveX = size.width / 2 - (at.x + WIDE / 2) * scale;
  moveY = size.height / 2 - (at.y + HIGH / 2) * scale;
  place();
}

canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const size = canvas.getBoundingClientRect(), x = event.clientX - size.left, y = event.clientY - size.top;
  const next = Math.min(Math.max(scale * Math.exp(-event.deltaY * .0015), .05), 4);
  moveX = x - (x - moveX) * (next / scale); moveY = y - (y - moveY) * (next / scale); scale = next;
  place();
}, { passive: false });
let dragged = null;
canvas.addEventListener("pointerdown", (event) => { dragged = { x: event.clientX - moveX, y: event.clientY - moveY }; canvas.classList.add("dragging"); });
addEventListener("pointermove", (event) => { if (dragged) { moveX = event.clientX - dragged.x; moveY = event.clientY - dragged.y; place(); } });
addEventListener("pointerup", () => { dragged = null; canvas.classList.remove("dragging"); });
canvas.addEventListener("click", (event) => { if (event.target === canvas) { chosen = null; highlight(); welcome(); } });

const search = element("search"), MOST = 60;
const text = new Map(picture.cards.map((card) => [card.id, [card.name, card.title, ...card.facts.map((fact) => fact[2])].join("\n").toLowerCase()]));
search.addEventListener("input", () => {
  const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  results.replaceChildren();
  results.hidden = !words.length;
  if (!words.length) return;
  const rank = (card) => (card.name.toLowerCase().includes(words[0]) || card.title.includes(words[0]) ? 0 : 1);
  const found = picture.cards.filter((card) => words.every((each) => text.get(card.id).includes(each))).sort((one, other) => rank(one) - rank(other));
  for (const card of found.slice(0, MOST)) {
    const li = html("li", results), badge = html("span", li, kinds[card.kind].zh, "badge");
    badge.style.background = kinds[card.kind].colour;
    html("span", li, `${titleOf(card)} `);
    html("code", li, card.name.split("@")[0]);
    li.addEventListener("click", () => { results.hidden = true; only = null; unfold(card); chosen = card.id; draw(); centre(card.id); showCard(card); });
  }
  if (!found.length) html("li", results, "没有找到");
  if (found.length > MOST) html("li", results, `还有 ${found.length - MOST} 项，请再写几个字`);
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") results.querySelector("li")?.click();
  if (event.key === "Escape") { search.value = ""; results.hidden = true; }
});
element("fold").addEventListener("click", () => { open.clear(); only = null; chosen = null; draw(); fit(); welcome(); });
element("fit").addEventListener("click", fit);
element("title").textContent = picture.title;
for (const kind of Object.values(kinds)) {
  const item = html("span", element("legend"), undefined, "kind");
  const mark = document.createElementNS(SVG, "svg");
  mark.setAttribute("width", 18); mark.setAttribute("height", 14);
  make("rect", { width: 18, height: 14, rx: kind.en === "rule" ? 1 : kind.column > 2 ? 7 : 4, fill: kind.colour }, mark);
  item.append(mark, kind.zh);
}
html("span", element("legend"), "实线：读取　虚线：修改　蓝：它依赖　橙：依赖它", "hint");
draw(); fit(); welcome();
