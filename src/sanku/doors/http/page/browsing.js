// Rules with their sentences, the graph around a name, a record of the ledger.

import { ask, askJson, doing } from "./asking.js";
import { byId, current, make, say, word } from "./words.js";

let rules = null;

// -- rules --

export async function openRules() {
  rules ??= (await askJson("/v1/rules")).rules;
  byId("graph-names").replaceChildren(...rules.map((rule) => make("option", { value: rule.name }, rule.title)));
  listRules();
}

const sentence = (rule) => (current() === "zh" ? rule.sentence_zh : rule.sentence_en);

function listRules() {
  const wanted = byId("rule-search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = (rules ?? []).filter((rule) => {
    const text = `${rule.name} ${rule.title} ${rule.sentence_zh} ${rule.sentence_en}`.toLowerCase();
    return wanted.every((part) => text.includes(part));
  });
  byId("rule-count").textContent = say("ruleCount", found.length, (rules ?? []).length);
  byId("rule-list").replaceChildren(...found.map((rule) => make("li", {},
    make("button", { type: "button", class: "link strong", onclick: doing(() => openRule(rule.name)) }, rule.title),
    make("p", {}, sentence(rule)), make("code", { class: "quiet" }, rule.name))));
}

async function openRule(name) {
  const found = await askJson(`/v1/rules/${encodeURIComponent(name)}?lang=${current()}`);
  byId("rule").replaceChildren(
    ...found.paragraphs.map((line) => make("p", { class: `d${Math.min(line.depth, 3)}` },
      line.parts.map((part) => make("span", { class: part.role || false }, part.text)))),
    word("button", "seeGraph", { type: "button", onclick: () => openGraph(name) }));
  byId("rule").focus();
}

// -- graph --

let picture = "";

async function openGraph(name) {
  location.hash = "graph";
  byId("graph-name").value = name;
  await drawGraph();
}

const drawGraph = doing(async () => {
  const name = byId("graph-name").value.trim();
  const asked = `/v1/graph?name=${encodeURIComponent(name)}`;
  const [drawing, data] = await Promise.all([ask(`${asked}&form=svg`), askJson(asked)]);
  URL.revokeObjectURL(picture);
  picture = URL.createObjectURL(new Blob([await drawing.text()], { type: "image/svg+xml" }));
  const told = say("graphOf", name, data.cards.length);
  byId("graph-status").textContent = told;
  byId("graph-picture").replaceChildren(make("img", { src: picture, alt: told }));
  byId("graph-list").replaceChildren(...data.cards.map((card) => make("li", {},
    make("button", { type: "button", class: "link", onclick: () => openGraph(card.name) }, card.title || card.name),
    " ", make("code", { class: "quiet" }, `${card.kind} ${card.name}`))));
});

const takeAll = doing(async () => {
  const page = await (await ask("/v1/graph?form=html")).text();
  const place = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  make("a", { href: place, download: "graph.html" }).click();
  URL.revokeObjectURL(place);
});

// -- ledger --

const KIND = { decision: "decision", answer: "recAnswer", unjudged: "unjudged" };

export async function openRecord(number) {
  location.hash = "ledger";
  byId("ledger-number").value = number;
  await showRecord();
}

const showRecord = doing(async () => {
  const number = Number(byId("ledger-number").value);
  const found = await askJson(`/v1/ledger/${number}`);
  const pair = (key, ...value) => [word("dt", key), make("dd", {}, ...value)];
  const step = (key, to) => word("button", key, { type: "button", onclick: () => openRecord(to) });
  byId("ledger-record").replaceChildren(make("div", { class: "record" },
    make("h3", {}, `${say("record")} #${found.number} · ${say(KIND[found.kind])}`),
    make("p", { class: found.holds ? "good" : "bad" }, say(found.holds ? "hashHolds" : "hashBroken")),
    make("dl", {},
      pair("recAt", found.at), pair("recHash", make("span", { class: "hash", id: "hash" }, found.hash)),
      pair("recPrevious", make("span", { class: "hash" }, found.previous)), pair("recKey", make("code", {}, found.key)),
      pair("recWords", make("ul", {}, found.words.map(([role, value]) => make("li", {}, `${role}: ${value}`))))),
    make("details", {}, word("summary", "recBody"), make("pre", {}, JSON.stringify(JSON.parse(found.body), null, 1))),
    make("p", {}, number > 1 ? step("previous", number - 1) : "", " ", step("next", number + 1))));
});

export function start() {
  byId("rule-search").addEventListener("input", listRules);
  byId("graph-form").addEventListener("submit", drawGraph);
  byId("graph-all").addEventListener("click", takeAll);
  byId("ledger-form").addEventListener("submit", showRecord);
}
