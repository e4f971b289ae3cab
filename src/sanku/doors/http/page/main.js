// The page: which part is shown, in which language, and what its first button does.

import { doing } from "./asking.js";
import * as browsing from "./browsing.js";
import * as decision from "./decision.js";
import * as order from "./order.js";
import { byId, choose, current, say } from "./words.js";

const PARTS = ["order", "rules", "graph", "ledger"];
let last = null;

const open = doing(async () => {
  const wanted = PARTS.includes(location.hash.slice(1)) ? location.hash.slice(1) : "order";
  for (const section of document.querySelectorAll("[data-panel]")) section.hidden = section.dataset.panel !== wanted;
  for (const button of document.querySelectorAll("[data-tab]")) {
    if (button.dataset.tab === wanted) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  if (wanted === "rules" || wanted === "graph") await browsing.openRules();
});

function show() {
  decision.show(last, byId("decision"), browsing.openRecord);
  byId("decision").append(decision.auditForm(browsing.openRecord));
  decision.told(last);
}

const judge = doing(async () => {
  const body = order.read();
  byId("judge").disabled = true;
  byId("status").textContent = say("judging");
  try {
    last = await decision.judged(body);
  } catch (error) {
    byId("status").textContent = "";
    throw error;
  } finally {
    byId("judge").disabled = false;
  }
  show();
  byId("answer").focus();
});

byId("order-form").addEventListener("submit", judge);
byId("tabs").addEventListener("click", (event) => {
  if (event.target.dataset.tab) location.hash = event.target.dataset.tab;
});
byId("language").addEventListener("click", () => {
  choose(current() === "zh" ? "en" : "zh");
  byId("language").textContent = current() === "zh" ? "English" : "中文";
  byId("language").lang = current() === "zh" ? "en" : "zh-CN";
  order.set(order.event());
  if (last) show();
  open();
});
window.addEventListener("hashchange", open);
browsing.start();
choose("zh");
doing(order.start)().then(open);
