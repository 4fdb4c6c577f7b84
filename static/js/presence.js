/* The two see that the other is here, on which step, and where they write: once both have pressed "Let us begin", while both
   pages are open, and until one wishes otherwise. A page gives a sign every three and a half seconds; the server forgets one
   that has given none for eight. Only this tab remembers that it has begun, so that the next step need not be begun anew. */

import { accept, headers } from "./app.js";
import { look, lookWithin, rest, takeField } from "./live.js";

const SIGN = 3500; // ms between signs of life
const PACE = 600; // ms between questions while the other writes
const QUIET = 1500; // while both are here
const WAITING = 2000; // while one waits for the other
const BESIDE = 8000; // after a text of the other's, until what stands beside the texts is fetched: the memo as it grows
const LATE = 5000; // ms without a sign, after which the server may have forgotten this page
const AWAY = 120000; // ms behind another page, after which this one is not here any more
const WRITING = 4000; // ms after the last letter
const REMEMBERED = 15 * 60000; // ms: whoever comes back later begins anew

const piece = () => document.getElementById("presence");
const talk = document.querySelector("[data-step]");
const key = `talk ${piece()?.dataset.presence}`;
const tabs = new BroadcastChannel("presence");

let state = { page: "", signed: 0, both: false }; // page: what this tab is called, once it has begun
let slot = "",
  told = "",
  seen = "", // the revision whose texts are here, if they came before the rest of their page
  idle = 0,
  hidden = 0,
  asking = null;

function recall() {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept && Date.now() - kept.signed < REMEMBERED) state = kept;
}

function remember(change) {
  Object.assign(state, change);
  if (state.page) sessionStorage.setItem(key, JSON.stringify(state));
  else sessionStorage.removeItem(key);
}

/* A random UUID, also where the page has come without TLS. */
function random() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/* Give a sign of life where one is due, otherwise only ask. */
async function ask(wish = "") {
  while (asking) await asking;
  if (!state.page) return;
  asking = send(wish).catch(notKnown);
  await asking;
  asking = null;
}

async function send(wish) {
  const place = document.hidden ? { step: "", slot: "" } : { step: talk.dataset.step, slot };
  const since = Date.now() - state.signed;
  const data = new URLSearchParams({ ...place, since: revision(), mark: piece().dataset.mark ?? "" });
  const signs = wish || since > SIGN || told !== `${place.step} ${place.slot}`;
  let answer;
  if (signs) {
    data.set("page", state.page);
    if (wish) data.set(wish, "1");
    else if (since > LATE) data.set("begin", "1");
    const sent = Date.now();
    answer = await fetch(piece().dataset.presence, { method: "POST", body: data, ...asked() });
    if (answer.ok) {
      told = `${place.step} ${place.slot}`;
      remember({ signed: sent });
    }
  } else answer = await fetch(`${piece().dataset.presence}?${data}`, asked());
  delete piece().dataset.unknown;
  if (answer.status === 200) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  else if (answer.status === 401 || answer.status === 409) accept(answer.status, (name) => answer.headers.get(name));
  else if (answer.status === 404) remember({ page: "" }); // nothing more is written here: live.js shows it
  if (state.both && answer.ok) rest(2 * QUIET);
}

const asked = () => ({ headers: headers(), redirect: "manual", signal: AbortSignal.timeout(LATE) });

/* No network: by now each may have been forgotten, and nobody is shown who may be gone. */
function notKnown() {
  if (!piece()?.querySelector("[data-here]") || Date.now() - state.signed < LATE) return;
  piece().dataset.unknown = "";
  for (const place of document.querySelectorAll("[data-writes]")) place.replaceChildren();
}

const revision = () => Math.max(talk.dataset.revision, seen);

/* Who is here, and the texts that came with it. Unless more than texts has changed the rest of the page has time. */
function take(answer) {
  const fresh = answer.getElementById("presence");
  if (!fresh || !piece()) return;
  show(fresh);
  if (document.hidden || Number(fresh.dataset.now) <= revision()) return;
  if (!fresh.dataset.beside || fresh.dataset.beside !== talk.dataset.beside) return look();
  seen = fresh.dataset.now;
  answer.querySelectorAll("[data-field]").forEach(takeField);
  lookWithin(BESIDE);
}

/* The new piece in the place of the old one. */
function show(fresh) {
  const old = piece();
  Object.assign(old.dataset, { mark: fresh.dataset.mark, now: fresh.dataset.now });
  if (old.innerHTML !== fresh.innerHTML) {
    const within = old.contains(document.activeElement);
    old.replaceChildren(...fresh.childNodes);
    if (within) old.querySelector("a, button")?.focus({ preventScroll: true });
  }
  if (state.page && !old.querySelector("[data-hide-me]")) remember({ page: "" }); // ended on another device
  const here = old.querySelector("[data-here]");
  say(here && !state.both ? here.dataset.here : null, Boolean(here));
  remember({ both: Boolean(here) });
  point();
}

/* Read out once, when the other comes; what is on the page by then is not read again from step to step. */
function say(text, here) {
  const place = document.getElementById("presence-said");
  if (text) place.textContent = text;
  else if (!here) place.textContent = "";
}

/* A sentence is being written: it is to be seen as soon as it has ended. */
const pace = () => (!state.both || document.hidden ? WAITING : piece().querySelector("[data-writing]") ? PACE : QUIET);

/* Beside the field in which the other writes, and at the step where they are. */
function point() {
  const writing = piece().querySelector("[data-writing]");
  for (const place of document.querySelectorAll("[data-writes]")) {
    const isHere = place.closest("[id^=field-]").id === `field-${writing?.dataset.writing}`;
    if (place.innerHTML !== (isHere ? writing.innerHTML : ""))
      place.replaceChildren(...(isHere ? writing.cloneNode(true).childNodes : []));
  }
  const there = piece().querySelector("[data-other-step]");
  for (const link of document.querySelectorAll("#steps a")) {
    if (there && new URL(link.href).pathname.endsWith(`/${there.dataset.otherStep}/`))
      link.dataset.other = there.querySelector(".face").textContent.trim();
    else delete link.dataset.other;
  }
}
document.addEventListener("renewed", () => piece() && point()); // live.js has drawn the steps anew

function leave() {
  remember({ page: "", both: false });
  say(null, false);
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("#presence [data-begin], #presence [data-hide-me]");
  if (!button) return;
  if (button.matches("[data-begin]")) {
    remember({ page: random(), signed: 0, both: false });
    return ask("begin");
  }
  await ask("leave");
  tabs.postMessage(key);
  leave();
});

/* In another tab of this browser its owner has left: this one gives no sign any more, and shows it. */
tabs.addEventListener("message", async ({ data }) => {
  if (data !== key || !state.page) return;
  leave();
  const answer = await fetch(piece().dataset.presence, { headers: headers() }).catch(() => null);
  if (answer?.status === 200) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
});

function writes(name) {
  clearTimeout(idle);
  idle = name ? setTimeout(() => writes(""), WRITING) : 0;
  if (slot === name) return;
  slot = name;
  if (state.both) ask();
}
document.addEventListener("input", ({ target }) => {
  if (target.matches("form[data-autosave] textarea")) writes(target.name.slice("text-".length));
});
document.addEventListener("focusout", ({ target }) => target.matches("textarea") && writes(""));
document.addEventListener("visibilitychange", () => {
  hidden = document.hidden ? Date.now() : 0;
  if (!document.hidden) ask();
});

const isAway = () => hidden && Date.now() - hidden > AWAY;

if (piece()) {
  recall();
  (async () => {
    await ask();
    if (!state.page) delete piece().dataset.unknown;
    for (;;) {
      await new Promise((go) => setTimeout(go, pace()));
      if (state.page && !isAway()) await ask();
    }
  })();
}
