/* Saving while people write, so that no text is lost.

   A <form data-autosave> is a real form. Each container #field-KEY in it is saved by itself: only the controls that
   changed, with the container's hidden inputs (its version among them), one request at a time. The server answers the
   container's fragment, of which the page takes the status, the hidden values and, on a conflict, the two texts; what
   people write in is left alone, unless the server has put together what two wrote and nothing has been typed since. With
   it may come pieces of the page that the save has made true (data-renew). What is not saved yet carries data-dirty and is
   sent again after a lost network or an ended session. A container with data-dirty must not be replaced by other scripts.

   What has been sent and not answered may have been saved: it is sent again as it was, and then what was typed since. So
   the server always knows from which text the page went on. */

import { accept, headers, notice, place } from "./app.js";

const PAUSE = 700; // ms without a key press before a text is saved
const LONGEST_WAIT = 4000; // ms of typing without a pause
/* In a form of two (data-together) the other sees what is saved: at the end of a sentence, at a pause, when the field is
   left, and never half a word unless its writer stops in the middle of it. */
const AFTER_SENTENCE = 50,
  AT_STOP = 250,
  IN_WORD = 1500,
  LONGEST_TOGETHER = 15000; // ms; a stop may be that of 9.30
const RETRY = [2000, 4000, 8000, 15000, 30000];
const KEEPALIVE = 60000; // bytes: what a browser sends of a page that is being left

const fields = new Map(); // id of the container → what is going on there; the element itself may be replaced

const element = (id) => document.getElementById(id);
const within = (node) => node?.closest?.("form[data-autosave] [id^='field-']");
const named = (container, name) => [...container.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

function state(id) {
  if (!fields.has(id)) {
    const clash = Boolean(element(id)?.querySelector("[data-choose]")); // the page came with two texts to choose from
    fields.set(id, { changed: new Set(), sending: null, timer: 0, since: 0, tries: 0, clash, chosen: "", sentence: null, unanswered: null });
  }
  return fields.get(id);
}

const unsaved = () => [...fields].filter(([id, field]) => element(id) && (field.changed.size || field.sending)).map(([id]) => id);

/* What a container would send: the changed controls and every hidden input. */
function payload(container, names) {
  const data = new URLSearchParams();
  for (const input of container.querySelectorAll("input[type=hidden]")) data.set(input.name, input.value);
  const values = new FormData(container.closest("form"));
  for (const name of names)
    if (named(container, name).length && values.has(name)) data.set(name, values.get(name));
  return data;
}

function say(container, source) {
  const status = container.querySelector("[data-status]");
  if (!status || !source || (status.textContent === source.textContent && status.className === source.className)) return;
  status.className = source.className;
  status.textContent = source.textContent;
}

function dirty(id) {
  const field = state(id);
  const container = element(id);
  container?.toggleAttribute("data-dirty", field.changed.size > 0 || field.sending !== null);
  for (const area of container?.querySelectorAll("textarea") ?? []) area.toggleAttribute("data-dirty", container.hasAttribute("data-dirty"));
}

function later(id, wait) {
  const field = state(id);
  clearTimeout(field.timer);
  field.timer = setTimeout(() => {
    field.timer = 0;
    save(id);
  }, wait);
}

/* How long to wait after a key in such a form, and after how much typing no longer. */
function patience(area) {
  const before = area.value.slice(0, area.selectionEnd);
  if (/[.!?…]["'”’»)\]]*\s+$|\n\s*$/.test(before)) return [AFTER_SENTENCE, Infinity];
  if (/[.!?…]["'”’»)\]]*$/.test(before)) return [AT_STOP, LONGEST_TOGETHER];
  return /[\p{L}\p{N}]$/u.test(before) ? [IN_WORD, Infinity] : [PAUSE, LONGEST_TOGETHER];
}

function changed(target, wait) {
  const container = within(target);
  if (!container || !target.name || target.type === "hidden" || target.hasAttribute("data-apart")) return;
  const field = state(container.id);
  field.changed.add(target.name);
  field.since ||= Date.now();
  dirty(container.id);
  const isWritten = wait === PAUSE && target.matches("form[data-together] textarea");
  const [pause, longest] = isWritten ? patience(target) : [wait, LONGEST_WAIT];
  if (!field.clash) later(container.id, Math.max(0, Math.min(pause, field.since + longest - Date.now())));
}

/* Send what has changed in one container. What is typed while it is on its way waits for its own time, unless all is to be
   saved (`whole`): then it resolves to true when nothing there is left unsaved. */
async function save(id, leaving = false, whole = false) {
  const field = state(id);
  const container = element(id);
  const next = () => (whole || !field.timer ? save(id, false, whole) : true);
  if (field.sending) return field.sending.then(next);
  clearTimeout(field.timer);
  field.timer = 0;
  if (!container || !field.changed.size) return true;
  if (field.clash) return false;
  const names = [...field.changed];
  const body = (!leaving && field.unanswered) || payload(container, names);
  if (field.chosen) body.set(field.chosen, "mine"); // the textarea holds what was chosen
  if (field.sentence) body.set(...field.sentence);
  field.changed.clear();
  field.since = 0;
  field.sending = post(container.closest("form").action, body, leaving)
    .then((answer) => settle(id, answer, names, body))
    .catch(() => settle(id, null, names, body));
  dirty(id);
  const done = await field.sending;
  return done && (field.changed.size ? next() : true);
}

async function post(url, body, leaving) {
  const text = body.toString();
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { ...headers(), "X-Autosave": "1" },
    credentials: "same-origin",
    redirect: "error",
    keepalive: leaving && text.length < KEEPALIVE,
  });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { status: response.status, headers: response.headers, page };
}

/* Take an answer in: true when it was saved. `answer` is null when there was no connection. */
function settle(id, answer, names, sent) {
  const field = state(id);
  const container = element(id);
  field.sending = null;
  if (!container) return true;
  const fragment = answer?.page.getElementById(id);
  if (answer && !accept(answer.status, (name) => answer.headers.get(name)) && answer.status !== 401) return false;
  if (answer?.status === 200 && fragment) {
    field.tries = 0;
    field.unanswered = null;
    if (sent.has(field.chosen)) field.chosen = "";
    if (field.sentence && sent.has(field.sentence[0])) field.sentence = null;
    for (const name of names)
      if (sent.get(name) !== value(container, name)) field.changed.add(name);
    take(container, fragment, sent);
    renew(answer.page);
    dirty(id);
    document.dispatchEvent(new Event("saved"));
    return true;
  }
  for (const name of names) field.changed.add(name); // still unsaved
  field.unanswered = !answer || answer.status >= 500 ? sent : null;
  dirty(id);
  if (answer?.status === 409 && fragment) clash(id, container, fragment);
  else if (fragment) say(container, fragment.querySelector("[data-status]")); // too long, or locked: waits for a change
  else if (answer && answer.status !== 401 && answer.status !== 403 && answer.status < 500) gone(container);
  else {
    if (answer?.status !== 401) notice("offline", document.body.dataset.offline);
    waiting(container);
    later(id, RETRY[Math.min(field.tries++, RETRY.length - 1)]);
  }
  return false;
}

/* What a container would send of one name now. */
const value = (container, name) => (named(container, name).length ? new FormData(container.closest("form")).get(name) : null);

/* The new version and other hidden values, the status, sentences to choose between, and what the other has written. What
   has been typed meanwhile stays, and goes on from what was sent. */
function take(container, fragment, sent) {
  const form = container.closest("form");
  const area = container.querySelector("textarea");
  const fresh = area && fragment.querySelector("textarea");
  const wroteOn = area && (state(container.id).changed.has(area.name) || area.hasAttribute("data-composing"));
  for (const input of fragment.querySelectorAll("input[type=hidden]")) {
    const goesOn = wroteOn && input.matches("[data-version]");
    if (goesOn && !sent.has(area.name)) continue;
    for (const own of form.querySelectorAll(`input[type=hidden][name="${CSS.escape(input.name)}"]`))
      own.value = (goesOn && input.dataset.base) || input.value;
  }
  if (fresh && !wroteOn) place(area, fresh.value);
  const said = fragment.querySelector("[data-status]"); // not "saved" while there is something that is not
  if (!state(container.id).changed.size || !said?.matches("[class=saved]")) say(container, said);
  container.querySelector("[data-merge]")?.replaceChildren(...(fragment.querySelector("[data-merge]")?.childNodes ?? []));
  for (const control of container.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/* Pieces elsewhere on the page that this save has made true: each takes the place of the one with its id. */
function renew(page) {
  for (const piece of page.querySelectorAll("[data-renew][id]")) element(piece.id)?.replaceWith(document.adoptNode(piece));
}

function clash(id, container, fragment) {
  const choose = container.querySelector("[data-merge]");
  Object.assign(state(id), { clash: true, chosen: "" });
  say(container, fragment.querySelector("[data-status]"));
  choose.replaceChildren(...fragment.querySelector("[data-merge]").childNodes);
}

function mark(container, kind) {
  const form = container.closest("form");
  const status = container.querySelector("[data-status]");
  const text = form.dataset[kind];
  if (status && text) {
    status.className = `saved ${kind === "gone" ? "failed" : "waiting"}`;
    if (status.textContent !== text) status.textContent = text;
  }
}
const waiting = (container) => mark(container, "waiting");
const gone = (container) => mark(container, "gone");

/* One of the two texts, or both, goes into the textarea and is saved over the version that was shown. */
function choose(button) {
  const container = within(button);
  const box = button.closest("[data-choose]");
  const key = button.name.slice("keep-".length);
  const area = container?.querySelector(`textarea[name="text-${CSS.escape(key)}"]`);
  if (!area) return;
  const saved = box.querySelector("[data-saved]").textContent;
  const mine = area.value; // the textarea always holds one's own text, edited further perhaps
  if (button.value === "theirs") area.value = saved;
  else if (button.value === "mine") area.value = mine;
  else area.value = saved.trim() && mine.trim() ? `${saved.trimEnd()}\n\n${mine}` : saved || mine;
  container.querySelector(`input[name="version-${CSS.escape(key)}"]`).value = box.dataset.version;
  const field = state(container.id);
  Object.assign(field, { clash: false, chosen: button.name });
  field.changed.add(area.name);
  dirty(container.id);
  container.querySelector("[data-merge]").replaceChildren();
  area.focus();
  save(container.id);
}

/* One of two sentences, or both: the server takes the other one out of the text. */
function chooseSentence(button) {
  const container = within(button);
  const field = state(container.id);
  field.sentence = [button.name, button.value];
  field.changed.add(container.querySelector("textarea").name);
  dirty(container.id);
  container.querySelector("textarea").focus();
  save(container.id);
}

const never = new Promise(() => {});
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 3000));
const saveAll = (leaving) => Promise.all(unsaved().map((id) => save(id, leaving, true))).then((all) => all.every(Boolean));

function retryNow() {
  for (const id of unsaved())
    if (state(id).tries) later(id, 0);
}

document.addEventListener("input", (event) => changed(event.target, event.target.type === "radio" ? 250 : PAUSE));
document.addEventListener("change", (event) => changed(event.target, 100));

/* Save buttons save in the page. Sharing waits until everything is saved and goes only then; any other form waits for
   a moment and goes anyway: the browser asks before leaving what is still unsaved. */
const passing = new WeakSet();

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (passing.delete(form)) return;
    const own = form.matches("form[data-autosave]");
    const shares = own && submitter?.hasAttribute("formaction");
    const chooses = own && submitter?.closest("[data-choose], [data-sentence]");
    if (!chooses && (shares || !own) && !unsaved().length) return;
    event.preventDefault();
    event.stopPropagation();
    if (chooses) return void(chooses.matches("[data-sentence]") ? chooseSentence : choose)(submitter);
    Promise.race([saveAll(), shares ? never : aMoment()]).then((all) => {
      if (own && !shares) return;
      if (shares && !all) return void element(unsaved()[0])?.scrollIntoView({ block: "center" });
      passing.add(form);
      form.requestSubmit(submitter);
    });
  },
  true,
);

/* A link waits for what is unsaved; when that cannot be saved, the browser asks before leaving. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.target || link.origin !== location.origin || link.getAttribute("href").startsWith("#") || !unsaved().length) return;
  event.preventDefault();
  Promise.race([saveAll(), aMoment()]).then(() => location.assign(link.href));
});

addEventListener("beforeunload", (event) => {
  if (!unsaved().length) return;
  saveAll(true);
  event.preventDefault();
});
addEventListener("online", retryNow);
addEventListener("focus", retryNow);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") retryNow();
  else saveAll(true);
});

/* The buttons that save without JavaScript are not needed now. */
function tidy() {
  for (const box of document.querySelectorAll("form[data-autosave] [data-save]")) box.hidden = true;
}
tidy();
document.addEventListener("htmx:load", tidy);
document.addEventListener("renewed", tidy); // live.js has drawn a part anew
