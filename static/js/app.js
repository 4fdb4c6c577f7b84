/* What every page needs: headers for htmx, an ended session that loses no text, no page left on a shared machine. */

const body = document.body;

/* Where the browser knows Trusted Types, the policy of content lets no script make markup or load code but through here.
   htmx and we take pages and pieces of pages from our own server: such markup holds no code, so what holds some, or a
   script that is not htmx, is refused. The inner policy is for looking at the markup, which runs nothing. */
if (window.trustedTypes) {
  const seen = window.trustedTypes.createPolicy("seen", { createHTML: (html) => html });
  window.trustedTypes.createPolicy("default", {
    createHTML: (html) => (isInert(new DOMParser().parseFromString(seen.createHTML(html), "text/html")) ? html : null),
    createScriptURL: (url) => (body.dataset.htmx && new URL(url, location.href).href === new URL(body.dataset.htmx, location.href).href ? url : null),
  });
}

/* Markup without code: no handlers, no javascript: addresses, no scripts but the files of a whole page, nothing embedded. */
function isInert(root) {
  return [...root.querySelectorAll("*")].every((element) => {
    if (element.matches("script:not([src]), iframe, object, embed, base, meta[http-equiv]")) return false;
    if (element.matches("script") && new URL(element.getAttribute("src"), location.href).origin !== location.origin) return false;
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || /^[\s\0-\x1f]*(javascript|data|vbscript):/i.test(value.replace(/[\t\r\n]/g, ""))) return false;
    }
    return !(element instanceof HTMLTemplateElement) || isInert(element.content);
  });
}

export function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/* The CSRF cookie is read at the moment of sending: signing in on another tab changes it.
   The page's own user goes along: if somebody else has signed in meanwhile, the server answers 409. */
export function headers() {
  const own = { "X-CSRFToken": cookie("csrftoken") };
  if (body.dataset.user) own["X-User"] = body.dataset.user;
  return own;
}

/* One notice of a kind at a time, at the top of the page, read out politely. */
export function notice(kind, text, link) {
  const place = document.getElementById("messages");
  if (!place || place.querySelector(`[data-notice="${kind}"]`)) return;
  const box = document.createElement("p");
  box.className = "notice warn stays";
  box.dataset.notice = kind;
  box.append(text);
  if (link) {
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: link.url, textContent: link.label, target: "_blank", rel: "noopener" });
    box.append(" ", anchor);
  }
  place.append(box);
}

export function clear(kind) {
  document.querySelector(`[data-notice="${kind}"]`)?.remove();
}

/* Somebody else has signed in in this browser: nothing of the former person's page stays. */
function empty() {
  document.title = "";
  body.replaceChildren();
  location.replace("/");
}

/* For every answer, also those of our own fetches. `header` reads one of its headers. True when the page may go on with
   it. (The browser hides Clear-Site-Data from scripts, so the server says it in a header of ours as well.) */
export function accept(status, header) {
  if (header("X-Other-User")) {
    empty();
    return false;
  }
  const signIn = header("X-Sign-In");
  if (status === 401 && signIn) {
    const url = new URL(signIn, location.href);
    if (url.origin === location.origin) notice("signed-out", body.dataset.signedOut, { url: url.href, label: body.dataset.signIn });
    return false;
  }
  if (status && status < 400) {
    clear("signed-out");
    clear("offline");
  }
  return true;
}

/* A page tells the other tabs of its browser whose it is, and one that comes to the front asks the server: where another
   tab runs no script, or was opened by another window of the same browser. */
if (body.dataset.user) {
  const tabs = new BroadcastChannel("user");
  tabs.addEventListener("message", (event) => event.data !== body.dataset.user && empty());
  tabs.postMessage(body.dataset.user);
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) return;
    const answer = await fetch("/healthz", { headers: headers(), redirect: "manual" }).catch(() => null);
    if (answer?.headers.get("X-Other-User")) empty();
  });
}

body.addEventListener("htmx:configRequest", (event) => Object.assign(event.detail.headers, headers()));
body.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr } = event.detail;
  if (!accept(xhr.status, (name) => xhr.getResponseHeader(name))) event.preventDefault();
});
body.addEventListener("htmx:sendError", () => notice("offline", body.dataset.offline));

/* An answer that htmx does not take in would look like a button that does nothing. */
body.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 401) notice("failed", body.dataset.failed);
});

/* A text in an ordinary form goes by htmx too, so that an ended session or a lost network leaves it in the page, and so
   does a form of many fields that says data-keep. The answer is the next page, or this one with what to correct. */
const plain = 'form[method="post"]:not([data-autosave], [hx-post]):is(:has(textarea), [data-keep])';

function keepTexts(root) {
  for (const form of root.querySelectorAll(plain)) {
    const own = { post: form.getAttribute("action") || location.href, target: "#main", select: "#main", swap: "outerHTML show:top", sync: "this:drop" };
    for (const [name, value] of Object.entries(own)) form.setAttribute(`hx-${name}`, value);
    window.htmx.process(form);
  }
}

/* htmx comes only to pages that have something for it; what is pressed before it has come works the plain way. While the
   page still loads, htmx waits for a moment that is gone: then it is told here to begin. Its own reading of the settings
   is for the other case. */
const wanted = `[hx-get], [hx-post], ${plain}`;
const settings = { historyCacheSize: 0, allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, selfRequestsOnly: true };
let coming = false;
export function enhance(root) {
  if (window.htmx) {
    keepTexts(root);
    window.htmx.process(root);
  } else if (!coming && body.dataset.htmx && root.querySelector(wanted)) {
    coming = true;
    const meta = Object.assign(document.createElement("meta"), { name: "htmx-config", content: JSON.stringify(settings) });
    const script = Object.assign(document.createElement("script"), { src: body.dataset.htmx, onload: begin });
    document.head.append(meta, script);
  }
}

function begin() {
  Object.assign(window.htmx.config, settings);
  enhance(body);
  for (const box of document.querySelectorAll("details[open]:has([hx-trigger^=toggle])")) window.htmx.trigger(box, "toggle");
}
enhance(body);
body.addEventListener("htmx:load", (event) => {
  const { elt } = event.detail;
  if (elt === body) return; // the page itself: its reader begins at the top
  keepTexts(elt);
  if (document.activeElement === body) elt.querySelector("[data-focus], [aria-invalid=true], summary")?.focus();
  else if (elt.contains(document.activeElement)) elt.querySelector("[aria-invalid=true]")?.focus(); // what is to be corrected
});

/* Fields of days come with a calendar and quick choices. */
function dates(root) {
  if (root.querySelector("[data-calendar]")) import("./dates.js");
}
dates(document);
body.addEventListener("htmx:load", (event) => dates(event.detail.elt));

/* Ctrl-K and the magnifying glass open the sheet that finds. The key can be turned off (keys.js), the link cannot. */
const finder = document.querySelector("a[data-find]");
const open = async (event) => {
  event.preventDefault();
  (await import("./palette.js")).open(finder, { accept, headers });
};
finder?.addEventListener("click", (event) => event.ctrlKey || event.metaKey || event.shiftKey || open(event));
if (finder) document.addEventListener("keydown", (event) => {
  const isFind = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (isFind && localStorage.getItem("keys off") === null && !document.querySelector("dialog[open]")) open(event);
});

/* A text that is longer than its place stays whole: what is too much is counted and told beside it. Characters as the
   server counts them: a line break is one, a sign outside UTF-16's first plane too; around an ordinary field white space
   is none. */
export function excess(area) {
  const asItIs = area.form?.matches("[data-autosave]:not([data-line])");
  const text = asItIs ? area.value : area.value.trim();
  const limit = Number(area.dataset.limit);
  return text.length > limit ? [...text].length - limit : 0;
}

function beside(area) {
  const id = `${area.id}-over`;
  const there = document.getElementById(id);
  if (there) return there;
  const place = Object.assign(document.createElement("p"), { id, className: "error-text" });
  place.setAttribute("role", "status");
  area.after(place);
  area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  return place;
}

function count(area) {
  const over = Math.max(0, excess(area));
  if (!over && !document.getElementById(`${area.id}-over`)) return;
  const text = over === 1 ? body.dataset.overOne : body.dataset.over.replace("{n}", over.toLocaleString(document.documentElement.lang));
  const place = beside(area);
  if (place.textContent !== (over ? text : "")) place.textContent = over ? text : "";
  if (over) area.setAttribute("aria-invalid", "true");
  else if (area.dataset.over) area.removeAttribute("aria-invalid");
  area.dataset.over = over || "";
}

const limited = "[data-limit]";
const counting = new WeakMap();
document.addEventListener("focusin", ({ target }) => target.matches(limited) && beside(target)); // there before it speaks
document.addEventListener("input", ({ target }) => {
  if (!target.matches(limited)) return;
  clearTimeout(counting.get(target));
  counting.set(target, setTimeout(() => count(target), target.dataset.over ? 400 : 0)); // not a word for each letter
});
const countAll = (root) => root.querySelectorAll(limited).forEach((area) => count(area));
countAll(document);
body.addEventListener("htmx:load", (event) => countAll(event.detail.elt));

/* Another text into a field without moving the caret: it stays beside what both texts have in common. */
export function place(area, text) {
  const old = area.value;
  if (old === text) return;
  const most = Math.min(old.length, text.length);
  let [before, after] = [0, 0];
  while (after < most && old.at(-1 - after) === text.at(-1 - after)) after++;
  if (after < old.length) { // otherwise something has come before all of it
    while (before < most && old[before] === text[before]) before++;
    after = Math.min(after, most - before);
  }
  const to = (at) => (at <= before && before ? at : at < old.length - after ? text.length - after : at + text.length - old.length);
  const [start, end, scrolled] = [area.selectionStart, area.selectionEnd, area.scrollTop];
  area.value = area.defaultValue = text;
  if (document.activeElement === area) area.setSelectionRange(to(start), to(end));
  area.scrollTop = scrolled;
}

/* A letter that is being put together (´ and e, or a whole word) is not the field's own yet. */
document.addEventListener("compositionstart", ({ target }) => target.toggleAttribute?.("data-composing", true));
document.addEventListener("compositionend", ({ target }) => target.removeAttribute?.("data-composing"));

/* Texts written but not sent. What saves itself has its own word in autosave.js. */
const sent = new WeakSet();
const holds = (area) => area.form?.method === "post" && !area.form.matches("[data-autosave]") && !sent.has(area.form);
const unsent = () => [...document.querySelectorAll("textarea")].filter((area) => holds(area) && area.value !== area.defaultValue);

/* Whether leaving now, or reloading, would lose something that a person wrote. */
export const isWriting = () => unsent().length > 0 || document.querySelector("[data-dirty]") !== null;

addEventListener("beforeunload", (event) => {
  if (unsent().length) event.preventDefault();
});
body.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Redirect")) sent.add(event.detail.elt);
});
document.addEventListener(
  "submit",
  (event) => {
    if (sent.has(event.target))[event.preventDefault(), event.stopImmediatePropagation()]; // its answer is on the way in
  },
  true,
);

/* The browser's Back must not show a page from memory, above all not after signing out. */
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

/* The summary of a form's errors is read first. */
document.querySelector("[data-focus]")?.focus();

/* A menu closes by Escape and by a click elsewhere. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (menu !== except) menu.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  closeMenus();
  menu.querySelector("summary").focus();
});

/* Steps done on the server look the same twice: a second press of a button does not send again. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent && !form.matches("[hx-post]")) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 3000);
});
