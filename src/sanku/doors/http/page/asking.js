// Questions to the service that served this page; the token stays in this tab.

import { byId, current, say } from "./words.js";

let token = sessionStorage.getItem("token") || "";
let entered = null;

export class Refusal extends Error {}

export async function ask(path, body) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method: body === undefined ? "GET" : "POST", headers, cache: "no-store",
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
  } catch (error) {
    throw new Refusal(say("away") + error.message);
  }
  if (answer.status === 401) {
    await askForToken();
    return ask(path, body);
  }
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({ message: answer.statusText }));
    const place = said.path ? `${said.path}: ` : "";
    throw new Refusal(current() === "zh" && said.message_zh ? `${said.message_zh}（${place}${said.message}）` : place + said.message);
  }
  return answer;
}

export const askJson = async (path, body) => (await ask(path, body)).json();

function askForToken() {
  const form = byId("token-form");
  form.hidden = false;
  trouble(say("needToken"));
  byId("token").focus();
  entered ??= new Promise((go) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      token = byId("token").value.trim();
      sessionStorage.setItem("token", token);
      form.hidden = true;
      trouble("");
      entered = null;
      go();
    }, { once: true });
  });
  return entered;
}

export function trouble(text) {
  byId("trouble").textContent = text;
  byId("trouble").hidden = !text;
}

// Run what a person asked for; what is refused is told in one place.
export function doing(work) {
  return async (event) => {
    event?.preventDefault?.();
    trouble("");
    try {
      await work(event);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      trouble(error.message);
    }
  };
}
