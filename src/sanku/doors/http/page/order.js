// The order: a form over the message; whatever the form does not show stays in the message as it was.

import { Refusal, askJson, doing, trouble } from "./asking.js";
import { byId, make, say, word } from "./words.js";

const FIELDS = [
  ["f-phase", ["phase"]], ["f-sex", ["patient", "sex"]], ["f-born", ["patient", "born"]],
  ["f-kind", ["encounter", "kind"]], ["f-admitted", ["encounter", "admitted_at"]],
];
const LINE = [["code", "code"], ["name", "code"], ["lineKind", "kind"], ["quantity", "number"], ["days", "number"], ["amount", "number"]];
const KEYS = { code: "code", name: "name", lineKind: "kind", quantity: "quantity", days: "days", amount: "amount" };

let message = {};

const today = () => new Date().toISOString().slice(0, 10);
const fresh = () => ({
  id: `W${Date.now()}`, phase: "order", insured_region: "000000", care_region: "000000",
  patient: { id: "P1", sex: "female", born: "1980-01-01" }, facility: { id: "H1" },
  encounter: { id: `V${Date.now()}`, kind: "outpatient", admitted_at: today() },
  diagnoses: [], lines: [], history: {},
});

export const event = () => message;

export function read() {
  try {
    message = JSON.parse(byId("json").value);
  } catch (error) {
    byId("json").closest("details").open = true;
    throw new Refusal(say("notJson") + error.message);
  }
  return byId("json").value;
}

function write() {
  byId("json").value = JSON.stringify(message, null, 1);
}

function show() {
  for (const [id, path] of FIELDS) {
    const value = path.reduce((holder, key) => holder?.[key], message) ?? "";
    byId(id).value = id === "f-admitted" || id === "f-born" ? String(value).slice(0, 10) : value;
  }
  byId("f-diagnoses").value = (message.diagnoses ?? []).map((one) => one.code).join(", ");
  byId("lines").replaceChildren(...(message.lines ?? []).map(lineRow));
}

function lineRow(line, place) {
  const cells = LINE.map(([key, style]) => {
    const name = KEYS[key];
    const change = (event) => {
      if (event.target.value === "") delete line[name];
      else line[name] = event.target.value;
      write();
    };
    const value = line[name] ?? "";
    const field = key === "lineKind"
      ? make("select", { onchange: change }, ["drug", "service", "material"].map((one) => word("option", one, { value: one })))
      : make("input", { oninput: change, autocomplete: "off", inputmode: style === "number" ? "decimal" : false });
    field.value = value;
    return make("label", { class: style }, word("span", key), field);
  });
  const remove = word("button", "remove", { type: "button", "aria-label": `${say("remove")} ${line.name ?? line.id}` });
  remove.addEventListener("click", () => {
    message.lines.splice(place, 1);
    write();
    show();
    byId("add-line").focus();
  });
  return make("div", { class: "line", role: "group", "aria-label": say("line", place + 1) }, cells, remove);
}

function add() {
  message.lines ??= [];
  const taken = new Set(message.lines.map((line) => line.id));
  let number = message.lines.length + 1;
  while (taken.has(`L${number}`)) number += 1;
  message.lines.push({ id: `L${number}`, kind: "drug", quantity: "1", at: message.encounter?.admitted_at ?? today() });
  write();
  show();
  byId("lines").lastElementChild.querySelector("input").focus();
}

export function set(given) {
  message = given;
  write();
  show();
}

export async function start() {
  for (const [id, path] of FIELDS) {
    byId(id).addEventListener("change", () => {
      const last = path.at(-1);
      const holder = path.slice(0, -1).reduce((one, key) => (one[key] ??= {}), message);
      if (byId(id).value === "") delete holder[last];
      else holder[last] = byId(id).value;
      write();
    });
  }
  byId("f-diagnoses").addEventListener("change", () => {
    const codes = byId("f-diagnoses").value.split(/[,，;；\s]+/).filter(Boolean);
    message.diagnoses = codes.map((code, place) => message.diagnoses?.find((one) => one.code === code) ?? { id: `D${place + 1}`, code });
    write();
  });
  byId("json").addEventListener("change", () => {
    trouble("");
    try {
      read();
    } catch (error) {
      trouble(error.message);
      return;
    }
    show();
  });
  byId("add-line").addEventListener("click", add);
  byId("example").addEventListener("change", doing(async () => {
    if (byId("example").value) set(await askJson(`/v1/examples/${encodeURIComponent(byId("example").value)}`));
  }));
  set(fresh());
  const found = await askJson("/v1/examples");
  byId("example").replaceChildren(
    word("option", "chooseExample", { value: "" }), ...found.examples.map((name) => make("option", { value: name }, name)),
  );
  byId("example").closest("p").hidden = found.examples.length === 0;
}
