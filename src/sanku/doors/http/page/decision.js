// The decision as a doctor reads it: what, why, how much, how close; the answer to a reminder; the record; the audit.

import { ask, askJson, doing } from "./asking.js";
import { event } from "./order.js";
import { byId, current, make, say, word } from "./words.js";

const ROLE = { allow: "good", warn: "warn", block: "bad" };
const HARD = new Set(["block", "deny"]);

export async function judged(body) {
  const answer = await ask("/v1/decide", body);
  const decision = await answer.json();
  const id = answer.headers.get("Sanku-Decision");
  return { decision, id, record: Number(answer.headers.get("Sanku-Record") ?? decision.record) };
}

function names() {
  return Object.fromEntries((event().lines ?? []).map((line) => [line.id, line.name ?? line.id]));
}

const pair = (key, ...value) => [word("dt", key), make("dd", {}, ...value)];
const list = (items) => make("ul", {}, items.map((item) => make("li", {}, item)));
const messageOf = (finding) => finding.message[current()] ?? finding.message.zh ?? finding.title;

export function show(found, place, openRecord, heading = null) {
  const { decision } = found;
  if (decision.fail_open) {
    place.replaceChildren(heading ?? "", make("p", { class: "outcome warn" }, say("failOpen")), recordLink(found, openRecord));
    return;
  }
  const byName = names();
  place.replaceChildren(...[
    heading,
    make("p", { class: `outcome ${ROLE[decision.outcome]}` }, say(decision.outcome)),
    ...decision.findings.map((finding) => findingCard(finding, found, byName)),
    lineTable(decision, byName),
    folded("undetermined", decision.undetermined, (one) =>
      `${one.rule ?? ""} ← ${one.missing.map((fact) => fact.path).join(", ")}`),
    folded("notes", decision.notes, (note) => `${note.path}: ${current() === "zh" ? note.message_zh : note.message}`),
    recordLink(found, openRecord),
  ].filter(Boolean));
}

function findingCard(finding, found, byName) {
  const excepted = finding.excepted.length > 0;
  const style = excepted ? "none" : HARD.has(finding.control) ? "bad" : "soft";
  const card = make("section", { class: `finding ${style}`, "aria-label": finding.title },
    make("h3", {}, finding.title, " ", make("span", { class: "chip" }, excepted ? say("excepted") + finding.excepted.join("、") : say(finding.control))),
    make("p", { class: "strong" }, messageOf(finding)),
    make("dl", {},
      pair("concerns", finding.lines.map((id) => byName[id] ?? id).join("、") || "—"),
      pair("money", finding.amount === null ? say("unknownMoney") : `${finding.amount} ${current() === "zh" ? "元" : "CNY"}`,
        finding.bears ? `（${say("bears")}：${say(finding.bears)}）` : ""),
      pair("clause", list(finding.citations.map((one) => `《${one.title}》${one.place}`))),
      finding.near_miss.length ? pair("nearMiss", list(finding.near_miss.map(miss))) : [],
      pair("rule", make("code", {}, finding.rule)),
    ),
    make("details", {}, word("summary", "facts"),
      make("ul", { class: "plain" }, finding.evidence.map((one) => make("li", {}, make("code", {}, one.path), ` = ${one.value}`)))),
  );
  const given = finding.justification;
  if (given) card.append(make("p", { class: given.state === "holds" ? "good" : "bad" }, say(given.state) + (given.text || given.reason)));
  if (finding.control === "remind" && !excepted && given?.state !== "holds") card.append(reply(finding, found));
  return card;
}

const miss = (one) => make("span", {}, make("code", {}, one.text), ` → ${one.left} / ${one.right}${one.by ? `（${one.by}）` : ""}`);

function lineTable(decision, byName) {
  if (decision.lines.length === 0) return null;
  const head = ["item", "pay", "amount", "own", "selfPart", "eligible"].map((key) => word("th", key, { scope: "col" }));
  const money = (value) => make("td", { class: "money" }, value ?? "?");
  const rows = decision.lines.map((line) => make("tr", {},
    make("td", {}, byName[line.id] ?? line.id), make("td", {}, say(line.pay)),
    money(line.net), money(line.own_pay), money(line.self_pay), money(line.eligible)));
  return make("table", {}, word("caption", "linesPaid"), make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows));
}

function folded(key, items, text) {
  if (items.length === 0) return null;
  return make("details", {}, make("summary", {}, say(key, items.length)), make("ul", {}, items.map((one) => make("li", {}, text(one)))));
}

function recordLink(found, openRecord) {
  return make("p", {}, word("span", "record"), " ",
    make("button", { type: "button", class: "link", onclick: () => openRecord(found.record) }, `#${found.record}`),
    found.id ? make("code", { class: "quiet" }, ` ${found.id}`) : "");
}

// -- the answer to a reminder --

const WORDS_OF = new Map();

function reply(finding, found) {
  const id = `r-${finding.id}`;
  const reason = make("select", { id: `${id}-reason` },
    finding.accepts.map((code) => make("option", { value: code }, WORDS_OF.get(code) ?? code)));
  const text = make("input", { id: `${id}-text`, maxlength: 500, autocomplete: "off" });
  const by = make("input", { id: `${id}-by`, required: true, maxlength: 64, value: event().encounter?.physician?.id ?? "D1" });
  const said = make("div", { role: "status" });
  const send = (way) => doing(async () => {
    if (!by.reportValidity()) return;
    const body = { finding: finding.id, decision: found.id, by: by.value.trim(), role: "physician", way,
      reason: way === "return" ? "" : reason.value, text: way === "return" ? "" : text.value };
    const answer = await askJson("/v1/justify", body);
    for (const choice of answer.choices) WORDS_OF.set(choice.reason, choice.zh);
    for (const option of reason.options) option.textContent = WORDS_OF.get(option.value) ?? option.value;
    said.replaceChildren(make("p", { class: answer.accepted ? "good strong" : "bad strong" },
      current() === "zh" ? answer.message_zh : answer.message, answer.until ? ` ${say("until", answer.until)}` : "",
      ` · ${say("record")} #${answer.record}`));
  });
  const field = (key, control) => make("p", {}, word("label", key, { for: control.id }), control);
  return make("form", { class: "reply", "aria-label": say("reply"), onsubmit: send("continue") },
    word("h3", "reply"),
    finding.accepts.length ? field("reason", reason) : "", field("reasonText", text), field("by", by),
    make("p", {}, word("button", "goOn", { class: "main" }), " ", word("button", "goBack", { type: "button", onclick: send("return") })),
    said);
}

// -- what an audit would say --

export function auditForm(openRecord) {
  const day = make("input", { type: "date", id: "audit-day", required: true, value: later() });
  const place = make("div", { id: "audit", "aria-live": "polite" });
  const go = doing(async () => {
    const asked = { ...event(), phase: "audit", asked_at: `${day.value}T09:00:00` };
    show(await judged(asked), place, openRecord, word("h3", "auditTitle"));
  });
  return make("form", { class: "reply", onsubmit: go }, word("label", "auditOn", { for: "audit-day" }), day, " ",
    word("button", "audit", { id: "audit-go" }), place);
}

function later() {
  const end = new Date(event().encounter?.discharged_at ?? event().encounter?.admitted_at ?? Date.now());
  return new Date((Number.isNaN(end.getTime()) ? Date.now() : end.getTime()) + 60 * 86400000).toISOString().slice(0, 10);
}

export function told(found) {
  const { decision } = found;
  byId("status").removeAttribute("data-word");
  byId("status").textContent = decision.fail_open ? say("failOpen") : say("done", say(decision.outcome), decision.findings.length);
}
