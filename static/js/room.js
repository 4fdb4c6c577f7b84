/* A page of a live room: asks every two seconds what is new, and sends what a phone writes.

   What changes stands in [data-live] elements with ids; everything in them that has an id is replaced one by one, so that
   focus, caret and reading place stay. What people write in stands outside them and is never touched. A line that is
   sent waits in the tab's own storage until the server has acknowledged it: a phone that sleeps, loses the network or
   is refreshed sends it again under the same key, and the server keeps one. */

import { accept, clear, excess, headers, notice } from "./app.js";

const PACE = 2000,
  SLOW = 8000;
const room = document.querySelector("[data-room]");
const language = document.documentElement.lang;
let pace = PACE,
  asking = null,
  newest = 0; // the version that this phone has made by writing

/* ---- What is new */

function merge(mine, fresh) {
  for (const name of fresh.getAttributeNames()) mine.setAttribute(name, fresh.getAttribute(name));
  for (const name of mine.getAttributeNames())
    if (!fresh.hasAttribute(name) && name !== "open") mine.removeAttribute(name);
  const keyed = fresh.querySelectorAll(":scope > [id]").length + mine.querySelectorAll(":scope > [id]").length;
  if (!keyed && !fresh.querySelector("[id]") && !mine.querySelector("[id], details[open]")) {
    if (mine.innerHTML !== fresh.innerHTML) mine.innerHTML = fresh.innerHTML;
    return;
  }
  /* children in the order of the fresh ones; those with the same id, or the same tag where neither has one, are kept */
  let at = mine.firstElementChild;
  for (const child of [...fresh.children]) {
    const own = child.id ? mine.querySelector(`:scope > [id="${CSS.escape(child.id)}"]`) : at && !at.id && at.tagName === child.tagName ? at : null;
    if (own) {
      if (own === at) at = at.nextElementSibling;
      else mine.insertBefore(own, at);
      if (own.outerHTML !== child.outerHTML) merge(own, child);
    } else {
      const added = document.importNode(child, true);
      if (room.dataset.new && added.tagName === "LI") added.dataset.new = room.dataset.new; // until something else comes
      mine.insertBefore(added, at);
    }
  }
  while (at) {
    const next = at.nextElementSibling;
    at.remove();
    at = next;
  }
  if (!fresh.children.length && mine.textContent !== fresh.textContent) mine.textContent = fresh.textContent;
}

function take(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const parts = [...page.querySelectorAll("[data-live]")];
  const missing = parts.some((part) => !document.getElementById(part.id));
  const extra = [...document.querySelectorAll("[data-live]")].some((part) => !page.getElementById(part.id));
  const order = (where) => [...where.querySelectorAll("[data-live][id^=list-], [data-live][id^=board-]")].map((part) => part.id).join();
  if (missing || extra || order(page) !== order(document)) return void location.reload(); // a task came, went or moved; drafts are in the storage
  for (const part of parts) merge(document.getElementById(part.id), part);
  const go = document.querySelector("[data-go]");
  if (go) location.assign(go.dataset.go); // the projector shows the time of the day again
  for (const form of document.querySelectorAll("form[data-line]")) show(form);
}

async function look() {
  if (document.hidden) return;
  const address = new URL(room.dataset.room, location.href);
  address.search = new URLSearchParams({ v: room.dataset.version, p: room.dataset.part, l: language, n: newest });
  try {
    const sent = room.dataset.token ? { "X-Room": room.dataset.token } : {};
    const answer = await fetch(address, { headers: sent, credentials: "same-origin", redirect: "error", cache: "no-store" });
    if (answer.status === 200) {
      take(await answer.text());
      room.dataset.version = answer.headers.get("X-Version");
    }
    if (answer.status === 404) return void(pace = 60000); // the room is gone; what stands on the page may be read
    if (answer.ok) clear("offline");
    pace = answer.ok ? PACE : SLOW;
    if (answer.ok) flush();
  } catch {
    pace = SLOW;
    if (document.body.dataset.offline && waiting().length) notice("offline", document.body.dataset.offline);
  }
}

const lookOnce = () => (asking ??= look().finally(() => (asking = null)));
const soon = () => new Promise((go) => setTimeout(go, pace * (0.9 + Math.random() / 5))); // 200 phones do not ask in step

if (room) {
  (async () => {
    for (;;) {
      await soon();
      await lookOnce();
    }
  })();
  addEventListener("online", lookOnce);
  addEventListener("pageshow", lookOnce);
  document.addEventListener("visibilitychange", () => document.hidden || lookOnce());
}

/* ---- What a phone writes */

const STORE = `room:${room?.dataset.room}`;
const read = (name, otherwise) => {
  try {
    return JSON.parse(sessionStorage.getItem(`${STORE}:${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const kept = new Map(); // where a browser has no storage, the page's own memory
function write(name, value) {
  kept.set(name, value);
  try {
    sessionStorage.setItem(`${STORE}:${name}`, JSON.stringify(value));
  } catch {
    /* full or forbidden: the page remembers */
  }
}
const waiting = () => kept.get("lines") ?? read("lines", []);
const newKey = () => crypto.randomUUID?.() ?? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/* The lines of this form that wait, and why. */
function show(form) {
  const box = form.querySelector("[data-outbox]");
  const open = document.getElementById(`list-${form.dataset.line}`)?.dataset.open !== "no";
  if (form.dataset.line) form.querySelector("button").disabled = !open;
  if (!box) return;
  const items = waiting().filter((line) => line.url === form.getAttribute("action"));
  const texts = items.map((line) => `${line.text}\n${line.why ?? ""}`).join("\n\n");
  if (box.dataset.shown === texts) return;
  box.dataset.shown = texts;
  box.replaceChildren(
    ...items.map((line) => {
      const item = document.createElement("li");
      const text = document.createElement("span");
      text.className = "line-text";
      text.textContent = line.text;
      const why = document.createElement("span");
      why.className = "saved waiting";
      why.textContent = line.why || room.dataset.waiting;
      item.append(text, " ", why);
      return item;
    }),
  );
}

function say(form, text, kind = "") {
  const status = form?.querySelector("[data-status]");
  if (!status) return;
  status.className = `saved ${kind}`;
  status.textContent = text;
}

let flushing = false,
  again = false;
async function flush() {
  if (flushing) return void(again = true);
  flushing = true;
  try {
    for (const line of waiting()) {
      const form = [...document.querySelectorAll("form[data-line]")].find((one) => one.getAttribute("action") === line.url);
      const body = new URLSearchParams({ key: line.key, text: line.text, ...(line.version === undefined ? {} : { version: line.version }) });
      const answer = await fetch(line.url, { method: "POST", body, headers: { ...headers(), "X-Line": "1" }, credentials: "same-origin", redirect: "error" });
      if (answer.headers.get("X-Other-User")) return void accept(answer.status, (name) => answer.headers.get(name));
      if (answer.status === 204) {
        newest = Math.max(newest, Number(answer.headers.get("X-Version")));
        write("lines", waiting().filter((one) => one.key !== line.key));
        say(form, room.dataset.saved);
        pace = PACE;
      } else if (answer.status < 500) {
        const why = answer.status === 409 || answer.status === 422 ? await answer.text() : `${room.dataset.kept}${answer.status}`;
        write("lines", waiting().map((one) => (one.key === line.key ? { ...one, why } : one)));
        if (answer.status === 422) back(form, line, why);
      } else throw new Error("later");
      if (form) show(form);
    }
  } catch {
    if (document.body.dataset.offline) notice("offline", document.body.dataset.offline);
  } finally {
    flushing = false;
    for (const form of document.querySelectorAll("form[data-line]")) show(form);
    if (again)[(again = false), flush()];
  }
}

/* Too long: the text goes back to where it was written, if nothing else is being written there. */
function back(form, line, why) {
  const area = form?.querySelector("textarea");
  say(form, why, "failed");
  if (!area || area.value) return;
  area.value = line.text;
  write("lines", waiting().filter((one) => one.key !== line.key));
  draft(area);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("form[data-line]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const area = form.querySelector("textarea");
    const version = form.elements.version?.value;
    if ((!area.value.trim() && version === undefined) || excess(area) > 0) return void area.focus();
    const line = { url: form.getAttribute("action"), key: newKey(), text: area.value, version };
    write("lines", [...waiting(), line]);
    if (form.dataset.back) {
      drop(area);
      const leave = () => waiting().some((one) => one.key === line.key) || location.assign(form.dataset.back);
      return void flush().then(() => (leave(), lookOnce()));
    }
    area.value = "";
    drop(area);
    area.focus();
    say(form, "");
    show(form);
    flush().then(lookOnce);
  },
  true,
);

/* ---- What is being written survives a refresh of this tab */

const place = (area) => `draft:${area.form.getAttribute("action")}`;
const draft = (area) => write(place(area), area.value);
const drop = (area) => write(place(area), null);
document.addEventListener("input", (event) => {
  if (event.target.form?.matches("[data-line]")) draft(event.target);
});
for (const form of document.querySelectorAll("form[data-line]")) {
  const area = form.querySelector("textarea");
  const text = read(place(area), null);
  if (text && !area.matches("[aria-invalid]")) area.value = text;
  show(form);
}
flush();
