/* What every page needs: headers on htmx requests, an ended session that loses no text, no page left on a shared machine. */

const body = document.body;

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

/* For every answer, also those of our own fetches. True when the page may go on with it. */
export function accept(status, signIn) {
  if (status === 409) {
    body.replaceChildren(); // somebody else is signed in: nothing of the former page stays
    location.replace("/");
    return false;
  }
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

body.addEventListener("htmx:configRequest", (event) => Object.assign(event.detail.headers, headers()));
body.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr } = event.detail;
  if (!accept(xhr.status, xhr.getResponseHeader("X-Sign-In"))) event.preventDefault();
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
});

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
    if (sent.has(event.target)) [event.preventDefault(), event.stopImmediatePropagation()]; // its answer is on the way in
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
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
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
